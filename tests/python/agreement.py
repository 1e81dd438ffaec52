"""Whether the project's SQL and the oracle tell the same of a generated store."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import oracle
import stores
from compiled import ROOT, Warehouse, compile_project

EMPTY: stores.Tables = {name: [] for name in stores.CONTRACT.keys() - stores.REFERENCE}

# What both tell: the key of each mart. The first two are told by period and segment.
PERIOD = ("period_grain", "period_start")
CELL = (*PERIOD, "segment_by", "segment")
CELLS = {"kpi_values": ("kpi", *CELL), "funnel_visits": (*CELL, "step_number")}
KEYS = {
    **CELLS,
    "intent_daily": ("date", "medium", "intent"),
    "behaviour_flow": ("month", "step", "from_group", "to_group"),
    "landing_pages": (*PERIOD, "page_group"),
    "site_speed": ("month", "page_group", "device"),
    "not_found_pages": ("month", "page_path", "referrer_kind"),
    "site_searches": ("month", "search_term"),
    "funnel_products": ("month", "product_id"),
    "funnel_checkout": PERIOD,
    "experiment_results": ("experiment_id", "variant", "metric"),
    "experiment_health": ("experiment_id", "variant"),
    "fct_attribution": ("order_id", "model", "touch_number"),
    "attribution_by_channel": (*PERIOD, "model", "channel"),
    "attribution_by_campaign": (*PERIOD, "model", "campaign"),
    "customer_cohorts": ("first_order_month", "months_since"),
    "customer_rfm": ("customer_key",),
    "reconciliation": ("day", "system", "kpi"),
}
# Statistics in SQL are right to 1e-6; all else is exact but for the last digits of a double.
RELATIVE = {"experiment_results": 1e-6, "experiment_health": 1e-6}
# Of these tables both tell how each landed row is read and judged: by which model.
JUDGED = {
    name: f"stg_reference__{name}" if name in stores.REFERENCE else f"int_{name}_judged"
    for name in sorted(stores.CONTRACT)
}


@dataclass(frozen=True)
class Difference:
    """A row of a mart that the two sides do not tell alike; None where a side has no row."""

    mart: str
    key: object
    warehouse: stores.Row | None
    oracle: stores.Row | None

    def __str__(self) -> str:
        parts = self.key if isinstance(self.key, tuple) else (self.key,)
        key = " ".join(map(str, parts))
        if self.warehouse is None or self.oracle is None:
            lacking, row = (
                ("warehouse", self.oracle)
                if self.warehouse is None
                else ("oracle", self.warehouse)
            )
            values = [f"{name} {row[name]}" for name in row if name not in KEYS[self.mart]]
            return f"{self.mart} {key}: the {lacking} has no row, the other side {values}"
        names = [n for n in self.oracle if not same(self.mart, self.warehouse[n], self.oracle[n])]
        parts = [f"{n} {self.warehouse[n]} (oracle {self.oracle[n]})" for n in names]
        return f"{self.mart} {key}: {', '.join(parts)}"


def same(mart: str, one: object, other: object) -> bool:
    """Return whether two values are one: numbers within 1e-9, which to money is exactly."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=RELATIVE.get(mart, 1e-14), abs_tol=1e-9)
    return one == other


def differing(
    mart: str, warehouse: list[stores.Row], told_by_oracle: list[stores.Row]
) -> Iterator[Difference]:
    """Yield the rows of a mart that differ, in the order of their keys."""
    ours, theirs = (_by_key(mart, rows) for rows in (warehouse, told_by_oracle))
    wrong = [
        key
        for key in ours.keys() | theirs.keys()
        if key not in ours or key not in theirs or not _alike(mart, ours[key], theirs[key])
    ]
    for key in sorted(wrong, key=str):
        yield Difference(mart, key, ours.get(key), theirs.get(key))


def _alike(mart: str, our: stores.Row, their: stores.Row) -> bool:
    return all(same(mart, our[name], their[name]) for name in their)


def _by_key(mart: str, rows: Iterable[stores.Row]) -> dict[tuple, stores.Row]:
    found, key_of = {}, itemgetter(*KEYS[mart])
    for row in rows:
        key = key_of(row)
        if key in found:
            raise AssertionError(f"{mart} has two rows of {key}")
        found[key] = row
    return found


class BothSides:
    """One setting's SQL, compiled once, and the oracle with the same options.

    `write` puts tables into the landing folder; `first` are some that have the columns and
    types of all that will be told.
    """

    def __init__(
        self,
        setting: stores.Setting,
        landing: Path,
        write: Callable[..., None] = stores.write,
        first: stores.Tables | None = None,
        data_tests: bool = False,
    ) -> None:
        """Compile for a folder that every batch will be written to."""
        self.setting, self.landing, self._write = setting, landing, write
        self._is_text = write is stores.write  # else a key looks as its column's type does
        self._land(first or {})
        self.warehouse = Warehouse(compile_project(setting.vars, landing, data_tests))
        self.models = self.warehouse.compiled.ancestors(*KEYS, *JUDGED.values())
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
        self._write({**EMPTY, **self.with_reference(tables)}, self.landing, every_column=True)

    def differences(self, tables: stores.Tables) -> list[Difference | str]:
        """Return the rows that the two sides do not tell alike of a store, or of many."""
        self.build(tables)
        given = self.with_reference(tables)
        store = oracle.Store(given, self.reference, self.options)
        told_by_oracle = oracle.told(store)
        found = [line for name in JUDGED for line in self._judged_otherwise(name, store)]
        return found + [
            difference
            for mart in KEYS
            for difference in differing(mart, self.warehouse.rows(mart), told_by_oracle[mart])
        ]

    def _judged_otherwise(self, name: str, store: oracle.Store) -> Iterator[str]:
        """Yield the landed rows that are read or judged otherwise, each as text."""
        model = self.warehouse.compiled.ancestors(JUDGED[name])[-1]
        ours = Counter(
            _judged(
                name,
                row,
                row["coerced_columns"],
                _reason(name, row),
                row.get("verdict"),
                row["landed_key"] if self._is_text and _reason(name, row) else None,
            )
            for row in self.warehouse.rows(model.relation)
        )
        theirs = Counter(
            _judged(
                name,
                one.row,
                " ".join(one.coerced),
                one.reason,
                None if name in stores.REFERENCE else _verdict(one),
                _landed_key(name, one.raw) if self._is_text and one.reason else None,
            )
            for one in store.verdicts[name]
        )
        for side, rows in (("warehouse", ours - theirs), ("oracle", theirs - ours)):
            for row in sorted(rows, key=repr):
                yield f"{name}: the {side} alone has {row}"


def told_columns(name: str) -> list[str]:
    """Return the columns of a judged table that both sides tell."""
    types = stores.CONTRACT[name].types
    columns = [column for column, kind in types.items() if kind != "email"]
    if name in stores.REFERENCE:
        return [*columns, "coerced_columns", "violation", "landed_key"]
    return [*columns, "coerced_columns", "quarantine_reason", "verdict", "landed_key"]


def _judged(
    name: str,
    row: stores.Row,
    coerced: str | None,
    reason: str | None,
    verdict: str | None,
    key: str | None,
) -> tuple:
    """Return what both sides must tell of a landed row; of a quarantined one, its texts alone."""
    types = stores.CONTRACT[name].types
    told = ("id", "text") if reason else set(types.values()) - {"email"}
    values = tuple(row[column] for column, kind in types.items() if kind in told)
    return (*values, " ".join(sorted((coerced or "").split())), reason, verdict, key)


def _reason(name: str, row: stores.Row) -> str | None:
    return row["violation" if name in stores.REFERENCE else "quarantine_reason"]


def _landed_key(name: str, raw: stores.Row) -> str | None:
    """Return the key of a row that was landed as text, as it came; NULL where there is none."""
    parts = [stores.text_of(raw.get(column)) for column in stores.CONTRACT[name].key]
    return "|".join(parts) if len(parts) > 1 else parts[0] or None


def _verdict(verdict: object) -> str:
    if verdict.reason is not None:
        return "quarantined"
    return "duplicate" if verdict.is_duplicate else "accepted"
