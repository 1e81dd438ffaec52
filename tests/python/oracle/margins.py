"""contribution_margin and operating_margin."""

from collections import defaultdict

from .frame import Item, period_start, period_starts, ratio, tell, total
from .ledger import Ledger, times


def kpis(store, ledger: Ledger) -> list[dict]:
    piles = {
        "net": ledger.net_sales_items(),
        "costs": [*_costs(ledger), *_advertising(store)],
        "units": [Item(sale.day, sale.units, sale.segments) for sale in ledger.sales],
        "uncosted": [
            Item(sale.day, line.quantity, sale.segments)
            for sale in ledger.sales
            for line in sale.lines
            if line.unit_cost is None
        ],
    }
    ad_days = [row["ad_date"] for row in store.rows["ad_performance"]]
    span = ledger.sales_and_refund_days()
    span += ad_days if span else []
    return [*_contribution(store, piles, span), *_operating(store, piles, span)]


def _costs(ledger: Ledger):
    """Goods and handling on the order day; returned goods come off on the refund day."""
    for sale in ledger.sales:
        yield Item(sale.day, sale.handling, sale.segments)
        for line in sale.lines:
            if line.unit_cost is not None:
                yield Item(sale.day, times(line.quantity, line.unit_cost), sale.segments)
    for back in ledger.returns:
        if back.line.unit_cost is not None:
            cost = times(back.units, back.line.unit_cost)
            yield Item(back.day, -cost, back.sale.segments)


def _advertising(store):
    """The cost of all platforms."""
    for row in store.rows["ad_performance"]:
        cost = store.money(row["cost"], row["currency"], row["ad_date"])
        yield Item(row["ad_date"], cost, {"store": row["store_id"]})


def _margin(store, piles: dict[str, list], expenses=0):
    """Value and numerator are NULL where too many units have no cost."""
    net = total(piles["net"])
    if total(piles["uncosted"]) > store.options.max_uncosted_share * total(piles["units"]):
        return None, net, None
    return ratio(net - total(piles["costs"]) - expenses, net)


def _contribution(store, piles, span) -> list[dict]:
    return tell(
        store,
        "contribution_margin",
        piles,
        lambda period, piles: _margin(store, piles),
        segments=["store"],
        span=span,
    )


def _operating(store, piles, span) -> list[dict]:
    rows = store.rows["operating_expenses"]
    if not rows:
        return []
    span = span and span + [row["month"] for row in rows]
    piles = {
        **piles,
        "expenses": [
            Item(row["month"], store.money(row["amount"], row["currency"], row["month"]))
            for row in rows
        ],
    }
    booked = defaultdict(set)
    for row in rows:
        booked[period_start("month", row["month"])].add(row["category"])
    required = set(store.options.required_expense_categories)
    # Between the KPI's first and last month: a month outside needs no entries.
    unfinished = [m for m in period_starts("month", span) if not required <= booked[m]]

    def compute(period, piles):
        margin = _margin(store, piles, total(piles["expenses"]))
        if any(period.start <= month < period.end for month in unfinished):
            return None, margin[1], None
        return margin

    return tell(
        store,
        "operating_margin",
        piles,
        compute,
        span=span,
        grains=("month", "quarter", "year"),
    )
