"""Builds stores on DuckDB and on Spark and shows what differs.

make parity
make parity STORES=demo
make parity TARGET=spark_cluster
"""

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Table

from commerce.build import run_build
from commerce.cluster import cluster_folder
from commerce.simulate import simulate
from parity.compare import SHOWN, Difference, differences

VISITS, DAYS, SEED = 20_000, 120, 1  # of the simulated store
STORES = ("demo", "simulated")
# What is kept by day: built once before the last events land, so that they are added to it.
BY_DAY = ("+fct_visits", "+int_page_moves_counted")
IN_CSV = ("orders", "order_lines", "carts")  # of the simulated store; the rest is Parquet


@dataclass(frozen=True)
class Builder:
    """Builds one store after the other: a Spark session has one warehouse as long as it lives."""

    console: Console
    target: str
    place: Path

    @property
    def spark(self) -> Path:
        """The folder of Spark's warehouse."""
        return self.place / "spark" if self.target == "spark" else cluster_folder() / "tables"

    def duckdb(self, store: str) -> Path:
        """Return the warehouse file of a store."""
        return self.place / f"{store}.duckdb"

    def build(self, store: str, landing: Path | None, select: tuple[str, ...] = ()) -> None:
        """Build a store on both engines, with all tests of the data; end where that fails."""
        spark = self.spark if self.target == "spark" else None
        for target, warehouse in (("duckdb", self.duckdb(store)), (self.target, spark)):
            started = time.monotonic()
            if code := run_build(self.console, landing, warehouse, target, select=select):
                sys.exit(code)
            self.console.print(f"{store} on {target}: {time.monotonic() - started:.0f} s")


@click.command()
@click.argument("stores", nargs=-1, type=click.Choice(STORES))
@click.option("--target", default="spark", show_default=True, help="Which Spark to build on.")
def main(stores: tuple[str, ...], target: str) -> None:
    """Compare STORES, all unless told."""
    console = Console(soft_wrap=True, highlight=False)
    place = Path(tempfile.mkdtemp(prefix="commerce-parity-"))
    os.environ.update(DBT_TARGET_PATH=str(place / "target"), DBT_LOG_PATH=str(place / "logs"))
    builder, differing = Builder(console, target, place), 0
    for store in stores or STORES:
        if store == "demo":
            builder.build(store, None)
        else:
            add_up(builder, store)
        differing += show(console, store, differences(builder.duckdb(store), builder.spark))
    sys.exit(1 if differing else 0)


def add_up(builder: Builder, store: str) -> None:
    """Build a simulated store whose last events land after a first build."""
    landing = builder.place / store
    simulate(VISITS, DAYS, SEED, landing)
    for table in IN_CSV:
        write_as_csv(landing / table)
    (events,) = (landing / "web_events").iterdir()
    last = cut_last_events(events)
    builder.build(store, landing, BY_DAY)
    last.rename(events.with_name("part-00001.parquet"))
    builder.build(store, landing)


def write_as_csv(table: Path) -> None:
    """Write the Parquet files of a landing table as CSV instead."""
    for file in table.iterdir():
        duckdb.sql(f"copy (from read_parquet('{file}')) to '{file.with_suffix('.csv')}'")
        file.unlink()


def cut_last_events(events: Path) -> Path:
    """Take the tenth of the events that was loaded last out of a file, into another one."""
    rows, last = events.with_suffix(".all"), events.with_suffix(".last")
    events.rename(rows)
    with duckdb.connect() as connection:
        connection.execute(
            f"create view ranked as select *, percent_rank() over (order by loaded_at) as place"
            f" from read_parquet('{rows}')"
        )
        for file, which in ((events, "<"), (last, ">=")):
            connection.execute(
                f"copy (select * exclude (place) from ranked where place {which} 0.9)"
                f" to '{file}' (format parquet)"
            )
    rows.unlink()
    return last


def show(console: Console, store: str, found: dict[str, list[Difference]]) -> int:
    """Print the differing rows of each mart, some of them whole; return how many there are."""
    total = sum(map(len, found.values()))
    console.print(f"{store}: {total} rows differ in {len(found)} marts")
    if total:
        table = Table("mart", "differ", "in", "row")
        for mart, rows in found.items():
            for number, one in enumerate(rows[:SHOWN]):
                head = (mart, str(len(rows))) if number == 0 else ("", "")
                table.add_row(*head, one.side, one.row)
        console.print(table)
    return total


if __name__ == "__main__":
    main()
