"""A built batch of generated stores in which mutants of models are put to the test."""

from collections.abc import Callable
from pathlib import Path
from threading import Timer

import duckdb
import stores
from agreement import JUDGED, KEYS, BothSides, told_columns
from compiled import Model

# Mutants that are no SQL for these tables say nothing about the tests.
STILLBORN = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)

# A join that lost its condition may have no end: a query that wants more than this is an error.
LONGEST = 30  # seconds
BOUNDS = (
    "memory_limit = '3GB'",
    "temp_directory = ''",
    "enable_progress_bar = false",
)


class World:
    """The marts of a batch that the oracle agrees to, kept to compare mutants with."""

    def __init__(
        self,
        setting: stores.Setting,
        tables: stores.Tables,
        landing: Path,
        write: Callable[..., None],
    ) -> None:
        """Build the batch, landed by `write`, and keep what comes out.

        Raises:
            AssertionError: the oracle tells the batch otherwise, so it can't judge mutants.
        """
        self.both = BothSides(setting, landing, write, first=tables, data_tests=True)
        differences = self.both.differences(tables)
        assert not differences, f"{setting.name}: {differences[0]}"
        self.connection = self.both.warehouse.connection
        for bound in BOUNDS:
            self.connection.execute(f"set {bound}")
        self.compiled = self.both.warehouse.compiled
        self.both.warehouse.build(self.compiled.models)
        self.models = {model.name: model for model in self.compiled.models}
        kpis = {*self.models["kpi_values"].parents} - {"int_as_of_resolved"}
        judged = {model: ", ".join(told_columns(name)) for name, model in JUDGED.items()}
        self.told_by_oracle = dict.fromkeys((*kpis, *KEYS), "*") | judged
        self.failing = {test.name for test in self.compiled.data_tests if self._fails(test)}
        self.connection.execute("create schema kept")
        for model in self.compiled.models:
            self.connection.execute(f"create table kept.{model.name} as from {model.relation}")

    def is_stillborn(self, sql: str) -> bool:
        """Return whether the engine can't make sense of the SQL."""
        try:
            self.connection.execute(f"explain {sql}")
        except STILLBORN:
            return True
        return False

    def run(self, sql: str) -> list[tuple]:
        """Return the rows of a query.

        Raises:
            duckdb.Error: also for one that takes too long or too much memory.
        """
        timer = Timer(LONGEST, self.connection.interrupt)
        timer.start()
        try:
            return self.connection.execute(sql).fetchall()
        finally:
            timer.cancel()

    def noticed(self, name: str, sql: str) -> str | None:
        """Return what notices that a model has this SQL (see Verdict), or None."""
        rebuilt: list[Model] = []
        try:
            return self._noticed(name, sql, rebuilt)
        finally:
            for model in rebuilt:
                self._put_back(model)

    def _noticed(self, name: str, sql: str, rebuilt: list[Model]) -> str | None:
        changed: set[str] = set()
        for model in self.compiled.descendants(name):
            if model.name != name and not changed.intersection(model.parents):
                continue
            rebuilt.append(model)
            try:
                self._create(model, sql if model.name == name else model.sql)
                if not self._differs(model):
                    continue
                told = self.told_by_oracle.get(model.name)
                if told and self._differs(model, told):
                    return f"oracle: {model.name}"
            except duckdb.Error:
                return "build: an error"
            changed.add(model.name)
        for test in self.compiled.data_tests:
            affected = changed.intersection(test.parents) and test.name not in self.failing
            if affected and self._fails(test):
                return f"data test: {test.name}"
        return None

    def _create(self, model: Model, sql: str) -> None:
        self.run(f"create or replace {model.kind} {model.relation} as {sql}")

    def _put_back(self, model: Model) -> None:
        kept = f"from kept.{model.name}" if model.kind == "table" else model.sql
        self._create(model, kept)

    def _differs(self, model: Model, columns: str = "*") -> bool:
        """Return whether a relation has other rows than the one that was kept."""
        new, old = (
            f"select {columns} from {relation}"
            for relation in (model.relation, f"kept.{model.name}")
        )
        both_ways = f"({new} except all {old}) union all ({old} except all {new})"
        return bool(self.run(f"{both_ways} limit 1"))

    def _fails(self, test: object) -> bool:
        try:
            return bool(self.run(test.sql))
        except duckdb.Error:
            return True
