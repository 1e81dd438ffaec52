"""The reference tables beside the rates that a setting lands: page groups, terms, hours."""

from dataclasses import dataclass
from datetime import date

from stores.contract import Row, Tables

WORKDAYS = (1, 2, 3, 4, 5)
# (priority, pattern, page_group); as text 100 comes before 20.
PAGES = (
    (20, "^/p/", "product"),
    (100, "^/(p|category)/", "catalogue"),
    (3, "[?&]q=", "search"),
    (30, "^/$", "home"),
    (40, "(cart|checkout)", "checkout"),
)
# The first is a part of a word, the last is none.
TERMS = (" Acme ", "acme lamp", "ZZ", "  ")
# (weekday, opens, closes): several rows a day, and two that overlap.
HOURS = (
    *((day, "09:00", "12:30") for day in WORKDAYS),
    *((day, "13:00", "17:00") for day in WORKDAYS[:4]),
    (5, "12:00", "15:00"),
    (6, "10:00", "10:00"),
)
ALL_DAY = tuple((day, "00:00", "24:00") for day in range(1, 8))


@dataclass(frozen=True)
class Lists:
    """What a setting says of pages, brands and working hours."""

    pages: tuple[tuple[int, str, str], ...] = PAGES
    terms: tuple[str, ...] = TERMS
    hours: tuple[tuple[int, str, str], ...] = HOURS
    holidays: tuple[date, ...] = ()

    def tables(self) -> Tables:
        """Return the landed tables: the same for all stores of the setting."""
        return {
            "page_groups": _rows(("priority", "pattern", "page_group"), self.pages),
            "brand_terms": _rows(("term",), [(term,) for term in self.terms]),
            "business_hours": _rows(("weekday", "opens", "closes"), self.hours),
            "holidays": _rows(("holiday_date",), [(day,) for day in self.holidays]),
        }


def _rows(columns: tuple[str, ...], rows: tuple) -> list[Row]:
    return [dict(zip(columns, row, strict=True)) for row in rows]
