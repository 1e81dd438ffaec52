"""A table is left as it is where its SQL and its inputs are; all else is built again."""

from datetime import date
from pathlib import Path

import duckdb
from conftest import build, query, run, write_csv

CASES, ORDERS = "fct_support_cases", "fct_orders"
SELECT = ("--select", f"+{CASES}", "--select", f"+{ORDERS}")


class Shop:
    """A small landing folder with a warehouse that is built from it."""

    def __init__(self, place: Path) -> None:
        self.landing, self.warehouse = place / "landing", place / "kept.duckdb"
        self.land_orders("o1,2024-04-01 20:00:00,2024-04-01 20:00:00,EUR,false")
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
        head = "case_id,opened_at"
        write_csv(self.landing, "support_cases", "\n".join([head, *rows]) + "\n")

    def build(self, *arguments: str) -> None:
        done = build(self.warehouse, "--landing", str(self.landing), *SELECT, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def made(self) -> dict[str, int]:
        """Return a number for each table that is another one where it was built again."""
        return dict(query(self.warehouse, "select table_name, table_oid from duckdb_tables()"))


def test_what_is_as_it_was_stays_and_what_changed_is_built_again(tmp_path):
    shop = Shop(tmp_path)
    shop.build()
    first = shop.made()
    models = {name for name in first if name.startswith(("int_", "fct_"))}

    shop.build()
    assert {name for name in models if shop.made()[name] != first[name]} == set()

    # as_of is worked out again from the new case, and is what it was: orders stay.
    shop.land_cases("c1,2024-03-01 10:00:00", "c2,2024-03-02 10:00:00")
    shop.build()
    second = shop.made()
    assert second["int_as_of_resolved"] != first["int_as_of_resolved"]
    assert second[CASES] != first[CASES]
    assert second[ORDERS] == first[ORDERS]
    assert len(query(shop.warehouse, f"from {CASES}")) == 2

    # An option reaches what depends on it; a table that went is there again.
    with duckdb.connect(str(shop.warehouse)) as connection:
        connection.execute(f"drop table {CASES}")
    shop.build("--vars", "store_timezone: Pacific/Auckland")
    placed = query(shop.warehouse, f"select placed_date from {ORDERS}")
    assert placed == [(date(2024, 4, 2),)]
    assert len(query(shop.warehouse, f"from {CASES}")) == 2

    before = shop.made()
    shop.build("--full-refresh")
    assert {name for name in models if shop.made()[name] == before[name]} == set()


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
