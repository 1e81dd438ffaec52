"""What goes wrong between a shop and its warehouse: one odd value at a time.

Every text here has one meaning in the contract: it is read, becomes NULL, or quarantines.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from stores.contract import CONTRACT, REFERENCE, Row, Table
from stores.dice import Dice
from stores.edges import DAY, TICK, ZERO
from stores.spelled import text_of
from stores.world import World

NO_MOMENTS = (
    *("not a date", "2024-02-30 00:00:00", "yesterday", "2024-13-01", "epoch", "infinity"),
    *("0000-01-01 00:00:00", "0000-12-31", "290000-01-01", "10000-01-01 00:00:00"),
    "2024-01-01 10:00:00 Europe/Berlin",
)
MUCH = "1000000000001"  # more than the contract takes
NO_NUMBERS = ("-1", "NaN", "1e400", "many", "-0.01", "Infinity", "-0.4", "1_000", "1,5", MUCH)
NO_COUNTS = ("-1", "NaN", "many", "-0.4", "1_000", MUCH)
NO_SCORES = ("0", "6", "-1", "good", "5.0000001", "0.9999999", "3_0")
MOST = ("1000000000000", "999999999999.5", "1e12", "0", ".5", "5.", "+5")
PARENTS = {
    "order_lines": "order_id",
    "refunds": "order_id",
    "marketplace_answers": "question_id",
}
PRICED = ("orders", "carts", "ad_performance", "operating_expenses")
Harm = Callable[[Dice, Table, Row], None]


def trouble(world: World) -> None:
    """Harm up to three rows; in every other store none."""
    dice = world.dice
    tables = [name for name in sorted(set(world.tables) - REFERENCE) if world.rows(name)]
    for _ in range(dice.pick((0, 0, 0, 0, 1, 1, 2, 3)) if tables else 0):
        harm, able = dice.pick(_HARMS)
        fitting = [name for name in tables if able(CONTRACT[name])]
        if fitting:
            name = dice.pick(fitting)
            harm(dice, CONTRACT[name], dice.pick(world.rows(name)))


def has(*types: str) -> Callable[[Table], bool]:
    """Return whether a table has a column of one of the types."""
    return lambda table: bool(table.of(*types))


def _missing(dice: Dice, table: Table, row: Row) -> None:
    row[dice.pick(table.bold)] = dice.pick((None, ""))


def _empty(dice: Dice, table: Table, row: Row) -> None:
    """Write NULL as an empty string."""
    row.update({column: "" for column, value in row.items() if value is None})


def _moment(dice: Dice, table: Table, row: Row) -> None:
    row[_favoured(dice, table, "time", "date")] = dice.pick(NO_MOMENTS)


def _number(dice: Dice, table: Table, row: Row) -> None:
    column = _favoured(dice, table, "number", "whole", "score")
    if column == "cart_value":  # Without money, a currency without a rate is an open case.
        row["currency"] = None
    bad = {"number": NO_NUMBERS, "whole": NO_COUNTS, "score": NO_SCORES}
    row[column] = dice.pick(bad[table.types[column]])


def _largest(dice: Dice, table: Table, row: Row) -> None:
    """Write a number that is only just one: the largest, the smallest, the oddest spelling."""
    row[_favoured(dice, table, "whole")] = dice.pick(MOST)


def _farthest(dice: Dice, table: Table, row: Row) -> None:
    """Write days at both ends of what a calendar has."""
    day = dice.pick(("0001-01-01", "9999-12-31", "10000-01-01", "0000-12-31"))
    row.update(created_at=f"{day} 23:59:59", birth_date=day)


def _between_blanks(dice: Dice, table: Table, row: Row) -> None:
    """Write every number, moment and flag of a row between blanks."""
    for column in table.of("time", "date", "number", "whole", "score", "flag"):
        if row.get(column) not in (None, ""):
            row[column] = f" {text_of(row[column])} "


def _choice(dice: Dice, table: Table, row: Row) -> None:
    row[_favoured(dice, table, "list")] = "fax"


def _case(dice: Dice, table: Table, row: Row) -> None:
    """Spell all closed lists of a row in upper case, between blanks."""
    for column in table.of("list"):
        if row.get(column) is not None:
            row[column] = dice.pick((" {} ", "{}", "{} ")).format(str(row[column]).upper())


def _flag(dice: Dice, table: Table, row: Row) -> None:
    row[dice.pick(table.of("flag"))] = "maybe"


def _spelled(dice: Dice, table: Table, row: Row) -> None:
    """Write all moments of a row with T, Z or an offset, or one as a date alone."""
    spell = dice.pick((_with_t, _with_z, _with_offset, _with_offset, _date_alone))
    for column in table.of("time"):
        if isinstance(value := row.get(column), datetime):
            row[column] = spell(value)


def _late(dice: Dice, table: Table, row: Row) -> None:
    """Load a row about 24 h before one of its moments, most often its bold one."""
    times = [column for column in table.of("time") if isinstance(row.get(column), datetime)]
    bold = [column for column in times if column in table.bold]
    if times := bold or times:
        row["loaded_at"] = row[dice.pick(times)] - DAY - dice.pick((ZERO, TICK, -TICK, DAY))


def _no_rate(dice: Dice, table: Table, row: Row) -> None:
    if table.name != "carts" or isinstance(row["cart_value"], Decimal):
        row["currency"] = "JPY"


def _orphan(dice: Dice, table: Table, row: Row) -> None:
    row[PARENTS[table.name]] = "gone"


def _favoured(dice: Dice, table: Table, *types: str) -> str:
    """Return a column of the types: a bold one as often as any."""
    columns = table.of(*types)
    bold = [column for column in columns if column in table.bold]
    return dice.pick(dice.pick((bold or columns, columns)))


def _with_t(value: datetime) -> str:
    return value.isoformat("T")


def _with_z(value: datetime) -> str:
    return value.isoformat("T") + "Z"


def _with_offset(value: datetime) -> str:
    return f"{value + timedelta(hours=5, minutes=30)}+05:30"


def _date_alone(value: date) -> str:
    return value.strftime("%Y-%m-%d")


_HARMS: tuple[tuple[Harm, Callable[[Table], bool]], ...] = (
    (_spelled, has("time")),
    (_spelled, has("time")),
    (_empty, has("id")),
    (_missing, has("id")),
    (_moment, has("time", "date")),
    (_number, has("number", "whole", "score")),
    (_number, has("number", "whole", "score")),
    (_largest, has("whole")),
    (_farthest, lambda table: table.name == "customers"),
    (_between_blanks, has("time", "date", "number", "whole", "score", "flag")),
    (_choice, has("list")),
    (_case, has("list")),
    (_flag, has("flag")),
    (_late, lambda table: "loaded_at" in table.types),
    (_late, lambda table: "loaded_at" in table.types),
    (_no_rate, lambda table: table.name in PRICED),
    (_orphan, lambda table: table.name in PARENTS),
)
