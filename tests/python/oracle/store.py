"""A store: its rows as the rules for all KPIs leave them, and what every KPI asks of them."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property, lru_cache

from .contract import CONTRACT, DEFAULTS, REFERENCE
from .landing import Row, Tables, accepted, judge, judge_lists, nulls_last
from .money import Rates
from .options import Options
from .people import People, normalised_email
from .values import read_time, trimmed
from .visits import Visit, build_visits
from .zone import Zone

# Rule 2: as_of is the latest of these where nobody says otherwise.
_NEWEST = (
    ("web_events", "occurred_at"),
    ("email_events", "occurred_at"),
    ("orders", "placed_at"),
    ("refunds", "refunded_at"),
    ("support_cases", "opened_at"),
)


class Store:
    def __init__(self, tables: Tables, reference: Tables, options: Options):
        self.options = options
        self.zone = Zone(options.store_timezone)
        self.verdicts = judge_lists(_lists(tables, reference, options))
        self.reference = {name: accepted(self.verdicts[name]) for name in REFERENCE}
        self.rates = Rates(self.reference["exchange_rates"], options.reporting_currency)
        self.verdicts |= judge(tables, self.rates, self.zone)
        rows = {name: accepted(self.verdicts[name]) for name in CONTRACT}
        self._is_bot = bot_finder(tuple(row["pattern"] for row in self.reference["bot_patterns"]))
        self._landed_events = rows["web_events"]
        rows = self._without_what_never_counts(rows)
        self.as_of: datetime | None = self._as_of(rows)
        rows = self._without_what_came_later(rows)
        self.rows: dict[str, list[Row]] = {n: _finished(n, rows[n]) for n in CONTRACT}

    # Days and money

    def local_day(self, instant: datetime) -> date:
        return self.zone.local_day(instant)

    def day_start(self, day: date) -> datetime:
        return self.zone.day_start(day)

    def rate(self, currency: str | None, day: date) -> Decimal | None:
        return self.rates.rate(currency, day)

    def money(self, amount: Decimal | None, currency: str | None, day: date) -> Decimal | None:
        return self.rates.money(amount, currency, day)

    # Customers and visits

    def customer_of_order(self, order: Row) -> tuple[str, str]:
        """Rule 7: the e-mail's customer, else the account, else the order itself."""
        email = normalised_email(order["customer_email"])
        if email is not None:
            return ("email", email)
        if order["customer_id"] is not None:
            return ("account", order["customer_id"])
        return ("order", order["order_id"])

    @cached_property
    def _visits_and_orders(self) -> tuple[list[Visit], dict[str, Visit]]:
        return build_visits(self)

    @property
    def visits(self) -> list[Visit]:
        """All visits, each visitor's together and in order of time."""
        return self._visits_and_orders[0]

    @property
    def visit_of_order(self) -> dict[str, Visit]:
        """The visit of each order_id; unmatched orders are not in it."""
        return self._visits_and_orders[1]

    @cached_property
    def visits_of_visitor(self) -> dict[str, list[Visit]]:
        found: dict[str, list[Visit]] = {}
        for visit in self.visits:
            found.setdefault(visit.visitor_id, []).append(visit)
        return found

    def visitor_of_order(self, order: Row) -> str | None:
        visit = self.visit_of_order.get(order["order_id"])
        return visit.visitor_id if visit else order["visitor_id"]

    @cached_property
    def people(self) -> People:
        return People(self)

    # Which rows count

    @cached_property
    def bot_events(self) -> list[Row]:
        """What rule 5 takes out of the events, as of as_of."""
        return [
            event
            for event in self._landed_events
            if self._is_bot(event["user_agent"]) and self._is_in_time(event, "occurred_at")
        ]

    def _without_what_never_counts(self, rows: Tables) -> Tables:
        """Rule 5, after quarantine and duplicates."""
        no_cancelled = self.options.orders_exclude_cancelled
        out = {
            order["order_id"]
            for order in rows["orders"]
            if order["is_test"] or (no_cancelled and order["cancelled_at"] is not None)
        }
        kept = dict(rows)
        kept["web_events"] = [e for e in rows["web_events"] if not self._is_bot(e["user_agent"])]
        for name in ("orders", "order_lines", "refunds"):
            kept[name] = [row for row in rows[name] if row["order_id"] not in out]
        kept["support_cases"] = [
            case
            for case in rows["support_cases"]
            if not case["is_spam"] and case["merged_into"] is None
        ]
        return kept

    def _as_of(self, rows: Tables) -> datetime | None:
        if self.options.as_of:
            moment = read_time(self.options.as_of)
            is_date = len(trimmed(self.options.as_of)) == len("2024-01-01")
            return self.day_start(moment.date()) if is_date else moment
        return max((row[day] for name, day in _NEWEST for row in rows[name]), default=None)

    def _without_what_came_later(self, rows: Tables) -> Tables:
        """Rule 2: nothing dated after as_of by its own day column."""
        if self.as_of is None:
            return rows
        kept = {
            name: [row for row in rows[name] if self._is_in_time(row, CONTRACT[name].day)]
            for name in CONTRACT
        }
        placed = {order["order_id"] for order in kept["orders"]}
        kept["order_lines"] = [r for r in kept["order_lines"] if r["order_id"] in placed]
        return kept

    def _is_in_time(self, row: Row, column: str | None) -> bool:
        if column is None or self.as_of is None:
            return True
        moment = row[column]
        if not isinstance(moment, datetime):
            moment = self.day_start(moment)  # a date counts as its local 00:00
        return moment <= self.as_of


def _lists(tables: Tables, reference: Tables, options: Options) -> Tables:
    """Return the rows of the lists; a landed one takes the place of the seed of its name."""
    found = {**reference, **{name: tables[name] for name in REFERENCE if name in tables}}
    if "exchange_rates" not in tables and options.reporting_currency != "USD":
        found["exchange_rates"] = []  # the seed's rates lead to USD
    return found


@lru_cache(maxsize=8)
def bot_finder(patterns: tuple[str, ...]):
    """Return a function that tells whether a user agent is a bot's; an empty one is not."""
    compiled = re.compile("|".join(f"(?:{p})" for p in patterns) or r"(?!)", re.IGNORECASE)

    @cache
    def is_bot(user_agent: str | None) -> bool:
        return user_agent is not None and compiled.search(user_agent) is not None

    return is_bot


def _finished(name: str, rows: list[Row]) -> list[Row]:
    """Fill the contract's defaults in, and put the rows in key order."""
    for (table, column), value in DEFAULTS.items():
        if table == name:
            rows = [r if r[column] is not None else {**r, column: value} for r in rows]
    key = CONTRACT[name].key
    return sorted(rows, key=lambda row: [nulls_last(row[column]) for column in key])
