"""The semantic layer: what dbt reads of it, and MetricFlow over a working database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import yaml
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow.validation.data_warehouse_model_validator import DataWarehouseModelValidator
from metricflow_semantic_interfaces.validations.semantic_manifest_validator import (
    SemanticManifestValidator,
)
from metricflow_semantics.errors.error_classes import InformativeUserError
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from commerce.account import told_lines


class Unreadable(Exception):
    """dbt can't read the project; the message says why in one line."""


def read_manifest(variables: dict) -> Manifest:
    """Have dbt read the project, and write what MetricFlow reads into its target folder.

    Raises:
        Unreadable: dbt can't.
    """
    result = dbtRunner().invoke([
        *("parse", "--profiles-dir", "profiles", "--target", "duckdb"),
        *("--vars", yaml.safe_dump(variables), "--quiet", "--log-level", "none"),
        *("--log-level-file", "none"),
    ])  # fmt: skip
    if result.exception:
        raise Unreadable(" ".join(told_lines(str(result.exception))[:3]))
    return result.result


class Warehouse:
    """What MetricFlow asks of a database, of one that is read and never written."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def dry_run(self, stmt: str, sql_bind_parameter_set: object = None) -> None:
        """Plan a statement; raises where the database can't run it."""
        self.connection.execute(f"explain {stmt}")


class MetricFlow:
    """MetricFlow over a working database, for the project as dbt read it last."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._warehouse = Warehouse(connection)
        folder = Path(os.environ.get("DBT_TARGET_PATH", "target"))
        self._manifest = parse_manifest_from_dbt_generated_manifest(
            (folder / "semantic_manifest.json").read_text("utf-8")
        )

    def faults(self) -> list[str]:
        """Return what ``mf validate-configs`` finds, in one line each."""
        found = SemanticManifestValidator().validate_semantic_manifest(self._manifest)
        results = [found]
        if not found.has_blocking_issues:
            checks = DataWarehouseModelValidator(self._warehouse)
            results += [
                check(self._manifest)
                for check in (
                    checks.validate_semantic_models,
                    checks.validate_dimensions,
                    checks.validate_entities,
                    checks.validate_simple_metrics,
                    checks.validate_metrics,
                )
            ]
        return [
            " ".join(issue.as_readable_str(verbose=False).split())
            for result in results
            for issue in result.all_issues
        ]

    def asker(self) -> "Asker":
        """Return what turns questions into SQL; made once, it takes a second."""
        return Asker(MetricFlowEngine(SemanticManifestLookup(self._manifest), self._warehouse))


class Asker:
    """Turns metrics and dimensions into SQL."""

    def __init__(self, engine: MetricFlowEngine) -> None:
        self._engine = engine

    def sql(self, metrics: list[str], group_by: list[str]) -> str | None:
        """Return the query for metrics by dimensions; None where MetricFlow can't write one."""
        request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=group_by)
        try:
            return self._engine.explain(request).sql_statement.sql
        except InformativeUserError:
            return None


@contextmanager
def opened(place: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a working database to read it, with the clock that dbt has."""
    with duckdb.connect(str(place), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
