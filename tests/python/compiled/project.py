"""Compiled models and tests, as dbt makes them for a landing folder and a set of options."""

import functools
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

ROOT = Path(__file__).resolve().parents[3]

os.environ.setdefault("COMMERCE_SALT", "commerce-control")  # what the oracle hashes with


@dataclass(frozen=True)
class Model:
    """A model: its relation as written in SQL, and the nodes that it reads."""

    name: str
    folder: str  # of its source file, below models/
    relation: str
    kind: str  # view or table
    sql: str
    parents: tuple[str, ...]  # names of models
    day: str | None  # the column by whose days its rows are replaced


@dataclass(frozen=True)
class DataTest:
    """A data test: it fails where its SQL returns rows."""

    name: str
    sql: str
    parents: tuple[str, ...]


@dataclass(frozen=True)
class Compiled:
    """A compiled project: models in the order in which they can be built."""

    landing: Path  # the folder that the SQL reads
    database: str  # the name of the warehouse in the SQL
    seeds: Path  # a warehouse that holds the reference tables
    models: tuple[Model, ...]
    data_tests: tuple[DataTest, ...]  # none unless asked for

    def ancestors(self, *names: str) -> tuple[Model, ...]:
        """Return the models that these are built from, with themselves, in build order."""
        by_name = {model.name: model for model in self.models}
        needed, open_names = set(), list(names)
        while open_names:
            name = open_names.pop()
            if name in by_name and name not in needed:
                needed.add(name)
                open_names.extend(by_name[name].parents)
        return tuple(model for model in self.models if model.name in needed)

    def descendants(self, name: str) -> tuple[Model, ...]:
        """Return the model and all that are built from it, in build order."""
        reached = {name}
        for model in self.models:
            if reached.intersection(model.parents):
                reached.add(model.name)
        return tuple(model for model in self.models if model.name in reached)


def compile_project(
    options: dict[str, object],
    landing: Path,
    data_tests: bool = False,
    macros: Mapping[str, str] = MappingProxyType({}),
) -> Compiled:
    """Compile every model, and data tests if asked, for options (vars) and a landing folder.

    `macros` are other texts for some macros, by their unique names.

    Columns that no file in the folder has are compiled as NULL: a folder that is to be filled
    with other rows later should have every table and column, with a header at least.
    """
    manifest = _parsed().deepcopy()
    for name, text in macros.items():
        manifest.macros[name].macro_sql = text
    warehouse = _seeded()
    given = {**options, "landing": str(landing)}
    left_out = ["resource_type:unit_test"] + ["resource_type:test"] * (not data_tests)
    chosen = ("--vars", json.dumps(given), "--exclude", *left_out)
    results = _dbt(manifest, "compile", *chosen).result.results
    # Sorted: dbt's threads finish in an order of their own.
    nodes = {node.unique_id: node for node in sorted((one.node for one in results), key=_id)}
    names = {key: node.name for key, node in nodes.items()}
    parents = {
        key: tuple(sorted(names[parent] for parent in node.depends_on.nodes if parent in names))
        for key, node in nodes.items()
        if node.resource_type in ("model", "test")
    }
    order = TopologicalSorter({names[key]: parents[key] for key in parents}).static_order()
    models = {
        node.name: Model(
            node.name,
            str(Path(node.path).parent),
            node.relation_name,
            "view" if node.config.materialized == "view" else "table",
            node.compiled_code,
            parents[key],
            node.config.unique_key,
        )
        for key, node in nodes.items()
        if node.resource_type == "model"
    }
    tests = [
        DataTest(node.name, node.compiled_code, parents[key])
        for key, node in nodes.items()
        if node.resource_type == "test"
    ]
    return Compiled(
        landing,
        warehouse.stem,
        warehouse,
        tuple(models[name] for name in order if name in models),
        tuple(tests),
    )


def compile_inline(
    sql: str, macros: Mapping[str, str] = MappingProxyType({}), **options: object
) -> str:
    """Return SQL with the project's macros written out for the options (vars).

    `macros` are other texts for some macros, by their unique names.
    """
    manifest = _parsed().deepcopy()
    for name, text in macros.items():
        manifest.macros[name].macro_sql = text
    arguments = ("--inline", sql, "--vars", json.dumps(options))
    (one,) = _dbt(manifest, "compile", *arguments).result.results
    return one.node.compiled_code


def _id(node: object) -> str:
    return node.unique_id


@functools.cache
def _parsed() -> Manifest:
    """Return the project as dbt reads it; the slow part, the same for all options."""
    return _dbt(None, "parse").result


@functools.cache
def _workplace() -> Path:
    """Return a folder for what dbt writes while it compiles."""
    return Path(mkdtemp(prefix="commerce-compiled-"))


@functools.cache
def _seeded() -> Path:
    """Return a warehouse with the reference tables, which some macros ask while compiling."""
    _dbt(_parsed(), "build", "--select", "resource_type:seed", "stg_reference__bot_patterns")
    return _workplace() / "commerce.duckdb"


def _dbt(manifest: Manifest | None, command: str, *arguments: str) -> dbtRunnerResult:
    """Call dbt in this process, quietly; raises what it raises."""
    place = _workplace()
    os.environ["COMMERCE_WAREHOUSE"] = str(place / "commerce.duckdb")
    folders = ("--project-dir", ROOT, "--profiles-dir", ROOT / "profiles")
    written = ("--target-path", place / "target", "--log-path", place / "logs")
    quiet = ("--quiet", "--log-level", "none", "--log-level-file", "none", "--no-write-json")
    call = [*quiet, command, *folders, *written, *arguments]
    result = dbtRunner(manifest=manifest).invoke([str(part) for part in call])
    del os.environ["COMMERCE_WAREHOUSE"]
    DuckDBConnectionManager.close_all_connections()  # dbt keeps the file open for itself
    if not result.success:
        raise RuntimeError(f"dbt {command} failed: {result.exception or result.result}")
    return result
