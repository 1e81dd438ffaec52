"""The command ``commerce``: what it prints, and its exit codes."""

import hashlib
import re
import shutil

import duckdb
import pytest
from compiled import Warehouse, compile_inline, compile_project
from conftest import ROOT, build, query, run, write_csv

ORDERS = """
    order_id,placed_at,currency
    a,2024-01-01 10:00:00,USD
"""


def one_line(done) -> str:
    """Return the only line on standard error of a refused call."""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize(
    "command", ["build", "simulate", "scorecard", "report", "validate", "diff"]
)
def test_help_shows_an_example(command):
    done = run("commerce", command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout and f"commerce {command}" in done.stdout


def test_the_demo_store_has_every_kpi(demo_warehouse):
    missing = query(
        demo_warehouse,
        "select kpi from kpi_catalogue except select kpi from kpi_values where value <> 0",
    )
    assert missing == []
    number = len(list((ROOT / "models" / "marts" / "kpis").glob("kpi_*.sql"))) - 2
    assert query(demo_warehouse, "select count(*) from kpi_catalogue") == [(number,)]


def test_the_demo_store_has_all_quarantine_reasons_and_most_channels(demo_warehouse):
    assert query(demo_warehouse, "select count(distinct reason) from quarantine") == [(6,)]
    assert query(demo_warehouse, "select count(distinct channel) from fct_visits")[0][0] >= 18


def test_scorecard_prints_the_last_complete_week(demo_warehouse):
    done = run("commerce", "scorecard", "--warehouse", str(demo_warehouse))
    assert done.returncode == 0, done.stderr
    assert "Average order value" in done.stdout and "Week 22–28 Apr 2024" in done.stdout
    ((value,),) = query(
        demo_warehouse,
        """
        select value from kpi_values
        where kpi = 'visits' and segment_by = 'all' and period_grain = 'week' and is_complete
        order by period_start desc limit 1
        """,
    )
    visits = next(line for line in done.stdout.splitlines() if line.startswith("  Visits "))
    assert visits.split()[1] == f"{value:,.0f}"
    assert "…" not in done.stdout  # a number that is cut is another number


def test_the_readme_shows_the_scorecard_as_it_is(demo_warehouse):
    done = run("commerce", "scorecard", "--warehouse", str(demo_warehouse))
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    block = (ROOT / "README.md").read_text("utf-8").split("```console")[1].split("```")[0]
    shown = [line for line in block.splitlines() if line.startswith(("  ", "Week"))]
    assert len(shown) > 8
    assert all(line in printed for line in shown if line != "  ...")


def test_scorecard_without_a_warehouse_says_what_to_do(tmp_path):
    done = run("commerce", "scorecard", "--warehouse", str(tmp_path / "none.duckdb"))
    assert done.returncode == 2
    assert "commerce build" in one_line(done)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--vars", "return_window_days: -1"], "return_window_days"),
        (["--vars", "systems: {orders: shopify}"], "systems"),
        (["--vars", "systems: 5"], "systems"),
        (["--vars", "{"], "--vars"),
        (["--vars", "just text"], "--vars"),
        (["--vars", "reporting_curency: GBP"], "reporting_currency"),
        (["--target", "mainframe"], "mainframe"),
    ],
)
def test_unusable_input_ends_in_one_line_and_exit_code_2(tmp_path, arguments, named):
    done = build(tmp_path / "new.duckdb", *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert named in one_line(done)
    assert not (tmp_path / "new.duckdb").exists()


def test_a_selection_of_nothing_ends_in_one_line_and_exit_code_2(demo_warehouse):
    done = build(demo_warehouse, "--select", "kpi_nothing")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "kpi_nothing" in one_line(done)


def refusal(**options) -> str:
    """Return the line that refuses options, as ``commerce build`` finds it, without a build."""
    with pytest.raises(RuntimeError) as refused:
        compile_inline("{{ check_inputs() }}", **options)
    return re.search(r"Bad input: (.+)", str(refused.value))[1]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("store_timezone", "Mars/Olympus"),
        ("as_of", "soon"),
        ("max_uncosted_share", 2),
        ("max_uncosted_share", float("nan")),
        ("funnel_ordered", "no"),
        ("store_hosts", "shop.example"),
        ("reporting_currency", "euro"),
        ("file_format", "csv"),
        ("rebuild_from", "last week"),
        ("systems", {"shopify": ["orders"]}),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(option, value):
    assert option in refusal(**{option: value})


def test_a_file_format_that_models_would_not_get_is_refused():
    assert "--vars alone" in refusal(file_format="delta")  # the project was read without it


def test_options_that_make_sense_are_not_refused():
    assert compile_inline("{{ check_inputs() }}", as_of="2024-12-31", systems={}).strip() == ""


def test_money_without_a_rate_to_another_reporting_currency_is_kept_out():
    """The seed's rates lead to USD: a build in GBP must not take them for rates to GBP."""
    compiled = compile_project({"reporting_currency": "GBP"}, ROOT / "seeds" / "demo")
    warehouse = Warehouse(compiled)
    (*_, judged) = models = compiled.ancestors("int_orders_judged")
    warehouse.build(models)
    rows = warehouse.rows(f"(select distinct currency, verdict from {judged.relation})")
    accepted = {row["currency"] for row in rows if row["verdict"] == "accepted"}
    assert accepted <= {None, "GBP"}
    assert {"EUR", "USD"} & {row["currency"] for row in rows if row["verdict"] == "quarantined"}


def test_options_are_texts_and_never_sql():
    evil = "x'); drop table fct_visits; --"
    options = {"store_hosts": [evil], "required_expense_categories": [evil, "it's"]}
    compiled = compile_project(options, ROOT / "seeds" / "demo")
    warehouse = Warehouse(compiled)
    (*_, months) = models = compiled.ancestors("fct_visits", "fct_expense_months")
    warehouse.build(models)
    assert warehouse.rows(months.relation)


def test_a_warehouse_that_dbt_could_not_name_is_refused(tmp_path):
    done = build(tmp_path / "o'w.duckdb")
    assert done.returncode == 2
    assert "o'w.duckdb" in one_line(done)


def test_a_warehouse_may_be_in_any_folder(small_store, tmp_path):
    (folder := tmp_path / "o'my [1]; drop").mkdir()
    done = build(
        folder / "w.duckdb", "--landing", str(small_store), "--select", "+int_orders_kept"
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def small_store(tmp_path):
    """A landing folder with one order."""
    landing = tmp_path / "landing"
    write_csv(landing, "orders", ORDERS)
    return landing


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("page_groups", "pattern", "priority,pattern,page_group\n1,^/cart,cart\n2,^/(shop,shop"),
        ("bot_patterns", "pattern", "pattern\nbot\n^/(shop"),
        ("channel_rules", "medium_pattern", "priority,channel,medium_pattern\n1,Email,^/(shop"),
    ],
)
def test_what_is_no_regular_expression_is_refused(small_store, table, column, text):
    write_csv(small_store, table, text)
    line = refusal(landing=str(small_store))
    assert f"'{table}'" in line and f"'{column}'" in line and "^/(shop" in line


def test_a_refused_build_leaves_the_warehouse_as_it_was(small_store, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    arguments = ("--landing", str(small_store))
    assert build(warehouse, *arguments).returncode == 0
    before = hashlib.sha256(warehouse.read_bytes()).hexdigest()

    write_csv(small_store, "order_lines", "order_line_id,order_id,unit_price\nl,a,1")
    done = build(warehouse, *arguments)
    assert done.returncode == 2
    line = one_line(done)
    assert "order_lines" in line and "'quantity'" in line and "rows.csv" in line

    (small_store / "order_lines" / "rows.csv").unlink()
    (small_store / "refunds").mkdir()
    (small_store / "refunds" / "torn.parquet").write_bytes(b"PAR1 and no more")
    done = build(warehouse, *arguments)
    assert done.returncode == 2
    assert "torn.parquet" in one_line(done)

    (small_store / "refunds" / "torn.parquet").unlink()
    lines = ["cart_id,created_at,updated_at"] + ["c,2024-01-01,2024-01-01"] * 40_000
    lines[30_000] = 'c,"2024-01-01'  # a quote that never ends, far beyond any sample
    write_csv(small_store, "carts", "\n".join(lines))
    done = build(warehouse, *arguments)
    assert done.returncode == 2
    assert "carts" in one_line(done) and "rows.csv" in one_line(done)

    (small_store / "carts" / "rows.csv").unlink()
    write_csv(small_store, "bot_patterns", "pattern\nbot\n^/(shop")
    done = build(warehouse, *arguments)
    assert done.returncode == 2
    assert "bot_patterns" in one_line(done) and "^/(shop" in one_line(done)

    shutil.rmtree(small_store)
    done = build(warehouse, *arguments)
    assert done.returncode == 2
    assert str(small_store) in one_line(done)

    assert hashlib.sha256(warehouse.read_bytes()).hexdigest() == before


def test_a_warehouse_of_an_earlier_version_asks_for_a_full_refresh(small_store, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema main_intermediate")
        connection.execute("create table main_intermediate.int_web_events_judged (event_id text)")
    arguments = ("--landing", str(small_store), "--select", "int_web_events_judged")
    done = build(warehouse, *arguments)
    assert done.returncode == 2
    assert "--full-refresh" in one_line(done)


def test_a_failing_test_tells_its_name_and_where_to_look(tmp_path):
    project = tmp_path / "project"
    left_out = shutil.ignore_patterns(".git", ".venv", "target", "logs", "*.duckdb*", "python")
    shutil.copytree(ROOT, project, symlinks=True, ignore=left_out)
    (project / "tests" / "singular").mkdir(exist_ok=True)
    (project / "tests" / "singular" / "assert_nothing_is_sold.sql").write_text(
        "-- Fails if anything is sold.\nselect * from {{ ref('fct_orders') }}\n"
    )
    done = run(
        "commerce",
        "build",
        "--select",
        "+fct_orders",
        cwd=project,
    )
    assert done.returncode == 1
    assert "1 failed, 0 skipped" in done.stdout  # none that reads what is not selected
    assert "assert_nothing_is_sold" in done.stdout and "rows break it" in done.stdout
    assert "assert_nothing_is_sold.sql" in done.stdout.split("see ", 1)[1]
    assert "Traceback" not in done.stdout + done.stderr


def test_simulate_writes_a_store_and_refuses_a_folder_in_use(tmp_path):
    out = tmp_path / "store"
    arguments = ["simulate", "--visits", "200", "--days", "20", "--seed", "3", "--out", str(out)]
    done = run("commerce", *arguments)
    assert done.returncode == 0, done.stderr
    assert "web_events" in done.stdout
    again = run("commerce", *arguments)
    assert again.returncode == 2
    assert str(out) in one_line(again)
