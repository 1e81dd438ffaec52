"""The settings that stores are built with: dbt vars, the span of their days, their lists."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from stores.contract import Row, Tables
from stores.lists import ALL_DAY, HOURS, Lists

# Currencies in use: NULL is the reporting currency, SEK has no rate at first.
CURRENCIES = ("USD", None, "EUR", "GBP", "USD", None, "EUR", "GBP", "SEK")
HOSTS = ["shop.example", "www.shop.example"]
SETTLES = timedelta(days=8)  # Rows are made for so long after as_of, to be left out.


@dataclass(frozen=True)
class Setting:
    """One way to build: compared and hashed by its name alone.

    `year` is the one whose edges its stores sit on. `last` is as_of as an instant, or, where
    the vars leave as_of empty, the moment that no row is made after, so that many stores reach
    it exactly.
    """

    name: str
    vars: dict = field(compare=False)
    year: int = field(compare=False)
    last: datetime = field(compare=False)
    rates: tuple[tuple[date, str, Decimal], ...] = field(compare=False)
    lists: Lists = field(compare=False)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The store's time zone."""
        return ZoneInfo(self.vars.get("store_timezone", "UTC"))

    @property
    def start(self) -> datetime:
        """The first moment of the span: 30-day windows before the year end fit into it."""
        return datetime(self.year - 1, 11, 20)

    @property
    def end(self) -> datetime:
        """The last moment of the span."""
        return self.last + SETTLES if self.vars.get("as_of") else self.last

    @property
    def first_sek(self) -> date:
        """The day on which the first rate of SEK applies."""
        return min(day for day, currency, _ in self.rates if currency == "SEK")

    def reference(self) -> Tables:
        """Return the landed reference tables: the same for all stores of the setting."""
        return {"exchange_rates": self.rate_rows(), **self.lists.tables()}

    def rate_rows(self) -> list[Row]:
        """Return the landed exchange_rates: the same for all stores of the setting."""
        return [
            {"rate_date": day, "currency": currency, "rate": rate}
            for day, currency, rate in self.rates
        ]


def _rates(year: int, home: str, *days: date) -> tuple[tuple[date, str, Decimal], ...]:
    """Rates that change on these days; a factor of 0.5 makes ties of rounding."""
    away = [currency for currency in ("USD", "EUR", "GBP") if currency != home]
    factors = ("0.9137", "1.25", "0.5", "1.1003")
    known = [
        (day, currency, Decimal(factors[(place + shift) % 4]))
        for place, day in enumerate((date(year - 2, 1, 1), *days))
        for shift, currency in enumerate(away)
    ]
    return (*known, (days[0], "SEK", Decimal("0.0875")), (days[-1], "SEK", Decimal("0.1")))


def _setting(
    name: str, year: int, last: str, rates: tuple, lists: Lists, **given: object
) -> Setting:
    moment = datetime.fromisoformat(last)
    return Setting(name, {"store_hosts": HOSTS, **given}, year, moment, rates, lists)


SETTINGS = (
    # Everything as it comes; the span ends on a Monday 00:00.
    _setting(
        "default",
        2024,
        "2025-01-06",
        _rates(2024, "USD", date(2024, 2, 29), date(2024, 7, 1), date(2025, 1, 1)),
        Lists(holidays=(date(2024, 7, 1), date(2024, 12, 25), date(2025, 1, 1))),
    ),
    # as_of is 00:10 of a local Monday: yesterday's checkouts have just become mature. Work
    # begins on Sundays at a time that comes twice in autumn, and not at all in spring.
    _setting(
        "berlin_eur",
        2025,
        "2026-01-04 23:10",
        _rates(2025, "EUR", date(2025, 3, 30), date(2025, 10, 26), date(2026, 1, 1)),
        Lists(hours=((7, "02:30", "03:30"), *HOURS), holidays=(date(2026, 1, 1),)),
        audience_min_people=2,
        store_timezone="Europe/Berlin",
        reporting_currency="EUR",
        as_of="2026-01-04 23:10:00",
    ),
    # as_of is a date, 5 days after the year's end, which falls into week 53 of 2020 at first.
    _setting(
        "new_york_midnight",
        2021,
        "2022-01-06 05:00",
        _rates(2021, "USD", date(2021, 3, 14), date(2021, 11, 7), date(2022, 1, 1)),
        Lists(hours=ALL_DAY, pages=(), holidays=(date(2021, 12, 31),)),
        store_timezone="America/New_York",
        visit_split_midnight=True,
        as_of="2022-01-06",
    ),
    # Summer time is half an hour, and begins in working time; all windows are others; the last
    # moment is a midnight.
    _setting(
        "lord_howe_windows",
        2024,
        "2025-01-02 13:00",
        _rates(2024, "USD", date(2024, 4, 7), date(2024, 10, 6), date(2024, 12, 31)),
        Lists(hours=((7, "01:45", "02:15"), *HOURS), holidays=(date(2024, 12, 25),)),
        store_timezone="Australia/Lord_Howe",
        orders_exclude_cancelled=True,
        visit_timeout_minutes=15,
        ppc_window_days=7,
        attribution_window_days=10,
        return_window_days=14,
        email_window_days=2,
        cart_abandon_hours=48,
    ),
    # as_of is 1 µs before a midnight: that day is not complete.
    _setting(
        "kolkata_unordered",
        2023,
        "2024-01-05 18:29:59.999999",
        _rates(2023, "EUR", date(2023, 4, 1), date(2023, 7, 15), date(2024, 1, 1)),
        Lists(pages=((1, "p", "with p"),), holidays=(date(2023, 12, 29),)),
        audience_min_people=2,
        store_timezone="Asia/Kolkata",
        reporting_currency="EUR",
        funnel_ordered=False,
        max_uncosted_share=0.5,
        required_expense_categories=[],
        as_of="2024-01-05 18:29:59.999999",
    ),
    # A midnight that does not exist, an evening hour that comes twice; both are working time.
    _setting(
        "santiago_splits",
        2023,
        "2024-01-08 03:00",
        _rates(2023, "USD", date(2023, 4, 2), date(2023, 9, 3), date(2024, 1, 1)),
        Lists(
            hours=((6, "22:00", "24:00"), (7, "00:00", "00:30"), (7, "00:15", "02:00"), *HOURS),
        ),
        audience_min_people=3,
        store_timezone="America/Santiago",
        visit_split_midnight=True,
        visit_split_campaign=True,
        attribution_window_days=7,
        as_of="2024-01-08",
    ),
    # A midnight that does not exist, and one that comes twice; 30 days after 1 December.
    _setting(
        "havana_cancelled",
        2022,
        "2022-12-31 05:00",
        _rates(2022, "EUR", date(2022, 3, 13), date(2022, 11, 6), date(2022, 12, 1)),
        Lists(hours=((7, "00:30", "06:00"), (7, "05:00", "07:00"), *HOURS), terms=("lamp",)),
        chat_answer_seconds=90,
        store_timezone="America/Havana",
        reporting_currency="EUR",
        orders_exclude_cancelled=True,
        required_expense_categories=["payroll", "marketing"],
        as_of="2022-12-31 05:00:00",
    ),
    # Thirteen hours ahead; the last moment is 1 s before a Monday's midnight; no lists at all.
    _setting(
        "auckland_campaign",
        2022,
        "2023-01-08 10:59:59",
        _rates(2022, "USD", date(2022, 4, 3), date(2022, 9, 25), date(2023, 1, 1)),
        Lists(pages=(), terms=(), hours=()),
        audience_min_people=2,
        store_timezone="Pacific/Auckland",
        visit_split_campaign=True,
        max_uncosted_share=0.5,
        required_expense_categories=["payroll"],
        funnel_ordered=False,
    ),
)

# Told for an option's moment, and west of Greenwich: the first and the last day of a calendar
# are within it there, and no odd day is the newest.
(ODD_SETTING,) = (setting for setting in SETTINGS if setting.name == "new_york_midnight")
