"""KPIs of "Customers and orders" in kpis.md: sales here, the rest in the modules it calls."""

from . import customers, margins, returns
from .audience import tell_with_audience
from .frame import Item, count, counted, ratio_of, summed, tell
from .ledger import Ledger
from .segments import SALES_SEGMENTS


def kpis(store) -> list[dict]:
    ledger = Ledger(store)
    return [
        *_orders(store, ledger),
        *_sales(store, ledger),
        *_averages(store, ledger),
        *customers.kpis(store, ledger),
        *returns.kpis(store, ledger),
        *margins.kpis(store, ledger),
    ]


def _orders(store, ledger: Ledger) -> list[dict]:
    orders = ledger.sales_items()
    return tell_with_audience(
        store,
        "orders",
        {"orders": orders},
        counted("orders"),
        segments=SALES_SEGMENTS,
        span=ledger.sales_days(),
        rows=orders,
    )


def _sales(store, ledger: Ledger) -> list[dict]:
    """Orders add up on the day they were placed, refunds on the day they were given."""
    total = [Item(sale.day, sale.net + sale.charges, sale.segments) for sale in ledger.sales]
    total += [
        Item(refund.day, -refund.amount - refund.charges, refund.segments)
        for refund in ledger.refunds
    ]
    span = ledger.sales_and_refund_days()
    return [
        *tell(
            store,
            "total_sales",
            {"amounts": total},
            summed("amounts"),
            segments=SALES_SEGMENTS,
            span=span,
        ),
        *tell_with_audience(
            store,
            "net_sales",
            {"amounts": ledger.net_sales_items()},
            summed("amounts"),
            segments=SALES_SEGMENTS,
            span=span,
            rows=ledger.sales_and_refund_rows(),
        ),
    ]


def _averages(store, ledger: Ledger) -> list[dict]:
    """Both are by orders placed; refunds change nothing."""
    piles = {
        "orders": ledger.sales_items(),
        "net": ledger.sales_items(lambda sale: sale.net),
        "units": ledger.sales_items(lambda sale: sale.units),
    }
    # The same number under two names.
    values = [
        row
        for kpi in ("average_order_value", "average_basket_value")
        for row in tell_with_audience(
            store,
            kpi,
            piles,
            ratio_of("net", "orders", under=count),
            segments=SALES_SEGMENTS,
            span=ledger.sales_days(),
            rows=piles["orders"],
        )
    ]
    units = tell(
        store,
        "units_per_order",
        piles,
        ratio_of("units", "orders", under=count),
        segments=SALES_SEGMENTS,
        span=ledger.sales_days(),
    )
    return values + units
