"""new_customers and returning_customer_rate; cancelled orders are out of both."""

from bisect import bisect_left
from collections import defaultdict
from datetime import datetime

from .audience import tell_with_audience
from .frame import Item, counted, ratio, tell
from .ledger import Ledger
from .segments import SALES_SEGMENTS


def kpis(store, ledger: Ledger) -> list[dict]:
    kept = [sale for sale in ledger.sales if not sale.is_cancelled]
    kept.sort(key=lambda sale: (sale.order["placed_at"], sale.order["order_id"]))
    return [*_new(store, ledger, kept), *_returning(store, ledger, kept)]


def _new(store, ledger: Ledger, kept: list) -> list[dict]:
    """The first order of a customer's life, over all segments (rule 7)."""
    firsts = {}
    for sale in kept:
        firsts.setdefault(store.customer_of_order(sale.order), sale)
    items = [Item(sale.day, sale, sale.segments, sale.person) for sale in firsts.values()]
    return tell_with_audience(
        store,
        "new_customers",
        {"firsts": items},
        counted("firsts"),
        segments=SALES_SEGMENTS,
        span=ledger.sales_days(),
        rows=ledger.sales_items(),
    )


def _returning(store, ledger: Ledger, kept: list) -> list[dict]:
    """Of the cell's customers, those with more than one order by the period's end."""
    lives: dict[tuple, list[datetime]] = defaultdict(list)
    buyers = []
    for sale in kept:
        customer = store.customer_of_order(sale.order)
        lives[customer].append(sale.order["placed_at"])  # in order of time
        buyers.append(Item(sale.day, customer, sale.segments))

    def compute(period, piles):
        customers = set(piles["buyers"])
        again = [c for c in customers if bisect_left(lives[c], period.ends_at) > 1]
        return ratio(len(again), len(customers))

    return tell(
        store,
        "returning_customer_rate",
        {"buyers": buyers},
        compute,
        segments=SALES_SEGMENTS,
        span=ledger.sales_days(),
    )
