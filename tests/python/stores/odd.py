"""Every odd value of every kind of column, one row each: what chance would take long to meet."""

from collections.abc import Iterator
from itertools import permutations, product

from stores.contract import CONTRACT, Row, Table, Tables
from stores.trouble import MOST, MUCH, NO_MOMENTS, NO_NUMBERS, NO_SCORES, PARENTS, PRICED

FAR = ("0001-01-01 00:00:00", "0001-01-01", "9999-12-31 23:59:59", "9999-12-31")
SPELLED = (" 2024-01-01 10:00:00 ", "2024-01-01T10:00:00Z", "2024-01-01 10:00:00+02:00")
# In these a far day would make KPIs of two thousand years.
NEAR = {
    *("occurred_at", "placed_at", "refunded_at", "opened_at", "submitted_at", "asked_at"),
    *("answered_at", "created_at", "first_reply_at", "resolved_at", "contact_given_at"),
    *("month", "ad_date", "snapshot_date"),
}
MOMENTS = (*NO_MOMENTS, " 0000-12-31", *SPELLED)
NUMBERS = (*NO_NUMBERS, *MOST, " 5 ", "-1000000000000")
TEXTS = {
    "time": MOMENTS,
    "date": MOMENTS,
    "number": NUMBERS,
    "whole": NUMBERS,
    "score": (*NO_SCORES, "0_4", "1", "5", " 5 "),
    "flag": ("maybe", "TRUE", " true ", "1"),
    "list": ("fax", "Desktop", " OTHER "),
    "weekday": (" 3 ", "0", "8", "Monday"),
    "clock": ("9:00", " 08:15 ", "24:00", "24:01", "23:60", "12:00:00", "noon", "00:00"),
}
# What a database has a type for, though the contract has no use for some of it.
ENDLESS = ("infinity", "0000-12-31", "10000-01-01 00:00:00", "290000-01-01")
TYPED_NUMBERS = ("-1", "-0.4", "NaN", "Infinity", MUCH, "1000000000000", "0")
TYPED = {
    "time": ENDLESS,
    "date": ENDLESS,
    "number": TYPED_NUMBERS,
    "whole": TYPED_NUMBERS,
    "score": ("0", "6", "0.9999999", "5.0000001", "1", "5"),
}
# A moment and when it was loaded: by the clocks the one is 24 hours after the other, or less, or
# more; by the offset it is the other way round.
LOADED = (
    ("2024-01-02 01:00:00+02:00", "2024-01-01 00:00:00"),
    ("2024-01-01 23:00:00-02:00", "2024-01-01 00:00:00"),
    ("2024-01-02 01:00:00", "2024-01-01 00:00:00-02:00"),
    ("2024-01-01 23:00:00", "2024-01-01 00:00:00+02:00"),
    (" 2024-01-02 00:00:00 ", "2024-01-01 00:00:00"),
    ("2024-01-02 00:00:01", " 2024-01-01 00:00:00 "),
    ("2024-01-02 00:00:01", " 0000-12-31"),
)
# As a database's type too: more than 24 hours later.
FAR_LOADED = (
    ("9999-12-31 23:59:59", "9999-01-01 00:00:00"),
    ("0001-12-31 23:59:59", "0001-01-01 00:00:00"),
)
FAR_IN_TIME = (
    ("9999-12-31 23:59:59", "9999-12-31 00:00:00"),
    ("0001-01-01 23:59:59", "0001-01-01 00:00:00"),
)
SEVERAL = 5
# It closes before it opens, though its blank sorts before all digits.
CLOSED = {"opens": " 18:00", "closes": "09:00"}
# Lines that are worth too much for money, and one that is not yet.
WORTH = (
    {"quantity": "1", "unit_price": "1000000000000", "unit_cost": "5"},
    {"quantity": "1", "unit_price": "1000000000000", "unit_cost": None},
    {"quantity": "1", "unit_price": "5", "unit_cost": "1000000000000"},
    {"quantity": "1", "unit_price": "999999999999.5", "unit_cost": None},
)
BAD = {
    "time": "yesterday",
    "date": "yesterday",
    "number": "many",
    "score": "6",
    "list": "fax",
    "weekday": "8",
    "clock": "noon",
}


def with_odd_rows(tables: Tables, typed: bool = False) -> Tables:
    """Return the tables with rows more, each a copy of the first one with something odd in it.

    With `typed` a column stays one that a database has a type for.
    """
    more = {name: list(_odd(CONTRACT[name], rows, typed)) for name, rows in tables.items() if rows}
    return {name: [*rows, *more.get(name, ())] for name, rows in tables.items()}


def _odd(table: Table, rows: list[Row], typed: bool) -> Iterator[Row]:
    """Yield copies of the first row, each with a key of its own and values of `_changes`."""
    keys = [column for column in table.key if table.types[column] == "id"][-1:]
    base = rows[0] if "loaded_at" not in table.types else {**rows[0], "loaded_at": None}
    for number, change in enumerate(_changes(table, typed)):
        yield {**base, **dict.fromkeys(keys, f"odd-{number}"), **change}
    for number, (column, value) in enumerate(_others(table, rows)):
        for repeat in (base, {**base, column: value}):
            yield {**repeat, **dict.fromkeys(keys, f"repeat-{number}")}
    # Of several rows, for the first may itself be out.
    pairs = product(rows[:SEVERAL], [] if typed else _first_wrong(table))
    for number, (row, change) in enumerate(pairs):
        right = {column: None if column == "loaded_at" else row.get(column) for column in row}
        for repeat in (right, {**right, **change}):
            yield {**repeat, **dict.fromkeys(keys, f"wrong-{number}")}


def _others(table: Table, rows: list[Row]) -> Iterator[tuple[str, object]]:
    """Yield each column with a value that the first row has not, and with none if it has one.

    Of such a row and the first one, all else equal, the smaller counts.
    """
    for column in (column for column in table.types if column not in table.key):
        first, *values = (row.get(column) for row in rows)
        other = next((value for value in values if value not in (first, None, "")), None)
        yield from ((column, value) for value in {other: 1, None: 1} if value != first)


def _changes(table: Table, typed: bool) -> Iterator[Row]:
    values = TYPED if typed else TEXTS
    for column, kind in table.types.items():
        for value in values.get(kind, ()):
            yield {column: value}
        if kind in ("time", "date") and column not in NEAR:
            yield from ({column: value} for value in FAR)
    yield {column: "" for column in table.types if column not in table.bold}
    yield from ({column: empty} for column in table.bold for empty in (None, ""))
    yield from _loaded(table, FAR_LOADED if typed else (*FAR_LOADED, *LOADED))
    if not typed:
        yield from _pairs(table)


def _loaded(table: Table, moments_loaded: tuple[tuple[str, str], ...]) -> Iterator[Row]:
    """Yield every moment of a row near the last one that it may be, when it was loaded."""
    moments = [column for column in table.of("time") if column != "loaded_at"]
    for column in moments if "loaded_at" in table.types else ():
        in_time = () if column in NEAR else FAR_IN_TIME
        for moment, loaded_at in (*moments_loaded, *in_time):
            yield {**dict.fromkeys(moments, "2024-01-01"), column: moment, "loaded_at": loaded_at}


def _pairs(table: Table) -> Iterator[Row]:
    """Yield two mandatory columns that are wrong at a time: the first reason is to be told."""
    wrong = _wrong(table)
    if table.name in PARENTS:
        yield from ({PARENTS[table.name]: "gone", column: wrong[column]} for column in wrong)
    if table.name in PRICED:
        yield from ({"currency": "JPY", column: wrong[column]} for column in wrong)
    for one, other in permutations(table.bold, 2):
        if other in wrong:
            yield {one: None, other: wrong[other]}
            if one in wrong:
                yield {one: wrong[one], other: wrong[other]}
    if table.types.keys() >= CLOSED.keys():
        yield CLOSED


def _first_wrong(table: Table) -> Iterator[Row]:
    """Yield what can't be used, and would come before the first row of the same key."""
    loaded = {"loaded_at": "2024-01-01"} if "loaded_at" in table.types else {}
    yield from ({column: value, **loaded} for column, value in _wrong(table).items())
    yield from ({**change, **loaded} for change in WORTH if change.keys() <= table.types.keys())


def _wrong(table: Table) -> Row:
    """Return a value that can't be used for each mandatory column that has one."""
    return {
        column: BAD[table.types[column]] for column in table.bold if table.types[column] in BAD
    }
