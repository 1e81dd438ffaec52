"""``commerce validate``: one definition, told in two ways, and what it says where they differ."""

import re
import shutil
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import ROOT, run

from commerce.metric_values import Difference, Metric, compare

WITHOUT_METRIC = {"open_cases", "reference_source_share", "returning_customer_rate"}


def validate(project: Path, warehouse: Path, *arguments: str, target: Path | None = None):
    command = ("commerce", "validate", "--warehouse", str(warehouse), *arguments)
    folder = {"DBT_TARGET_PATH": str(target or project / "target")}
    return run(*command, cwd=project, **folder)


def test_every_metric_of_the_demo_tells_what_its_kpi_tells(demo_warehouse):
    done = validate(ROOT, demo_warehouse, target=demo_warehouse.parent / "target")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "found" not in done.stdout.split("check ")[0]
    looked_at = re.search(r"([\d,]+) values of (\d+) KPIs +0\n", done.stdout)
    assert looked_at, done.stdout
    kpis = yaml_of_kpis()
    assert {kpi for kpi, meta in kpis.items() if "no_metric" in meta} == WITHOUT_METRIC
    assert int(looked_at[2]) == len(kpis) - len(WITHOUT_METRIC)
    assert int(looked_at[1].replace(",", "")) > 50_000
    shown = (ROOT / "README.md").read_text("utf-8").split("$ commerce validate\n")[1]
    assert shown.splitlines()[:4] == [line.rstrip() for line in done.stdout.splitlines()[:4]]


def yaml_of_kpis() -> dict[str, dict]:
    """Return the meta of every KPI."""
    metas = {}
    for file in (ROOT / "models" / "marts" / "kpis").glob("kpi_*.yml"):
        (model,) = yaml.safe_load(file.read_text("utf-8"))["models"]
        meta = model.get("config", {}).get("meta", {})
        if "formula" in meta:
            metas[file.stem.removeprefix("kpi_")] = meta
    return metas


# What is done to a file, and what is said of it.
FAULTS = {
    "models/marts/core/fct_visits.yml": (
        ("expr: is_converted", "expr: is_engaged"),
        ("- {name: region,", "- {name: province,"),
    ),
    "models/semantic/sales.yml": (('label: "Net sales"', 'label: "Sales"'),),
    "models/marts/kpis/kpi_orders.yml": (
        ("        owner: sales\n", ""),
        ("better: higher", "better: more"),
    ),
    "models/marts/kpis/kpi_open_cases.yml": (("        no_metric:", "        no_reason:"),),
    "models/marts/kpis/kpi_visits.yml": (("\nunit_tests:", "\n_unit_tests:"),),
    "macros/kpi/kpi_union.sql": (("'orders', ", ""),),
}
FOUND = [
    r"semantic/traffic.yml: conversion_rate differs in [\d,]+ values, first day \S+, all all:"
    r" kpi_values has 0(\.\d+)?, the metric \S+; mend",
    r"semantic/traffic.yml: kpi_values tells conversion_rate by region: add such a dimension to"
    r" the semantic model of visits",
    r"semantic/sales.yml: the label of net_sales is 'Sales', but its KPI's label is 'Net sales'",
    r"models/marts/kpis/kpi_orders.yml: the meta of kpi_orders has no owner: write the role",
    r"models/marts/kpis/kpi_orders.yml: better is 'more': write higher, lower or band",
    r"models/marts/kpis/kpi_open_cases.yml: open_cases has no metric: add one",
    r"models/marts/kpis/kpi_visits.yml: kpi_visits has no unit test: write one",
    r"macros/kpi/kpi_union.sql: orders is not listed: add it",
]


@pytest.fixture(scope="module")
def faulty(checkout, tmp_path_factory) -> Path:
    """A copy of the project with a fault of every kind."""
    project = tmp_path_factory.mktemp("faulty") / "project"
    left_out = shutil.ignore_patterns("target", "logs", "*.duckdb*")
    shutil.copytree(checkout, project, symlinks=True, ignore=left_out)
    for name, changes in FAULTS.items():
        put(project / name, *changes)
    return project


def put(file: Path, *changes: tuple[str, str]) -> None:
    """Change a file's text."""
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text, (file, old)
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def test_each_fault_is_told_in_a_line_with_its_file(faulty, demo_warehouse):
    done = validate(faulty, demo_warehouse)
    assert done.returncode == 1, done.stdout + done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("found ")]
    for pattern in FOUND:
        assert len([line for line in told if re.search(pattern, line)]) == 1, (pattern, told)
    assert {line.split(" by region")[0].split()[-1] for line in told if "by region" in line} == {
        "conversion_rate", "unique_visitors", "visits",
    }  # fmt: skip
    assert f"{len(told)} found" in done.stdout.splitlines()[-1]


def test_a_metric_that_the_warehouse_cannot_tell_is_found(faulty, demo_warehouse):
    put(
        faulty / "models" / "marts" / "core" / "fct_carts.yml",
        ("expr: \"cart_state = 'abandoned'\"", "expr: cart_status"),
    )
    done = validate(faulty, demo_warehouse)
    assert done.returncode == 1
    assert re.search(r"^found models/semantic: .*abandoned_carts", done.stdout, re.MULTILINE)
    assert "values of" not in done.stdout  # what can't be asked is not compared


def test_a_project_that_dbt_cannot_read_is_told_in_a_line(faulty, demo_warehouse):
    put(
        faulty / "models" / "semantic" / "carts.yml",
        ("numerator: abandoned_carts", "numerator: carts_of_nobody"),
    )
    done = validate(faulty, demo_warehouse)
    assert done.returncode == 1
    (told,) = [line for line in done.stdout.splitlines() if line.startswith("found ")]
    assert "carts_of_nobody" in told


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--warehouse", "none.duckdb"], "run 'commerce build' first"),
        (["--warehouse", "empty.duckdb"], "has no KPIs"),
        (["--warehouse", "text.duckdb"], "is not a DuckDB database"),
        (["--vars", "visit_timeout: 5"], "did you mean 'visit_timeout_minutes'?"),
    ],
)
def test_what_can_not_be_used_is_told_in_a_line(tmp_path, arguments, named):
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    (tmp_path / "text.duckdb").write_text("no database, but longer than its first lines")
    done = run("commerce", "validate", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert named in line


class Answers:
    """MetricFlow, as far as `compare` asks it."""

    def __init__(self, rows: str) -> None:
        self.rows = rows

    def sql(self, metrics: list[str], group_by: list[str]) -> str:
        time, *dimension = group_by
        columns = ", ".join([time, *dimension, *metrics])
        return f"select {columns} from (values {self.rows}) as rows ({columns})"


def compared(kpi_values: str, answers: str, segment_by: str = "all", empty: int | None = 0):
    """Compare rows of (period_start, segment, value) with rows of ([day, segment,] value)."""
    connection = duckdb.connect()
    connection.execute(
        f"""
        create table kpi_values as
        select 'k' as kpi, 'day' as period_grain, cast(day as date) as period_start,
            '{segment_by}' as segment_by, segment, cast(value as double) as value
        from (values {kpi_values}) as rows (day, segment, value)
        """
    )
    metric = Metric("k", "K", "k", "k.yml", ("m",), {"store": "m__store"}, empty)
    return compare(connection, Answers(answers), {"k": metric})


def test_a_filled_row_of_a_count_is_a_day_on_which_nothing_was_found():
    told = compared("('2024-01-01', 'all', 2), ('2024-01-02', 'all', 0)", "(date '2024-01-01', 2)")
    assert told.differences == [] and told.cells == 2


def test_a_segment_of_nothing_may_be_answered_with_0_or_nothing():
    answers = (
        "(date '2024-01-01', 'a', 2), (date '2024-01-01', 'b', 0), (date '2024-01-02', 'a', null)"
    )
    assert compared("('2024-01-01', 'a', 2)", answers, "store").differences == []


def test_null_is_not_0_for_a_ratio():
    found = compared(
        "('2024-01-01', 'all', 0), ('2024-01-02', 'all', null), ('2024-01-03', 'all', 1)",
        "(date '2024-01-01', null), (date '2024-01-02', 0), (date '2024-01-03', 1)",
        empty=None,
    )
    assert found.differences == [Difference("k", 2, "day 2024-01-01, all all", 0, None)]


def test_a_missing_segment_must_be_called_unknown():
    found = compared("('2024-01-01', 'unknown', 2)", "(date '2024-01-01', null, 2)", "store")
    assert [one.cells for one in found.differences] == [2]


def test_the_last_digit_of_a_double_is_no_difference_and_the_thirteenth_is_one():
    assert (
        compared("('2024-01-01', 'all', 0.1 + 0.2)", "(date '2024-01-01', 0.3)").differences == []
    )
    found = compared("('2024-01-01', 'all', 0.3)", "(date '2024-01-01', 0.3000000000006)")
    assert [one.cells for one in found.differences] == [1]


def test_an_answer_that_kpi_values_lacks_is_a_difference():
    found = compared("('2024-01-01', 'all', 2)", "(date '2024-01-01', 2), (date '2024-01-02', 3)")
    assert found.differences == [Difference("k", 1, "day 2024-01-02, all all", 0, 3)]


def test_what_metricflow_can_not_answer_is_kept():
    connection = duckdb.connect()
    connection.execute(
        "create table kpi_values as select 'k' as kpi, 'day' as period_grain,"
        " date '2024-01-01' as period_start, 'all' as segment_by, 'all' as segment, 1.0 as value"
    )

    class Refusing:
        def sql(self, metrics: list[str], group_by: list[str]) -> None:
            assert (metrics, group_by) == (["k"], ["metric_time__day"])

    told = compare(connection, Refusing(), {"k": Metric("k", "K", "k", "k.yml", ("m",), {}, 0)})
    assert (told.cells, told.differences) == (0, [])
    assert [(one.grain, one.kpis) for one in told.refused] == [("day", ("k",))]
