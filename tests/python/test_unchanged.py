"""A table is left as it is where its SQL and its inputs are; all else is built again."""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import duckdb
from compiled import compile_inline
from conftest import build, query, write_csv
from loads import BY_DAY

from commerce.account import _first_lines

CASES, ORDERS = "fct_support_cases", "fct_orders"
SELECT = ("--select", f"+{CASES}", "--select", f"+{ORDERS}")


class Shop:
    """A small landing folder with a warehouse that is built from it."""

    def __init__(self, place: Path, project: Path) -> None:
        self.project = project
        self.landing, self.warehouse = place / "landing", place / "kept.duckdb"
        self.land_orders("o1,2024-04-01 20:00:00,2024-04-01 20:00:00,EUR,false")
        self.land_cases("c1,2024-03-01 10:00:00")
        write_csv(
            self.landing,
            "exchange_rates",
            "rate_date,currency,rate\n2024-01-01,EUR,1.1\n",
        )

    def land_orders(self, *rows: str) -> None:
        head = "order_id,placed_at,updated_at,currency,is_test"
        write_csv(self.landing, "orders", "\n".join([head, *rows]) + "\n")

    def land_cases(self, *rows: str) -> None:
        head = "case_id,opened_at"
        write_csv(self.landing, "support_cases", "\n".join([head, *rows]) + "\n")

    def build(self, *arguments: str) -> dict[str, bool]:
        """Build; return of each model whether it was built and not left as it was."""
        landing = ("--landing", str(self.landing))
        done = build(self.warehouse, *landing, *SELECT, *arguments, project=self.project)
        assert done.returncode == 0, done.stdout + done.stderr
        results = self.warehouse.parent / "target" / "run_results.json"
        return {
            one["unique_id"].split(".")[2]: one["message"] != "UNCHANGED"
            for one in json.loads(results.read_text("utf-8"))["results"]
        }


def test_what_is_as_it_was_stays_and_what_changed_is_built_again(small_project, tmp_path):
    shop = Shop(tmp_path, small_project)
    first = shop.build()
    tables = {name for name in first if name.startswith(("int_", "fct_"))} - set(BY_DAY)
    views = ("_kept", "_screened", "_events", "visits_channeled")
    tables -= {name for name in first if name.endswith(views)}
    assert all(first[name] for name in tables)
    second = shop.build()
    assert {name for name in tables if second[name]} == set()

    # as_of is worked out again from the new case, and is what it was: orders stay.
    shop.land_cases("c1,2024-03-01 10:00:00", "c2,2024-03-02 10:00:00")
    third = shop.build()
    assert third["int_support_cases_judged"] and third["int_as_of_resolved"] and third[CASES]
    assert not third[ORDERS] and not third["int_orders_judged"]
    assert len(query(shop.warehouse, f"from {CASES}")) == 2

    # An option reaches what depends on it; a table that went is there again.
    with duckdb.connect(str(shop.warehouse)) as connection:
        connection.execute(f"drop table {CASES}")
    fourth = shop.build("--vars", "store_timezone: Pacific/Auckland")
    assert fourth[ORDERS] and fourth[CASES]
    placed = query(shop.warehouse, f"select placed_date from {ORDERS}")
    assert placed == [(date(2024, 4, 2),)]
    assert len(query(shop.warehouse, f"from {CASES}")) == 2

    fifth = shop.build("--full-refresh")
    assert all(fifth[name] for name in tables)


def test_sql_that_changes_is_noticed(small_project, tmp_path):
    model = small_project / "models" / "intermediate" / "audience" / "int_people.sql"
    text = model.read_text("utf-8")
    warehouse = tmp_path / "kept.duckdb"

    def genders() -> list[tuple]:
        done = build(warehouse, "--select", "+int_people", project=small_project)
        assert done.returncode == 0, done.stdout + done.stderr
        return query(warehouse, "select distinct gender from main_intermediate.int_people")

    assert len(genders()) > 1
    try:
        model.write_text(text.replace("    gender\n", "    'same' as gender\n"), "utf-8")
        assert genders() == [("same",)]
    finally:
        model.write_text(text, "utf-8")


def test_a_macro_that_tells_events_otherwise_is_noticed_and_another_is_not():
    def recipe(name: str) -> str:
        other = {f"macro.commerce_control.{name}": f"{{% macro {name}() %}}true{{% endmacro %}}"}
        return compile_inline("{{ recipe_of_events() }}", other)

    now = compile_inline("{{ recipe_of_events() }}")
    assert len(now) == 32
    assert recipe("starts_visit") != now
    assert recipe("chi_square_p") == now


def test_columns_of_an_earlier_version_ask_for_a_full_refresh():
    failed = SimpleNamespace(failures=None, message="\n  The schemas are out of sync! See:\n  - a")
    assert "--full-refresh" in _first_lines(failed)
