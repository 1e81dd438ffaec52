"""A table is left as it is where its SQL and its inputs are; all else is built again."""

from pathlib import Path

import duckdb
import pytest
from conftest import build, query, run, write_csv

CASES, ORDERS = "fct_support_cases", "fct_orders"
SELECT = ("--select", f"+{CASES}", "--select", f"+{ORDERS}")


class Shop:
    """A small landing folder with a warehouse that is built from it."""

    def __init__(self, place: Path) -> None:
        self.landing, self.warehouse = place / "landing", place / "kept.duckdb"
        self.land_orders("o1,2024-04-01 10:00:00,2024-04-01 10:00:00,EUR,false")
        self.land_cases("c1,2024-03-01 10:00:00")
        write_csv(
            self.landing,
            "exchange_rates",
            "rate_date,currency,rate_to_reporting_currency\n2024-01-01,EUR,1.1\n",
        )

    def land_orders(self, *rows: str) -> None:
        head = "order_id,placed_at,updated_at,currency,is_test"
        write_csv(self.landing, "orders", "\n".join([head, *rows]) + "\n")

    def land_cases(self, *rows: str) -> None:
        head = "case_id,created_at"
        write_csv(self.landing, "support_cases", "\n".join([head, *rows]) + "\n")

    def build(self, *arguments: str, warehouse: Path | None = None) -> None:
        done = build(
            warehouse or self.warehouse, "--landing", str(self.landing), *SELECT, *arguments
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def made(self) -> dict[str, int]:
        """Return a number for each table that is another one where it was built again."""
        return dict(query(self.warehouse, "select table_name, table_oid from duckdb_tables()"))

    def assert_tells_what_a_new_warehouse_tells(self, *arguments: str) -> None:
        anew = self.warehouse.with_name("anew.duckdb")
        anew.unlink(missing_ok=True)
        self.build(*arguments, warehouse=anew)
        for table in (CASES, ORDERS):
            rows = f"from {table} order by all"
            assert query(self.warehouse, rows) == query(anew, rows)


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    made.build()
    return made


def test_nothing_new_builds_nothing_and_a_full_refresh_everything(shop):
    before = shop.made()
    shop.build()
    models = {name for name in before if name.startswith(("int_", "fct_"))}
    assert {name for name in models if shop.made()[name] != before[name]} == set()
    shop.build("--full-refresh")
    by_day = {"int_web_events_judged", "int_events_sessionized", "int_visits_sourced"}
    same = {name for name in models if shop.made()[name] == before[name]}
    assert same <= by_day


def test_what_changed_is_built_again_and_what_tells_the_same_ends_it_there(shop):
    before = shop.made()
    shop.land_cases("c1,2024-03-01 10:00:00", "c2,2024-03-02 10:00:00")
    shop.build()
    after = shop.made()
    # as_of is worked out again from the new case, and is what it was: orders stay.
    assert after["int_as_of_resolved"] != before["int_as_of_resolved"]
    assert after[CASES] != before[CASES]
    assert after[ORDERS] == before[ORDERS]
    assert len(query(shop.warehouse, f"from {CASES}")) == 2
    shop.assert_tells_what_a_new_warehouse_tells()


def test_a_case_that_moves_as_of_reaches_what_depends_on_it(shop):
    shop.land_cases("c1,2024-03-01 10:00:00", "c2,2024-09-02 10:00:00")
    shop.build()
    shop.assert_tells_what_a_new_warehouse_tells()


def test_an_option_that_changes_reaches_what_depends_on_it(shop):
    before = shop.made()
    zone = ("--vars", "store_timezone: Pacific/Auckland")
    shop.build(*zone)
    assert shop.made()[ORDERS] != before[ORDERS]
    shop.assert_tells_what_a_new_warehouse_tells(*zone)


def test_a_table_that_went_is_built_again(shop):
    with duckdb.connect(str(shop.warehouse)) as connection:
        connection.execute(f"drop table {CASES}")
    shop.build()
    shop.assert_tells_what_a_new_warehouse_tells()


def test_sql_that_changes_is_noticed(checkout, tmp_path):
    model = checkout / "models" / "intermediate" / "audience" / "int_people.sql"
    text = model.read_text("utf-8")
    warehouse = tmp_path / "kept.duckdb"

    def built() -> list[tuple]:
        done = run(
            *("dbt", "run", "--select", "+int_people"),
            cwd=checkout,
            COMMERCE_WAREHOUSE=str(warehouse),
            DBT_TARGET_PATH=str(tmp_path / "target"),
            DBT_LOG_PATH=str(tmp_path / "target"),
        )
        assert done.returncode == 0, done.stdout
        return query(warehouse, "select distinct gender from main_intermediate.int_people")

    assert len(built()) > 1
    try:
        model.write_text(text.replace("    gender\n", "    'same' as gender\n"), "utf-8")
        assert built() == [("same",)]
    finally:
        model.write_text(text, "utf-8")
