"""KPIs of "Customers and orders" in kpis.md: sales here, the rest in the modules it calls."""

from . import customers, margins, returns
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
    return tell(
        store,
        "orders",
        {"orders": [Item(sale.day, sale, sale.segments) for sale in ledger.sales]},
        counted("orders"),
        segments=SALES_SEGMENTS,
        span=ledger.sales_days(),
    )


def _sales(store, ledger: Ledger) -> list[dict]:
    """Orders add up on the day they were placed, refunds on the day they were given."""
    total = [Item(sale.day, sale.net + sale.charges, sale.segments) for sale in ledger.sales]
    total += [
        Item(refund.day, -refund.amount - refund.charges, refund.segments)
        for refund in ledger.refunds
    ]
    rows = []
    for kpi, items in (("total_sales", total), ("net_sales", ledger.net_sales_items())):
        rows += tell(
            store,
            kpi,
            {"amounts": items},
            summed("amounts"),
            segments=SALES_SEGMENTS,
            span=ledger.sales_and_refund_days(),
        )
    return rows


def _averages(store, ledger: Ledger) -> list[dict]:
    """Both are by orders placed; refunds change nothing."""
    piles = {
        "orders": [Item(sale.day, sale, sale.segments) for sale in ledger.sales],
        "net": [Item(sale.day, sale.net, sale.segments) for sale in ledger.sales],
        "units": [Item(sale.day, sale.units, sale.segments) for sale in ledger.sales],
    }
    rows = []
    for kpi, pile in (
        ("average_order_value", "net"),
        ("average_basket_value", "net"),
        ("units_per_order", "units"),
    ):
        rows += tell(
            store,
            kpi,
            piles,
            ratio_of(pile, "orders", under=count),
            segments=SALES_SEGMENTS,
            span=ledger.sales_days(),
        )
    return rows
