"""Whether the project's SQL and the oracle tell the same of a generated store."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import oracle
import stores
from compiled import ROOT, Warehouse, compile_project

EMPTY: stores.Tables = {name: [] for name in stores.CONTRACT.keys() - stores.REFERENCE}

# What both tell: the key of each mart.
CELL = ("period_grain", "period_start", "segment_by", "segment")
KEYS = {"kpi_values": ("kpi", *CELL), "funnel_visits": (*CELL, "step_number")}


@dataclass(frozen=True)
class Difference:
    """A row of a mart that the two sides do not tell alike; None where a side has no row."""

    mart: str
    key: tuple
    warehouse: stores.Row | None
    oracle: stores.Row | None

    def __str__(self) -> str:
        key = " ".join(str(part) for part in self.key)
        if self.warehouse is None or self.oracle is None:
            lacking, row = (
                ("warehouse", self.oracle)
                if self.warehouse is None
                else ("oracle", self.warehouse)
            )
            return f"{self.mart} {key}: the {lacking} has no row, the other side {told(row)}"
        names = [n for n in self.oracle if not same(self.warehouse[n], self.oracle[n])]
        parts = [f"{n} {self.warehouse[n]} (oracle {self.oracle[n]})" for n in names]
        return f"{self.mart} {key}: {', '.join(parts)}"


def told(row: stores.Row) -> str:
    """Return the values of a row, without its key, as text."""
    names = [name for name in row if name not in (*CELL, "kpi", "step_number")]
    return ", ".join(f"{name} {row[name]}" for name in names)


def same(one: object, other: object) -> bool:
    """Return whether two values are one: numbers within 1e-9, which to money is exactly."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-14, abs_tol=1e-9)
    return one == other


def differing(
    mart: str, warehouse: list[stores.Row], told_by_oracle: list[stores.Row]
) -> Iterator[Difference]:
    """Yield the rows of a mart that differ, in the order of their keys."""
    ours, theirs = (_by_key(mart, rows) for rows in (warehouse, told_by_oracle))
    for key in sorted(ours.keys() | theirs.keys(), key=str):
        our, their = ours.get(key), theirs.get(key)
        if our is None or their is None or not all(same(our[name], their[name]) for name in their):
            yield Difference(mart, key, our, their)


def _by_key(mart: str, rows: Iterable[stores.Row]) -> dict[tuple, stores.Row]:
    found = {}
    for row in rows:
        key = tuple(row[name] for name in KEYS[mart])
        if key in found:
            raise AssertionError(f"{mart} has two rows of {key}")
        found[key] = row
    return found


class BothSides:
    """One setting's SQL, compiled once, and the oracle with the same options."""

    def __init__(self, setting: stores.Setting, landing: Path) -> None:
        """Compile for a folder that every batch will be written to."""
        self.setting, self.landing = setting, landing
        self._land({})
        self.warehouse = Warehouse(compile_project(setting.vars, landing))
        self.models = self.warehouse.compiled.ancestors(*KEYS)
        self.options = oracle.Options.of(setting.vars)
        self.reference = oracle.read_reference(ROOT / "seeds" / "reference")

    def build(self, tables: stores.Tables) -> None:
        """Build the marts that both sides tell in the warehouse."""
        self._land(tables)
        self.warehouse.build(self.models)

    def with_reference(self, tables: stores.Tables) -> stores.Tables:
        """Return the tables with the rates and lists of the setting, where they have none."""
        return {**self.setting.reference(), **tables}

    def _land(self, tables: stores.Tables) -> None:
        """Write the landing folder with every table and column, as the SQL was compiled."""
        stores.write({**EMPTY, **self.with_reference(tables)}, self.landing, every_column=True)

    def differences(self, tables: stores.Tables) -> list[Difference]:
        """Return the rows that the two sides do not tell alike of a store, or of many."""
        self.build(tables)
        told_by_oracle = oracle.marts(self.with_reference(tables), self.reference, self.options)
        return [
            difference
            for mart in KEYS
            for difference in differing(mart, self.warehouse.rows(mart), told_by_oracle[mart])
        ]
