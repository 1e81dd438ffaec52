"""``commerce diff``: which KPI values a change moves, by how much."""

import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest
from conftest import run

from commerce.diff import markdown
from commerce.errors import BadInput
from commerce.values import GRAINS


def store(place: Path, **kpis: str) -> Path:
    """Write a build with KPIs of (grain, start, segment_by, segment, value)."""
    with duckdb.connect(str(place)) as connection:
        for kpi, rows in kpis.items():
            connection.execute(
                f"""
                create table kpi_{kpi} as
                select grain as period_grain, cast(start as date) as period_start, segment_by,
                    segment, cast(value as double) as numerator,
                    cast(null as double) as denominator, cast(value as double) as value
                from (values {rows}) as rows (grain, start, segment_by, segment, value)
                """
            )
        connection.execute("create table kpi_targets as select 1 as kpi")  # no KPI
    return place


def test_a_report_says_how_much_changed_with_the_largest_change_as_example(tmp_path):
    before = store(
        tmp_path / "before.duckdb",
        orders="""
            ('day', '2024-01-01', 'all', 'all', 4), ('day', '2024-01-02', 'all', 'all', 1),
            ('day', '2024-01-01', 'store', 'a|b', 4), ('week', '2024-01-01', 'all', 'all', 5),
            ('last_7_days', '2024-01-02', 'all', 'all', 4)
        """,
        aov="('day', '2024-01-01', 'all', 'all', 1.5), ('day', '2024-01-02', 'all', 'all', null)",
        visits="('day', '2024-01-01', 'all', 'all', 0.1 + 0.2)",
        old="('day', '2024-01-01', 'all', 'all', 1)",
    )
    after = store(
        tmp_path / "after.duckdb",
        orders="""
            ('day', '2024-01-01', 'all', 'all', 3), ('day', '2024-01-02', 'all', 'all', 1),
            ('day', '2024-01-01', 'store', 'a|b', 2), ('week', '2024-01-01', 'all', 'all', 5),
            ('last_7_days', '2024-01-02', 'all', 'all', 2)
        """,
        aov="('day', '2024-01-01', 'all', 'all', null), ('day', '2024-01-03', 'all', 'all', 2)",
        visits="('day', '2024-01-01', 'all', 'all', 0.3)",
        new="('day', '2024-01-01', 'all', 'all', 1)",
    )
    assert markdown("main (abc)", before, after).splitlines() == [
        "### KPIs of the demo store against `main (abc)`",
        "",
        "New: `new`.",
        "",
        "Removed: `old`.",
        "",
        "Values of 2 of 3 KPIs changed.",
        "",
        "| KPI | grain | rows changed | largest change | where: before → after |",
        "| --- | --- | ---: | ---: | --- |",
        # A value that came, one that went, and a row that went.
        "| `aov` | day | 3 | – | 2024-01-01: 1.5 → NULL |",
        "| `orders` | day | 2 | -2 (-50.0%) | 2024-01-01, store a\\|b: 4 → 2 |",
        # A grain that only some builds have.
        "| `orders` | last_7_days | 1 | -2 (-50.0%) | 2024-01-02: 4 → 2 |",
    ]


def test_a_report_of_no_change_says_so(tmp_path):
    rows = "('day', '2024-01-01', 'all', 'all', 1)"
    places = [store(tmp_path / f"{name}.duckdb", orders=rows) for name in ("before", "after")]
    assert "No KPI value changed (1 KPIs compared)." in markdown("main", *places)


@pytest.fixture(scope="module")
def repository(small_project, tmp_path_factory) -> Path:
    """A git checkout of a small project, with a change in it that is not committed."""
    project = tmp_path_factory.mktemp("diff") / "project"
    shutil.copytree(small_project, project, symlinks=True)
    git = ("git", "-C", str(project), "-c", "user.name=a", "-c", "user.email=a@b.example")
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "As is"]):
        subprocess.run([*git, *arguments], check=True)
    model = project / "models" / "marts" / "kpis" / "kpi_orders.sql"
    text = model.read_text("utf-8").replace(
        "count_of(ref('fct_orders'),", "sum_of(ref('fct_orders'), '2',"
    )
    model.write_text(text, "utf-8")
    return project


def test_an_uncommitted_change_is_told_with_every_grain_of_its_kpi(repository, tmp_path):
    out = tmp_path / "report.md"
    select = ("--select", "+kpi_orders", "--select", "+kpi_visits")
    done = run("commerce", "diff", "--base", "HEAD", "--out", str(out), *select, cwd=repository)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    report = out.read_text("utf-8")
    assert "Values of 1 of 2 KPIs changed." in report
    rows = re.findall(r"^\| `orders` \| (\w+) \| ([\d,]+) \| \+.* \(\+100\.0%\) \|", report, re.M)
    assert [grain for grain, _ in rows] == [*GRAINS, "last_7_days"]
    before, after = re.search(r"year .*: ([\d,]+) → ([\d,]+) \|", report).groups()
    assert int(after.replace(",", "")) == 2 * int(before.replace(",", "")) > 0
    left = subprocess.run(
        ["git", "-C", str(repository), "status", "--porcelain"], capture_output=True, text=True
    ).stdout.split()
    assert left == ["M", "models/marts/kpis/kpi_orders.sql"]  # no traces


def test_a_revision_that_is_not_there_is_told_in_a_line(repository):
    done = run("commerce", "diff", "--base", "nowhere", cwd=repository)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        "commerce: git knows no revision 'nowhere': 'git fetch' gets those of others"
    ]


def test_a_folder_that_is_no_checkout_is_told_in_a_line(small_project):
    done = run(
        "commerce", "diff", "--base", "HEAD", cwd=small_project, GIT_CEILING_DIRECTORIES="/"
    )
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert "is no git checkout" in line


def test_a_project_that_dbt_can_not_build_is_told_in_a_line(repository):
    model = repository / "models" / "marts" / "kpis" / "kpi_visits.sql"
    text = model.read_text("utf-8")
    model.write_text("select * from {{ ref('no_such_model') }}", "utf-8")
    done = run("commerce", "diff", "--base", "HEAD", "--select", "bot_patterns", cwd=repository)
    model.write_text(text, "utf-8")
    assert done.returncode == 1
    started, told = done.stderr.strip().splitlines()
    assert started == "building the demo store of HEAD and of the checkout"
    assert told.startswith("commerce: dbt can't build checkout: Compilation Error")
    assert "no_such_model" in told


def test_a_selection_without_a_kpi_is_refused_and_a_new_kpi_is_told(tmp_path):
    places = [store(tmp_path / f"{name}.duckdb") for name in ("before", "after")]
    with pytest.raises(BadInput, match="neither side has a KPI"):
        markdown("main", *places)
    after = store(tmp_path / "new.duckdb", new="('day', '2024-01-01', 'all', 'all', 1)")
    assert "New: `new`." in markdown("main", places[0], after)
