"""Builds stores on DuckDB and on Spark and shows what differs.

make parity
make parity STORES=demo
make parity TARGET=spark_cluster
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from commerce.cluster import cluster_folder
from parity.compare import SHOWN, Difference, differences

ROOT = Path(__file__).resolve().parents[3]
VISITS, DAYS, SEED = 20_000, 120, 1  # of the simulated store
STORES = ("demo", "simulated")


@click.command()
@click.argument("stores", nargs=-1, type=click.Choice(STORES))
@click.option("--target", default="spark", show_default=True, help="Which Spark to build on.")
def main(stores: tuple[str, ...], target: str) -> None:
    """Compare STORES, all unless told."""
    console = Console(soft_wrap=True, highlight=False)
    place = Path(tempfile.mkdtemp(prefix="commerce-parity-"))
    differing = 0
    for store in stores or STORES:
        landing = landing_of(store, place, console)
        duckdb, spark = place / f"{store}.duckdb", place / f"{store}_spark"
        build(console, store, "duckdb", landing, duckdb)
        if target == "spark":
            build(console, store, target, landing, spark)
        else:
            build(console, store, target, landing, None)
            spark = cluster_folder() / "tables"
        differing += show(console, store, differences(duckdb, spark))
    sys.exit(1 if differing else 0)


def landing_of(store: str, place: Path, console: Console) -> list[str]:
    """Return the arguments of ``commerce build`` for a store, which is made where it must be."""
    if store == "demo":
        return []
    folder = place / store
    command = ["simulate", "--visits", VISITS, "--days", DAYS, "--seed", SEED, "--out", folder]
    call(console, command)
    return ["--landing", str(folder)]


def build(
    console: Console, store: str, target: str, landing: list[str], warehouse: Path | None
) -> None:
    """Build a store on a target, with all tests of the data; end where that fails."""
    chosen = ["--warehouse", warehouse] if warehouse else []
    started = time.monotonic()
    call(console, ["build", "--target", target, *landing, *chosen])
    console.print(f"{store} on {target}: {time.monotonic() - started:.0f} s")


def call(console: Console, arguments: list[object]) -> None:
    """Call ``commerce``; show what it says and end where it fails."""
    commerce = Path(sys.executable).with_name("commerce")
    written = tempfile.mkdtemp(prefix="commerce-parity-dbt-")
    done = subprocess.run(
        [str(part) for part in (commerce, *arguments)],
        cwd=ROOT,
        env={**os.environ, "DBT_TARGET_PATH": written, "DBT_LOG_PATH": written},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        console.print(done.stdout + done.stderr, markup=False)
        sys.exit(done.returncode)


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
