"""``commerce validate``: whether every metric still means what its definition says."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from commerce.build import merged_vars
from commerce.definitions import Finding, incomplete, kpi_models, without_dimension
from commerce.engines import engine_of
from commerce.errors import BadInput
from commerce.lock import check_open
from commerce.metric_values import Difference, Metric, compare, metrics_of
from commerce.project import project_folder
from commerce.semantics import MetricFlow, Unreadable, opened, read_manifest
from commerce.values import shown


@dataclass(frozen=True)
class Check:
    """One part of the validation: what was looked at, what was found."""

    name: str
    looked_at: str
    findings: list[Finding]


def run_validate(console: Console, warehouse: Path | None, dbt_vars: str | None) -> int:
    """Check definitions, the semantic layer, and that both tell the same; print what is wrong.

    Returns:
        0, or 1 where something was found.

    Raises:
        BadInput: nothing is built, or the warehouse or the options can't be used.
    """
    started = time.monotonic()
    variables = merged_vars(dbt_vars, None)
    place = built_warehouse(warehouse)
    os.chdir(project_folder())
    os.environ["COMMERCE_WAREHOUSE"] = str(place)  # dbt names the database by it
    with opened(place) as connection:
        checks = _checks(connection, variables)
    findings = [finding for check in checks for finding in check.findings]
    for finding in findings:
        told = f"[red]found[/] [bold]{escape(finding.file)}[/]: {escape(finding.message)}"
        console.print(told, soft_wrap=True)
    console.print(_summary(checks))
    took = f"in {time.monotonic() - started:.0f} s"
    if findings:
        console.print(f"[red]not valid[/]: {len(findings)} found {took}")
        return 1
    console.print(f"[green]valid[/] {took}")
    return 0


def built_warehouse(given: Path | None) -> Path:
    """Return the working database, once it is sure that it can be read.

    Raises:
        BadInput: it is not there, has no KPIs, is damaged, or a build has it open.
    """
    place = engine_of("duckdb").warehouse(given)
    if not place.exists():
        raise BadInput(f"nothing is built at {place}: run 'commerce build' first")
    if damage := check_open(place):
        raise BadInput(f"{place} is damaged ({damage}): run 'commerce build' first")
    with opened(place) as connection:
        if not connection.execute(
            "from duckdb_tables() where table_name = 'kpi_values'"
        ).fetchall():
            raise BadInput(f"{place} has no KPIs: run 'commerce build' first")
    return place


def _checks(connection: duckdb.DuckDBPyConnection, variables: dict) -> list[Check]:
    """Run every check; the later ones only where what they build on is sound."""
    try:
        manifest = read_manifest(variables)
    except Unreadable as error:
        return [Check("dbt reads the project", "-", [Finding("dbt parse", str(error))])]
    metrics = metrics_of(manifest)
    told = {*connection.execute("select distinct kpi, segment_by from kpi_values").fetchall()}
    lacking = [*incomplete(manifest, metrics), *without_dimension(told, metrics)]
    metricflow = MetricFlow(connection)
    faults = [Finding("models/semantic", fault) for fault in metricflow.faults()]
    checks = [
        Check("every KPI is defined", f"{len(kpi_models(manifest))} KPIs", lacking),
        Check("MetricFlow can tell every metric", f"{len(metrics)} metrics", faults),
    ]
    if not faults:
        checks.append(_compared(connection, metricflow, metrics))
    return checks


def _compared(
    connection: duckdb.DuckDBPyConnection, metricflow: MetricFlow, metrics: dict[str, Metric]
) -> Check:
    """Hold what MetricFlow answers against kpi_values."""
    compared = compare(connection, metricflow.asker(), metrics)
    findings = [_unlike(one, metrics[one.kpi].file) for one in compared.differences]
    for question in compared.refused:
        told = (
            f"MetricFlow can't tell {', '.join(question.kpis)} by"
            f" {' and '.join(question.group_by)}, as kpi_values does: call"
            f" 'mf list dimensions --metrics {question.kpis[0]}'"
        )
        findings.append(Finding(metrics[question.kpis[0]].file, told))
    looked_at = f"{compared.cells:,} values of {len(compared.kpis)} KPIs"
    return Check("metric and kpi_values tell the same", looked_at, findings)


def _unlike(one: Difference, file: str) -> Finding:
    """Return how a KPI is told in two ways."""
    return Finding(
        file,
        f"{one.kpi} differs in {one.cells:,} values, first {one.cell}: kpi_values has"
        f" {shown(one.in_kpi_values)}, the metric {shown(one.by_metric)}; mend the metric, or"
        f" models/marts/kpis/kpi_{one.kpi}.sql and build",
    )


def _summary(checks: list[Check]) -> Table:
    """Return the table of what was checked."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("check", no_wrap=True)
    table.add_column("looked at", justify="right", no_wrap=True)
    table.add_column("found", justify="right", no_wrap=True)
    for check in checks:
        colour = "red" if check.findings else "green"
        table.add_row(check.name, check.looked_at, f"[{colour}]{len(check.findings)}[/]")
    return table
