"""The command ``commerce``: what it prints, and its exit codes."""

import hashlib
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
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


@pytest.mark.parametrize("command", ["build", "simulate", "scorecard"])
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


def test_scorecard_prints_the_last_complete_week_and_month(demo_warehouse):
    done = run("commerce", "scorecard", "--warehouse", str(demo_warehouse))
    assert done.returncode == 0, done.stderr
    assert "Average order value" in done.stdout and "before" in done.stdout
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
    done = run("commerce", "scorecard", "--warehouse", str(demo_warehouse), COLUMNS="80")
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    block = (ROOT / "README.md").read_text("utf-8").split("```console")[1].split("```")[0]
    shown = [line for line in block.splitlines() if line.startswith(("  ", "KPI"))]
    assert len(shown) > 6
    assert all(line in printed for line in shown if line != "  ...")


def test_scorecard_without_a_warehouse_says_what_to_do(tmp_path):
    done = run("commerce", "scorecard", "--warehouse", str(tmp_path / "none.duckdb"))
    assert done.returncode == 2
    assert "commerce build" in one_line(done)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--vars", "return_window_days: -1"], "return_window_days"),
        (["--vars", "store_timezone: Mars/Olympus"], "store_timezone"),
        (["--vars", "as_of: soon"], "as_of"),
        (["--vars", "max_uncosted_share: 2"], "max_uncosted_share"),
        (["--vars", "systems: {orders: shopify}"], "systems"),
        (["--vars", "{"], "--vars"),
        (["--vars", "just text"], "--vars"),
        (["--vars", "reporting_curency: GBP"], "reporting_currency"),
        (["--vars", "systems: 5"], "systems"),
        (["--select", "kpi_nothing"], "kpi_nothing"),
        (["--landing", "nowhere"], "nowhere"),
        (["--target", "mainframe"], "mainframe"),
    ],
)
def test_unusable_input_ends_in_one_line_and_exit_code_2(tmp_path, arguments, named):
    done = build(tmp_path / "new.duckdb", *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert named in one_line(done)
    assert not (tmp_path / "new.duckdb").exists()


def test_money_without_a_rate_to_another_reporting_currency_is_kept_out_and_told(tmp_path):
    """The seed's rates lead to USD: a build in GBP must not take them for rates to GBP."""
    done = build(tmp_path / "w.duckdb", "--vars", "reporting_currency: GBP")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "quarantined" in done.stdout and "orders" in done.stdout
    accepted = query(
        tmp_path / "w.duckdb",
        "select distinct currency from main_intermediate.int_orders_judged"
        " where verdict = 'accepted'",
    )
    assert {currency for (currency,) in accepted} <= {None, "GBP"}


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
def test_what_is_no_regular_expression_is_refused(small_store, tmp_path, table, column, text):
    write_csv(small_store, table, text)
    done = build(tmp_path / "new.duckdb", "--landing", str(small_store))
    assert done.returncode == 2, done.stdout + done.stderr
    line = one_line(done)
    assert f"'{table}'" in line and f"'{column}'" in line and "^/(shop" in line
    assert not (tmp_path / "new.duckdb").exists()


def test_a_refused_build_leaves_the_warehouse_as_it_was(small_store, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    assert build(warehouse, "--landing", str(small_store)).returncode == 0
    before = hashlib.sha256(warehouse.read_bytes()).hexdigest()

    write_csv(small_store, "order_lines", "order_line_id,order_id,unit_price\nl,a,1")
    done = build(warehouse, "--landing", str(small_store))
    assert done.returncode == 2
    line = one_line(done)
    assert "order_lines" in line and "'quantity'" in line and "rows.csv" in line

    (small_store / "order_lines" / "rows.csv").unlink()
    (small_store / "refunds").mkdir()
    (small_store / "refunds" / "torn.parquet").write_bytes(b"PAR1 and no more")
    done = build(warehouse, "--landing", str(small_store))
    assert done.returncode == 2
    assert "torn.parquet" in one_line(done)

    (small_store / "refunds" / "torn.parquet").unlink()
    lines = ["cart_id,created_at,updated_at"] + ["c,2024-01-01,2024-01-01"] * 40_000
    lines[30_000] = 'c,"2024-01-01'  # a quote that never ends, far beyond any sample
    write_csv(small_store, "carts", "\n".join(lines))
    done = build(warehouse, "--landing", str(small_store))
    assert done.returncode == 2
    assert "carts" in one_line(done) and "rows.csv" in one_line(done)

    assert hashlib.sha256(warehouse.read_bytes()).hexdigest() == before


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
    assert "assert_nothing_is_sold" in done.stdout and "rows break it" in done.stdout
    assert "assert_nothing_is_sold.sql" in done.stdout.split("see ", 1)[1]
    assert "Traceback" not in done.stdout + done.stderr


def test_parquet_csv_and_split_files_give_the_same_kpis(small_store, tmp_path):
    rows = {"order_line_id": ["1", "2"], "order_id": ["a", "a"], "quantity": [2, 1]}
    table = pa.table({**rows, "unit_price": pa.array([1.5, 4.25])})
    csv, parquet = small_store, tmp_path / "parquet"
    write_csv(
        csv, "order_lines", "order_line_id,order_id,quantity,unit_price\n1,a,2,1.5\n2,a,1,4.25"
    )
    for name, part in {"one": table.slice(0, 1), "two": table.slice(1)}.items():
        (parquet / "order_lines").mkdir(parents=True, exist_ok=True)
        pq.write_table(part, parquet / "order_lines" / f"{name}.parquet")
    write_csv(parquet, "orders", ORDERS)
    values = []
    for landing in (csv, parquet):
        warehouse = tmp_path / f"{landing.name}.duckdb"
        assert build(warehouse, "--landing", str(landing)).returncode == 0
        values.append(query(warehouse, "from kpi_values order by all"))
    assert values[0] == values[1]
    assert ("total_sales", 7.25) in {(row[0], row[7]) for row in values[0]}


def test_simulate_writes_a_store_and_refuses_a_folder_in_use(tmp_path):
    out = tmp_path / "store"
    arguments = ["simulate", "--visits", "200", "--days", "20", "--seed", "3", "--out", str(out)]
    done = run("commerce", *arguments)
    assert done.returncode == 0, done.stderr
    assert "web_events" in done.stdout
    again = run("commerce", *arguments)
    assert again.returncode == 2
    assert str(out) in one_line(again)
