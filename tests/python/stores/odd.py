"""Every odd value of every kind of column, one row each: what chance would take long to meet."""

from collections.abc import Iterator
from itertools import permutations

from stores.contract import CONTRACT, REFERENCE, Row, Table, Tables
from stores.trouble import MOST, MUCH, NO_MOMENTS, NO_NUMBERS, NO_SCORES

FAR = ("0001-01-01 00:00:00", "0001-01-01", "9999-12-31 23:59:59", "9999-12-31")
SPELLED = (" 2024-01-01 10:00:00 ", "2024-01-01T10:00:00Z", "2024-01-01 10:00:00+02:00")
# In these a far day would make KPIs of two thousand years.
NEAR = {
    *("occurred_at", "placed_at", "refunded_at", "opened_at", "submitted_at", "asked_at"),
    *("answered_at", "created_at", "first_reply_at", "resolved_at", "contact_given_at"),
    *("month", "ad_date", "snapshot_date"),
}
MOMENTS = (*NO_MOMENTS, *SPELLED)
NUMBERS = (*NO_NUMBERS, *MOST, " 5 ")
TEXTS = {
    "time": MOMENTS,
    "date": MOMENTS,
    "number": NUMBERS,
    "whole": NUMBERS,
    "score": (*NO_SCORES, "1", "5", " 5 "),
    "flag": ("maybe", "TRUE", " true ", "1"),
    "list": ("fax", "Desktop", " OTHER "),
}
# What a database has a type for, though the contract has no use for some of it.
ENDLESS = ("infinity", "10000-01-01 00:00:00", "290000-01-01")
TYPED_NUMBERS = ("-1", "-0.4", "NaN", "Infinity", MUCH, "1000000000000", "0")
TYPED = {
    "time": ENDLESS,
    "date": ENDLESS,
    "number": TYPED_NUMBERS,
    "whole": TYPED_NUMBERS,
    "score": ("0", "6", "0.9999999", "5.0000001", "1", "5"),
}
BAD = {"time": "yesterday", "date": "yesterday", "number": "many", "score": "6", "list": "fax"}


def with_odd_rows(tables: Tables, typed: bool = False) -> Tables:
    """Return the tables with rows more, each a copy of the first one with something odd in it.

    With `typed` a column stays one that a database has a type for.
    """
    more = {
        name: list(_odd(CONTRACT[name], rows[0], typed))
        for name, rows in tables.items()
        if rows and name not in REFERENCE
    }
    return {name: [*rows, *more.get(name, ())] for name, rows in tables.items()}


def _odd(table: Table, first: Row, typed: bool) -> Iterator[Row]:
    """Yield copies of a row, each with a key of its own and values of `_changes`."""
    key = [column for column in table.key if table.types[column] == "id"][-1]
    base = first if "loaded_at" not in table.types else {**first, "loaded_at": None}
    for number, change in enumerate(_changes(table, typed)):
        yield {**base, key: f"odd-{number}", **change}


def _changes(table: Table, typed: bool) -> Iterator[Row]:
    values = TYPED if typed else TEXTS
    for column, kind in table.types.items():
        for value in values.get(kind, ()):
            yield {column: value}
        if kind in ("time", "date") and column not in NEAR:
            yield from ({column: value} for value in FAR)
    yield {column: "" for column in table.types if column not in table.bold}
    yield from ({column: empty} for column in table.bold for empty in (None, ""))
    if not typed:
        yield from _pairs(table)


def _pairs(table: Table) -> Iterator[Row]:
    """Yield two mandatory columns that are wrong at a time: the first reason is to be told."""
    wrong = {
        column: BAD[table.types[column]] for column in table.bold if table.types[column] in BAD
    }
    for one, other in permutations(table.bold, 2):
        if other in wrong:
            yield {one: None, other: wrong[other]}
            if one in wrong:
                yield {one: wrong[one], other: wrong[other]}
