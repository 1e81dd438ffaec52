"""Many small stores as one, so that a build of the project tests them all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from stores.contract import CONTRACT, REFERENCE, Row, Table, Tables
from stores.draw import each_store
from stores.setting import Setting

SMALL = 6  # One batch in so many has 1 to 3 stores.
TWINS = 3  # One store in so many comes twice, so that all that it has happens twice in one cell.
LACKING = 4  # One batch in so many lacks a table or two, another one an optional column.


@dataclass(frozen=True)
class Batch:
    """Stores that are built together: `tables` is what lands, less what the batch `lacks`."""

    setting: Setting
    seed: int
    numbers: tuple[int, ...]
    stores: tuple[Tables, ...]
    tables: Tables
    lacks: tuple[str, ...]


def each_batch(setting: Setting, count: int, seed: int, size: int = 40) -> Iterator[Batch]:
    """Yield `count` stores in batches of `size`, some of which are small."""
    random, stores, begin = Random(f"{setting.name}/{seed}/batches"), each_store(setting, seed), 0
    while begin < count:
        wanted = random.randint(1, 3) if random.randrange(SMALL) == 0 else size
        chosen = tuple(islice(stores, min(wanted, count - begin)))
        numbers = tuple(range(begin, begin + len(chosen)))
        yield _batch(setting, seed, numbers, chosen, random)
        begin += len(chosen)


def merged(stores: Iterable[Tables], numbers: Iterable[int] | None = None) -> Tables:
    """Return the stores as one: what could be shared is prefixed by the store's number.

    Rates are the setting's, the same in all stores, and land once. A twin has ids of its own,
    but the same days and segments: a sum that takes the largest instead is seen by it.
    """
    stores = list(stores)
    together: Tables = {}
    for number, tables in zip(numbers or range(len(stores)), stores, strict=True):
        for name, rows in tables.items():
            if name in REFERENCE:
                together[name] = rows
                continue
            found = together.setdefault(name, [])
            found.extend(_prefixed(row, CONTRACT[name], f"{number:03d}-") for row in rows)
            if number % TWINS == 0:
                found.extend(_twin(row, CONTRACT[name], f"{number:03d}-") for row in rows)
    return together


def _batch(
    setting: Setting, seed: int, numbers: tuple, stores: tuple[Tables, ...], random: Random
) -> Batch:
    tables = merged(stores, numbers)
    lacks = _lacks(tables, random)
    kept = {
        name: [] if f"{name}.*" in lacks else _without(name, rows, lacks)
        for name, rows in tables.items()
        if name not in lacks
    }
    return Batch(setting, seed, numbers, stores, kept, lacks)


def _lacks(tables: Tables, random: Random) -> tuple[str, ...]:
    """Return what a batch goes without.

    `table` is not there, `table.*` has no rows, `table.column` is an optional column.
    """
    names = sorted(set(tables) - REFERENCE)
    chosen = random.randrange(LACKING)
    if chosen == 0:
        left = random.sample(names, min(random.randint(1, 2), len(names)))
        return tuple(name + random.choice(("", "", ".*")) for name in left)
    if chosen == 1 and names:
        table = CONTRACT[random.choice(names)]
        free = [column for column in table.types if column not in table.bold]
        return (f"{table.name}.{random.choice(free)}",) if free else ()
    return ()


def _without(name: str, rows: list[Row], lacks: tuple[str, ...]) -> list[Row]:
    """Return the rows without the columns that the batch lacks."""
    lacking = [place.split(".")[1] for place in lacks if place.startswith(f"{name}.")]
    return [{column: row[column] for column in row if column not in lacking} for row in rows]


def _twin(row: Row, table: Table, prefix: str) -> Row:
    """Return the row of a store's twin: other ids, the same store and campaign where it can.

    Its visitors are in the same experiments, so that these have more of them.
    """
    twin = _prefixed(row, table, f"{prefix}twin-")
    shared = {"store_id", "campaign_id", "utm_campaign", "campaign_name"} - set(table.key)
    if table.name == "experiment_assignments":
        shared.add("experiment_id")
    return {**twin, **{name: _prefixed(row, table, prefix)[name] for name in shared & set(row)}}


def _prefixed(row: Row, table: Table, prefix: str) -> Row:
    changed = dict(row)
    for column in table.of("id", "email"):
        value = changed.get(column)
        if isinstance(value, str) and value.strip():
            text = value.lstrip()
            changed[column] = value[: len(value) - len(text)] + prefix + text
    return changed
