"""The table vendor_reported: what GA4 and Shopify tell of the same days, by readings of their own.

The sums are those of the good rows. They are near what a reading of all rows gives, not always
equal: a few of our rows are spoilt, a visit over the border of two chunks counts twice here, and
Shopify turns euros into dollars at one rate.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import dates, money, table, texts
from .draw import DAY, MINUTE
from .order_tables import line_ids
from .orders import Orders
from .places import BROWSERS, user_agents
from .store import Store

METRICS = {"visits": "ga4", "page_views": "ga4", "orders": "shopify", "total_sales": "shopify"}
_SILENCE = 30 * MINUTE  # a longer one ends a visit


class Reports:
    """What vendors report of each day, added up chunk by chunk."""

    def __init__(self, store: Store) -> None:
        self._store, plan = store, store.plan
        self._change = int(plan.days * store.rates.vendor.change)
        self._sums = {metric: np.zeros(plan.days) for metric in METRICS}  # money in cents

    def rows(self) -> pa.Table:
        """Return one row for each day, system and metric."""
        plan, width = self._store.plan, len(METRICS)
        which = np.tile(np.arange(width), plan.days)
        unit = [1 if metric == "total_sales" else 100 for metric in METRICS]
        values = np.stack([self._sums[metric] for metric in METRICS], axis=1) * unit
        return table(
            "vendor_reported",
            day=dates(plan.first_day + np.repeat(np.arange(plan.days), width)),
            system=texts(list(METRICS.values()), which),
            metric=texts(list(METRICS), which),
            value=money(np.floor(values.ravel() + 0.5)),
        )

    def add_traffic(self, events: pa.Table) -> None:
        """Add page views and visits: at first those of crawlers too."""
        moment = _micros(events["occurred_at"])
        crawlers = user_agents(self._store.rates.short_user_agents)[len(BROWSERS) :]
        is_bot = _booleans(pc.is_in(events["user_agent"], pa.array(crawlers)))
        counts = ~is_bot | (self._day(moment) < self._change)
        is_view = _booleans(pc.equal(events["event_name"], "page_view"))
        self._add("page_views", moment, counts & is_view)
        visitor = events["visitor_id"].combine_chunks().dictionary_encode().indices
        known = _booleans(visitor.is_valid())
        moment, counts, visitor = moment[known], counts[known], visitor.drop_null().to_numpy()
        order = np.lexsort((moment, visitor))
        moment, counts, visitor = moment[order], counts[order], visitor[order]
        starts = np.diff(visitor, prepend=-1) != 0
        starts |= np.diff(moment, prepend=0) > _SILENCE
        self._add("visits", moment, counts & starts)

    def add_sales(self, orders: Orders, states: pa.Table, refunds: pa.Table) -> None:
        """Add orders and sales, tests left out; `states` ends with the last of each order."""
        last = states.slice(len(states) - len(orders))
        is_gone = _booleans(last["cancelled_at"].is_valid())
        counts = ~_booleans(last["is_test"])
        early = self._day(orders.placed) < self._change
        is_gift = orders.product == self._store.goods.gift_card
        value = np.where(is_gift, 0, orders.quantity * orders.cents - orders.line_discount)
        net = orders.per_order(value) - orders.discount
        paid = self._dollars(net + orders.tax + orders.duties + orders.shipping, orders.shop)
        placed_counts = counts & ~(early & is_gone)
        self._add("orders", orders.placed, placed_counts)
        self._add("total_sales", orders.placed, placed_counts * paid)

        order = pc.index_in(refunds["order_id"], last["order_id"]).to_numpy()
        gifts = line_ids(orders, np.flatnonzero(is_gift))
        counts = counts[order] & ~_booleans(pc.is_in(refunds["order_line_id"], gifts))
        given = sum(_cents(refunds[f"{part}amount"]) for part in ("", "tax_", "shipping_"))
        given = -self._dollars(given, orders.shop[order])
        moment, placed = _micros(refunds["refunded_at"]), orders.placed[order]
        soon = counts & ~is_gone[order] & (self._day(moment) < self._change)
        self._add("total_sales", moment, soon * given)
        self._add("total_sales", placed, (counts & ~early[order]) * given)

    def _add(self, metric: str, moment: np.ndarray, amount: np.ndarray) -> None:
        day, days = self._day(moment), self._store.plan.days
        is_told = (day >= 0) & (day < days)  # a store of one day has visits shifted out of it
        self._sums[metric] += np.bincount(day[is_told], amount[is_told], days)

    def _day(self, moment: np.ndarray) -> np.ndarray:
        return moment // DAY - self._store.plan.first_day

    def _dollars(self, cents: np.ndarray, shop: np.ndarray) -> np.ndarray:
        return np.where(shop == 1, cents * self._store.rates.vendor.euro, cents)


def _micros(column: pa.ChunkedArray) -> np.ndarray:
    return column.combine_chunks().view(pa.int64()).to_numpy()


def _booleans(column: pa.ChunkedArray | pa.Array) -> np.ndarray:
    return np.asarray(pc.fill_null(column, False).to_numpy(zero_copy_only=False), bool)


def _cents(column: pa.ChunkedArray) -> np.ndarray:
    numbers = pc.cast(pc.fill_null(column, 0), pa.float64()).to_numpy()
    return np.floor(numbers * 100 + 0.5)
