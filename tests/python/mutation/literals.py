"""Faults in the constants of a model."""

from collections.abc import Iterator

from sqlglot import exp

from mutation.places import Edit, Source

COMPARED = (
    exp.EQ,
    exp.NEQ,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.LT,
    exp.LTE,
    exp.GT,
    exp.GTE,
    exp.Between,
    exp.In,
)
# With these, what is below 0 may differ from what is above it.
ORDERED = (exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between)
COUNTED = (exp.Add, exp.Sub, exp.Mul, exp.Div)

# The endings of columns that hold a length of time.
UNITS = ("_minutes", "_hours", "_days")

ANOTHER_UNIT = {
    "SECOND": "MINUTE",
    "MINUTE": "HOUR",
    "HOUR": "DAY",
    "DAY": "WEEK",
    "WEEK": "MONTH",
    "MONTH": "QUARTER",
    "QUARTER": "YEAR",
    "YEAR": "QUARTER",
}


def number_off_by_one(node: exp.Literal, source: Source) -> Iterator[Edit]:
    """A whole number that something is compared with or added to."""
    if node.is_int and isinstance(node.parent, (*COMPARED, *COUNTED)):
        lowest = -1 if isinstance(node.parent, ORDERED) else 0
        for number in _beside(node, lowest):
            yield source.replaced(node, str(number), within=source.context(node))


def interval_off_by_one(node: exp.Interval, source: Source) -> Iterator[Edit]:
    if node.this.name.isdigit():
        for number in _beside(node.this, lowest=0):
            yield source.replaced(node.this, f"'{number}'", within=source.context(node))


def named_time_off_by_one(node: exp.Alias, source: Source) -> Iterator[Edit]:
    """A whole number as a column that is named for its unit, told with its SELECT."""
    if isinstance(node.parent, exp.Select) and node.alias.endswith(UNITS) and node.this.is_int:
        for number in _beside(node.this, lowest=0):
            yield source.replaced(node.this, str(number), within=node.parent)


def string_changed(node: exp.Literal, source: Source) -> Iterator[Edit]:
    if node.is_string and isinstance(node.parent, (*COMPARED, exp.Like)):
        new = f"{source.sql(node)[:-1]}_mutated'"
        yield source.replaced(node, new, within=node.parent)


def boolean_flipped(node: exp.Boolean, source: Source) -> Iterator[Edit]:
    yield source.replaced(node, "FALSE" if node.this else "TRUE", within=source.context(node))


def truncated_to_another_unit(node: exp.TimestampTrunc, source: Source) -> Iterator[Edit]:
    unit = node.args["unit"].name.upper()
    if unit in ANOTHER_UNIT:
        new = f"DATE_TRUNC('{ANOTHER_UNIT[unit]}', {source.sql(node.this)})"
        yield source.replaced(node, new)


def _beside(number: exp.Literal, lowest: int) -> Iterator[int]:
    value = int(number.name)
    yield from (moved for moved in (value + 1, value - 1) if moved >= lowest)
