"""Whether DuckDB and Spark tell the same: every mart of two warehouses, row by row.

Values that are exact (texts, days, moments to the microsecond, counts, money) must be equal;
doubles may differ by 1e-9 of their size, for engines add them up in different orders.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

TOLERANCE = 1e-9
SHOWN = 3  # rows of a mart
MARTS = "main"  # schema
# A mart that is a view has no files on Spark: what it is made of is compared.
BEHIND = {"fct_events": ("main_intermediate", "int_events_sessionized")}


@dataclass(frozen=True)
class Difference:
    """A row that one side tells otherwise, or alone."""

    mart: str
    side: str  # which has it, or `both` for doubles that differ
    row: str


def differences(warehouse: Path, spark: Path) -> dict[str, list[Difference]]:
    """Return the differing rows of each mart.

    `warehouse` is a DuckDB file, `spark` the folder of a Spark warehouse.
    """
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{warehouse}' as told (read_only)")
        found = connection.execute(
            "select table_name from information_schema.tables"
            f" where table_catalog = 'told' and table_schema = '{MARTS}' order by 1"
        )
        marts = [name for (name,) in found.fetchall()]
        assert marts, f"{warehouse} has no marts"
        return {
            mart: _of_table(connection, mart, *BEHIND.get(mart, (MARTS, mart)), spark)
            for mart in marts
        }


def _of_table(
    connection: duckdb.DuckDBPyConnection, mart: str, schema: str, table: str, spark: Path
) -> list[Difference]:
    described = connection.execute(f"describe told.{schema}.{table}").fetchall()
    types = {name: type for name, type, *_ in described}
    files = spark / f"{schema}.db" / table
    if not files.is_dir():
        return [Difference(mart, "duckdb", "the whole mart")]
    relation = f"read_parquet('{files}/**/*.parquet')"
    columns = [name for name, *_ in connection.execute(f"describe from {relation}").fetchall()]
    if columns != list(types):
        return [Difference(mart, "both", f"columns {list(types)} and {columns}")]
    exact = [f'"{name}"' for name, type in types.items() if type != "DOUBLE"]
    doubles = [f'"{name}"' for name, type in types.items() if type == "DOUBLE"]
    # Rows that are alike in all that is exact are told apart by their doubles' order.
    order = f"partition by {', '.join(exact)} order by {', '.join(doubles) or 1}"
    place = f"row_number() over ({order}) as place"
    read = ", ".join(f'cast("{name}" as {type}) as "{name}"' for name, type in types.items())
    same = " and ".join(
        f"duck.{name} is not distinct from spark.{name}" for name in [*exact, "place"]
    )
    close = " or ".join(f"not ({_close(name)})" for name in doubles) or "false"
    rows = connection.execute(
        f"""
        with duck as (select *, {place} from (select {read} from told.{schema}.{table})),
        spark as (select *, {place} from (select {read} from {relation}))
        select
            case
                when duck.place is null then 'spark'
                when spark.place is null then 'duckdb'
                else 'both'
            end as side,
            duck,
            spark
        from duck full join spark on {same}
        where duck.place is null or spark.place is null or {close}
        """
    )
    return [
        Difference(
            mart,
            side,
            str(one if side == "duckdb" else other if side == "spark" else (one, other)),
        )
        for side, one, other in rows.fetchall()
    ]


def _close(name: str) -> str:
    one, other = f"duck.{name}", f"spark.{name}"
    within = f"abs({one} - {other}) <= {TOLERANCE} * greatest(abs({one}), abs({other}))"
    return f"{one} is not distinct from {other} or coalesce({within}, false)"
