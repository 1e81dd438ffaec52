"""The project's SQL and an independent calculation tell the same numbers.

Every KPI, period and segment of generated stores that sit on the edges of the definitions, of
the demo store and of real stores. A difference names the store and how to see it again.
"""

from pathlib import Path

import oracle
import pytest
import stores
from agreement import KEYS, BothSides, differing
from compiled import ROOT, Warehouse, compile_project
from conftest import REAL, needs_real_stores

STORES, STORES_LONG = 1_000, 20_000
REFERENCE = ROOT / "seeds" / "reference"

each_setting = pytest.mark.parametrize("setting", stores.SETTINGS, ids=lambda one: one.name)


def agree_on_stores(setting: stores.Setting, count: int, seed: int, landing: Path) -> None:
    """Assert that both sides tell `count` stores alike, and that every KPI is among them."""
    both, told = BothSides(setting, landing, data_tests=True), set()
    assert_data_tests_pass(both, next(stores.each_batch(setting, 40, seed, size=40)).tables)
    for batch in stores.each_batch(setting, count, seed):
        differences = both.differences(batch.tables)
        shown = "\n".join(map(str, differences[:10]))
        assert not differences, (
            f"{len(differences)} rows of stores {batch.numbers[0]} to {batch.numbers[-1]} differ:"
            f"\n{shown}\n"
            f"make replay SETTING={setting.name} SEED={seed} STORE={batch.numbers[0]}"
        )
        told.update(
            row["kpi"] for row in both.warehouse.rows("(select distinct kpi from kpi_values)")
        )
    kpis = {model.name for model in both.models if model.folder == "marts/kpis"}
    assert {f"kpi_{kpi}" for kpi in told} == kpis - {"kpi_values"}


def assert_data_tests_pass(both: BothSides, tables: stores.Tables) -> None:
    """Assert that dbt's own tests find nothing wrong with the marts of these tables."""
    assert both.warehouse.compiled.data_tests
    both.build(tables)
    both.warehouse.build(both.warehouse.compiled.models)
    failed = [
        test.name
        for test in both.warehouse.compiled.data_tests
        if both.warehouse.connection.execute(test.sql).fetchall()
    ]
    assert not failed


@each_setting
def test_both_sides_agree_on_generated_stores(setting, store_seed, tmp_path):
    agree_on_stores(setting, STORES // len(stores.SETTINGS), store_seed, tmp_path)


@pytest.mark.long
@each_setting
def test_both_sides_agree_on_many_generated_stores(setting, store_seed, tmp_path):
    agree_on_stores(setting, STORES_LONG // len(stores.SETTINGS), store_seed + 1, tmp_path)


def test_both_sides_agree_on_stores_without_a_moment_for_as_of(store_seed, tmp_path):
    both = BothSides(stores.SETTINGS[0], tmp_path)
    for batch in stores.each_batch(stores.SETTINGS[0], 60, store_seed):
        timeless = {
            name: rows for name, rows in batch.tables.items() if name not in stores.TELL_AS_OF
        }
        assert not both.differences(timeless)[:10]


@pytest.mark.parametrize("write", [stores.write, stores.write_typed], ids=["text", "typed"])
def test_both_sides_agree_on_odd_values_of_every_column(write, store_seed, tmp_path):
    """As text, and as a database exports it: a column has a type, if all of its values can."""
    batch = next(stores.each_batch(stores.ODD_SETTING, 40, store_seed))
    tables = stores.with_odd_rows(batch.tables, typed=write is stores.write_typed)
    both = BothSides(stores.ODD_SETTING, tmp_path, write, first=tables)
    assert not both.differences(tables)[:10]


def agree_on_folder(landing: Path, options: dict[str, object]) -> None:
    """Assert that both sides tell a landing folder alike."""
    compiled = compile_project(options, landing)
    warehouse = Warehouse(compiled)
    warehouse.build(compiled.ancestors(*KEYS))
    told = oracle.marts(
        oracle.read_landing(landing),
        oracle.read_reference(REFERENCE),
        oracle.Options.of(options),
    )
    for mart in KEYS:
        assert not list(differing(mart, warehouse.rows(mart), told[mart]))[:10]


def test_both_sides_agree_on_the_demo_store():
    agree_on_folder(ROOT / "seeds" / "demo", {})


@needs_real_stores
def test_both_sides_agree_on_an_access_log():
    agree_on_folder(REAL / "weblog", {})


@pytest.mark.long
@needs_real_stores
def test_both_sides_agree_on_a_year_of_a_gift_shop():
    agree_on_folder(REAL / "online_retail", {"reporting_currency": "GBP"})


def test_a_row_that_is_wrong_missing_or_new_is_seen():
    cell = {
        "kpi": "visits",
        "period_grain": "day",
        "period_start": "2024-01-01",
        "segment_by": "all",
        "segment": "all",
        "value": 2.0,
    }
    other = {**cell, "segment_by": "store"}
    assert not list(differing("kpi_values", [cell], [{**cell, "value": 2.0 + 1e-12}]))
    assert len(list(differing("kpi_values", [cell], [{**cell, "value": 2.0001}]))) == 1
    assert len(list(differing("kpi_values", [cell], [{**cell, "value": None}]))) == 1
    assert len(list(differing("kpi_values", [cell, other], [cell]))) == 1
    assert len(list(differing("kpi_values", [cell], [cell, other]))) == 1
    with pytest.raises(AssertionError, match="two rows"):
        list(differing("kpi_values", [cell, cell], [cell]))
