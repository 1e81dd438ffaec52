"""Stores by number: the same ones for a setting and a seed, however many are asked for."""

from collections.abc import Iterator
from functools import cache
from itertools import count as numbers
from itertools import islice

from hypothesis import HealthCheck, Phase, given, seed, settings

from stores.contract import Tables
from stores.setting import Setting
from stores.strategies import store

# hypothesis begins with the trivial store, which is skipped, and, from ten examples on, makes
# small and mutated ones, too much alike: so it is asked for nine at a time.
CHUNK = 8


def draw_stores(setting: Setting, count: int, seed: int) -> list[Tables]:
    """Return the first `count` stores of a setting and a seed."""
    return list(islice(each_store(setting, seed), count))


def each_store(setting: Setting, seed: int) -> Iterator[Tables]:
    """Yield the stores of a setting and a seed without end."""
    for chunk in numbers():
        yield from _chunk(setting, seed, chunk)


def replay(setting: Setting, seed: int, number: int) -> Tables:
    """Return one store again, by its number."""
    chunk, place = divmod(number, CHUNK)
    return _chunk(setting, seed, chunk)[place]


@cache
def _strategy(setting: Setting):
    return store(setting)


def _chunk(setting: Setting, base: int, chunk: int) -> list[Tables]:
    found: list[Tables] = []

    @seed(f"{setting.name}/{base}/{chunk}")
    @settings(
        max_examples=CHUNK + 1,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(_strategy(setting))
    def collect(tables: Tables) -> None:
        found.append(tables)

    collect()
    assert len(found) == CHUNK + 1, "hypothesis made another number of stores"
    return found[1:]
