"""The comparison of two engines' marts notices what differs, and passes over what may."""

import duckdb
import pytest
from parity.compare import differences

COLUMNS = "'a' as id, timestamp '2024-01-01 10:00:00' as placed_at, 1.5::decimal(18, 4) as money"


@pytest.fixture
def told(tmp_path):
    """Write a mart on both sides, from SQL for each, and return what differs in it."""

    def write_and_compare(duck: str, spark: str) -> list:
        with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
            connection.execute(f"create or replace table mart as {duck}")
            folder = tmp_path / "spark" / "main.db" / "mart"
            folder.mkdir(parents=True, exist_ok=True)
            connection.execute(f"copy ({spark}) to '{folder}/part.parquet' (format parquet)")
        return differences(tmp_path / "w.duckdb", tmp_path / "spark")["mart"]

    return write_and_compare


@pytest.mark.parametrize(
    ("duck", "spark"),
    [
        (f"select {COLUMNS}", f"select {COLUMNS}"),
        ("select 1 as id, 0.1::double + 0.2 as share", "select 1 as id, 0.3::double as share"),
        ("select 1 as id, null::double as share", "select 1 as id, null::double as share"),
        ("from (values (1), (2)) as rows (id)", "from (values (2), (1)) as rows (id)"),
    ],
)
def test_what_may_differ_is_passed_over(told, duck, spark):
    assert told(duck, spark) == []


@pytest.mark.parametrize(
    ("duck", "spark", "sides"),
    [
        ("select 1 as id", "select 2 as id", ["duckdb", "spark"]),
        ("from (values (1), (1)) as rows (id)", "select 1 as id", ["duckdb"]),
        ("select 1 as id where false", "select 1 as id", ["spark"]),
        ("select null::int as id", "select 0 as id", ["duckdb", "spark"]),
        ("select 1 as id, 1::double as share", "select 1 as id, 1.000001 as share", ["both"]),
        ("select 1 as id, 1::double as share", "select 1 as id, null::double as share", ["both"]),
        ("select 1 as id, 0::double as share", "select 1 as id, 1e-12::double as share", ["both"]),
        (
            "select timestamp '2024-01-01 10:00:00.000001' as at",
            "select timestamp '2024-01-01 10:00:00' as at",
            ["duckdb", "spark"],
        ),
        (
            "select 1.5::decimal(18, 4) as money",
            "select 1.5001::decimal(18, 4) as money",
            ["duckdb", "spark"],
        ),
        ("select 1 as id", "select 1 as key", ["both"]),
    ],
)
def test_what_differs_is_noticed(told, duck, spark, sides):
    assert sorted(one.side for one in told(duck, spark)) == sides


def test_a_mart_that_spark_lacks_is_noticed(told, tmp_path):
    told("select 1 as id", "select 1 as id")
    assert [one.side for one in differences(tmp_path / "w.duckdb", tmp_path / "none")["mart"]] == [
        "duckdb"
    ]
