"""Whether anything notices a mutant: dbt's unit tests, data tests, and the oracle."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
from compiled import UnitTest

from mutation.operators import Mutant, apply
from mutation.world import World

NOTICERS = ("unit test", "data test", "oracle", "build")


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant of a model.

    `noticed_by` is one of NOTICERS, a colon and which; None for a survivor.
    """

    model: str
    folder: str
    mutant: Mutant
    noticed_by: str | None


class Judge:
    """Tries mutants against the unit tests of their model first, which are quick, then worlds.

    Worlds are made when a mutant needs them: each takes seconds.
    """

    def __init__(
        self, unit_tests: dict[str, list[UnitTest]], worlds: Sequence[Callable[[], World]]
    ) -> None:
        self.unit_tests = unit_tests
        self._makers = list(worlds)
        self._made: list[World] = []

    def worlds(self):
        """Yield one world after another."""
        for place, make in enumerate(self._makers):
            if place == len(self._made):
                self._made.append(make())
            yield self._made[place]

    @property
    def first(self) -> World:
        """The world whose SQL the mutants are made of."""
        return next(self.worlds())

    def verdict(self, name: str, mutant: Mutant) -> Verdict | None:
        """Return what became of a mutant of a model; None for one that is no SQL."""
        if self.first.is_stillborn(mutant.sql):
            return None
        noticed_by = self._unit_test(name, mutant) or self._world(name, mutant)
        return Verdict(name, self.first.models[name].folder, mutant, noticed_by)

    def _unit_test(self, name: str, mutant: Mutant) -> str | None:
        for test in self.unit_tests.get(name, ()):
            sql = apply(test.sql, mutant)
            if sql and not passes(self.first.run, sql):
                return f"unit test: {test.name}"
        return None

    def _world(self, name: str, mutant: Mutant) -> str | None:
        for world in self.worlds():
            sql = mutant.sql if world is self.first else apply(world.models[name].sql, mutant)
            noticed_by = sql and world.noticed(name, sql)
            if noticed_by:
                return f"{noticed_by} of {world.both.setting.name}"
        return None


def passes(run: Callable[[str], list[tuple]], sql: str) -> bool:
    """Return whether the actual rows of a unit test are the expected ones."""
    try:
        rows = run(sql)
    except duckdb.Error:
        return False
    sides = {side: Counter() for side in ("actual", "expected")}
    for *row, side in rows:
        sides[side][repr(row)] += 1
    return sides["actual"] == sides["expected"]
