"""reconciliation: a KPI beside what another system reports, and what may explain the gap."""

from collections.abc import Callable
from datetime import date, datetime

from .frame import divided
from .ledger import Ledger, Refund, Sale
from .visits import events_of_visits

READINGS = (
    "refunds_by_order_date",
    "without_tax",
    "with_tax",
    "without_shipping",
    "with_shipping",
    "utc_day",
    "bots_in",
    "cancelled_out",
)


def reconciliation(store, kpi_values: list[dict]) -> list[dict]:
    """One row of what was reported each; `kpi_values` has our own numbers."""
    ours = {
        (row["period_start"], row["kpi"]): row["value"]
        for row in kpi_values
        if (row["period_grain"], row["segment_by"]) == ("day", "all")
    }
    readings = Readings(store)
    return [
        _row(row, ours.get((row["day"], row["metric"])), readings.of(row["metric"], row["day"]))
        for row in store.rows["vendor_reported"]
    ]


def _row(reported: dict, ours: float | None, readings: dict) -> dict:
    theirs = float(reported["value"])
    told = {name: _number(readings.get(name)) for name in READINGS}
    gap = None if ours is None else ours - theirs
    return {
        "day": reported["day"],
        "system": reported["system"],
        "kpi": reported["metric"],
        "ours": ours,
        "theirs": theirs,
        "gap": gap,
        "gap_share": None if gap is None or not theirs else gap / theirs,
        **told,
        "explained_by": None if gap is None else _explanation(told, theirs, abs(gap)),
    }


def _number(reading) -> float | None:
    return None if reading is None else float(reading)


def _explanation(readings: dict[str, float | None], theirs: float, gap: float) -> str | None:
    """The reading that comes nearest, if nearer than ours; the first of equals."""
    best = None
    for name, reading in readings.items():
        if reading is not None and abs(reading - theirs) < gap:
            best, gap = name, abs(reading - theirs)
    return best


def utc_day(moment: datetime) -> date:
    return moment.date()


class Readings:
    """The same KPI of a day, understood otherwise."""

    def __init__(self, store):
        self._store = store
        self._ledger = Ledger(store)
        bots = events_of_visits(store, store.bot_events)
        self._visits = [(visit.visitor_id, visit.start) for visit in store.visits]
        self._bot_visits = [
            (visitor_id, events[0]["occurred_at"])
            for visitor_id, visits in bots.items()
            for events in visits
        ]

    def of(self, kpi: str, day: date) -> dict:
        """Return the readings that the KPI has."""
        tell = {
            "total_sales": self._total_sales,
            "net_sales": self._net_sales,
            "orders": self._orders,
            "average_order_value": self._average_order_value,
            "visits": self._of_visits,
            "unique_visitors": self._unique_visitors,
            "page_views": self._page_views,
        }.get(kpi)
        return tell(day) if tell else {}

    # Sales and refunds

    def _total_sales(self, day: date) -> dict:
        def whole(of: Sale | Refund):
            return _net(of) + of.taxes + of.shipping

        return {
            **self._of_money(day, whole),
            "without_tax": self._money(day, lambda of: _net(of) + of.shipping),
            "without_shipping": self._money(day, lambda of: _net(of) + of.taxes),
        }

    def _net_sales(self, day: date) -> dict:
        return {
            **self._of_money(day, _net),
            "with_tax": self._money(day, lambda of: _net(of) + of.taxes),
            "with_shipping": self._money(day, lambda of: _net(of) + of.shipping),
        }

    def _of_money(self, day: date, amount: Callable) -> dict:
        """The readings that net_sales and total_sales have in common."""
        # An order placed after as_of is not known: a refund of it has no order's day.
        sales = self._ledger.sale_of_order
        cancelled = {key for key, sale in sales.items() if sale.is_cancelled}

        def placed(refund: Refund) -> date | None:
            sale = sales.get(refund.order["order_id"])
            return sale and sale.day

        return {
            "refunds_by_order_date": self._money(day, amount, refund_day=placed),
            "utc_day": self._money(
                day,
                amount,
                sale_day=lambda sale: utc_day(sale.order["placed_at"]),
                refund_day=lambda refund: utc_day(refund.row["refunded_at"]),
            ),
            "cancelled_out": self._money(
                day, amount, keeps=lambda of: of.order["order_id"] not in cancelled
            ),
        }

    def _money(
        self,
        day: date,
        amount: Callable,
        *,
        sale_day: Callable = lambda sale: sale.day,
        refund_day: Callable = lambda refund: refund.day,
        keeps: Callable = lambda of: True,
    ):
        sales = (s for s in self._ledger.sales if sale_day(s) == day and keeps(s))
        refunds = (r for r in self._ledger.refunds if refund_day(r) == day and keeps(r))
        return sum(map(amount, sales)) - sum(map(amount, refunds))

    # Orders

    def _orders(self, day: date) -> dict:
        return {
            "utc_day": len(self._placed_on_utc(day)),
            "cancelled_out": len(self._not_cancelled(day)),
        }

    def _average_order_value(self, day: date) -> dict:
        def mean(sales: list[Sale], amount: Callable = _net):
            return divided(sum(map(amount, sales)), len(sales))

        sales = self._placed_on(day)
        return {
            "with_tax": mean(sales, lambda sale: sale.net + sale.taxes),
            "with_shipping": mean(sales, lambda sale: sale.net + sale.shipping),
            "utc_day": mean(self._placed_on_utc(day)),
            "cancelled_out": mean(self._not_cancelled(day)),
        }

    def _placed_on(self, day: date) -> list[Sale]:
        return [sale for sale in self._ledger.sales if sale.day == day]

    def _placed_on_utc(self, day: date) -> list[Sale]:
        return [s for s in self._ledger.sales if utc_day(s.order["placed_at"]) == day]

    def _not_cancelled(self, day: date) -> list[Sale]:
        return [sale for sale in self._placed_on(day) if not sale.is_cancelled]

    # Traffic

    def _of_visits(self, day: date) -> dict:
        local = self._store.local_day
        return {
            "utc_day": len(_visitors(self._visits, utc_day, day)),
            "bots_in": len(_visitors(self._visits + self._bot_visits, local, day)),
        }

    def _unique_visitors(self, day: date) -> dict:
        local = self._store.local_day
        return {
            "utc_day": len(set(_visitors(self._visits, utc_day, day))),
            "bots_in": len(set(_visitors(self._visits + self._bot_visits, local, day))),
        }

    def _page_views(self, day: date) -> dict:
        def views(events: list[dict], day_of: Callable) -> int:
            return sum(
                event["event_name"] == "page_view" and day_of(event["occurred_at"]) == day
                for event in events
            )

        human, local = self._store.rows["web_events"], self._store.local_day
        return {
            "utc_day": views(human, utc_day),
            "bots_in": views(human + self._store.bot_events, local),
        }


def _net(of: Sale | Refund):
    """What an order is worth, or a refund takes back, without tax and shipping."""
    return of.net if isinstance(of, Sale) else of.amount


def _visitors(visits: list[tuple[str, datetime]], day_of: Callable, day: date) -> list[str]:
    """Return whose the visits of a day are, one for each visit."""
    return [visitor_id for visitor_id, start in visits if day_of(start) == day]
