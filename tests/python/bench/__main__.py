"""Measures builds of a simulated store, and prints them beside other ways to the same numbers.

make bench-quick
make bench EVENTS='1000000 10000000'
make bench EVENTS='30000000 --days 1095'     three years of as many events a day
make plot                                    draw what was measured (docs/performance.svg)
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Table

from bench.plot import keep
from bench.same import compared
from commerce.simulate import simulate

ROOT = Path(__file__).resolve().parents[3]
BOTS = ROOT / "seeds" / "reference" / "bot_patterns.csv"
EVENTS_A_VISIT = 5.74  # of the simulator
MEMORY = "8GB"
WAYS = {"floor": "floor", "Polars": "with_polars", "pandas": "with_pandas"}
# What the other ways tell, and what that is made of.
THEIR_KPIS = (
    *("visits", "unique_visitors", "new_visitors", "page_views_per_visit", "time_per_visit"),
    *("engagement_rate", "conversion_rate", "site_search_rate"),
    *("orders", "total_sales", "average_order_value"),
)


@dataclass(frozen=True)
class Measured:
    """What one process took."""

    seconds: float
    memory: float  # GB at the most
    read: float  # GB, from files or their cache
    written: float  # GB
    queries: float  # seconds in queries; of what is no build of dbt, all


@click.command()
@click.argument("events", nargs=-1, type=int)
@click.option("--days", default=365, show_default=True, help="Days of the store.")
@click.option("--keep", "is_kept", is_flag=True, help="Keep the figures for docs/performance.svg.")
def main(events: tuple[int, ...], days: int, is_kept: bool) -> None:
    """Measure stores of about so many EVENTS."""
    console = Console(soft_wrap=True, highlight=False)
    for number in events or (1_000_000, 10_000_000):
        with tempfile.TemporaryDirectory(prefix="commerce-bench-") as place:
            measure(console, number, days, Path(place), is_kept)


def measure(console: Console, events: int, days: int, place: Path, is_kept: bool) -> None:
    """Measure one store, and print a table."""
    with console.status(f"simulating {events:,} events"):
        landing = place / "landing"
        simulate(round(events / EVENTS_A_VISIT), days, 1, landing)
        last_day = cut_last_day(landing / "web_events")
        rows = counted(landing)
    found: dict[str, Measured] = {}
    for name, module in WAYS.items():
        with console.status(name):
            call = [sys.executable, "-m", f"bench.{module}", landing, BOTS, place / name]
            found[name] = run([str(part) for part in call])
    build, same = (Build(place / name, landing) for name in ("all", "same"))
    with console.status("build"):
        build.seeds()
        found["full build"] = build.models()
    for name in WAYS:
        values, differing = compared(build.warehouse, place / name)
        console.print(f"{name}: {values:,} values compared with kpi_values, {differing} differ")
        if differing:
            sys.exit(f"bench: {name} does not tell what the marts tell")
    with console.status("build of the KPIs that the others have"):
        same.seeds()
        found["their KPIs alone"] = same.models(*(f"+kpi_{kpi}" for kpi in THEIR_KPIS))
    last_day.rename(last_day.with_suffix(".parquet"))
    with console.status("one more day"):
        found["one more day"] = build.models()
    with console.status("unchanged"):
        found["unchanged"] = build.models()
    show(console, f"{rows:,} events in {days} days", rows, found)
    for way, one in found.items() if is_kept else ():
        keep({"way": way, "events": rows, "days": days, **asdict(one)})
    for place, name in enumerate(("full build", "one more day")):
        console.print(f"dearest models of {name}:")
        for model, seconds in build.dearest(place):
            console.print(f"{seconds:8.2f} s  {model}")


@dataclass(frozen=True)
class Build:
    """Builds of one landing folder by dbt, models alone, one at a time on two threads."""

    place: Path
    landing: Path

    @property
    def warehouse(self) -> Path:
        """The database that is built."""
        return self.place / "kept.duckdb"

    def seeds(self) -> None:
        """Load the reference tables, which are not measured."""
        self._dbt("seed")

    def models(self, *select: str) -> Measured:
        """Build every model, or those that are selected."""
        log = self.place / "logs" / "dbt.log"
        log.unlink(missing_ok=True)
        taken = self._dbt("run", *(["--select", *select] if select else []))
        results = json.loads((self.place / "target" / "run_results.json").read_text("utf-8"))
        (self.place / f"results_{time.time_ns()}.json").write_text(json.dumps(results))
        return replace(taken, queries=seconds_in_queries(log))

    def dearest(self, place: int, number: int = 12) -> list[tuple[str, float]]:
        """Return the models that took longest in a build (the first is 0), with seconds."""
        build = sorted(self.place.glob("results_*.json"))[place]
        times = [
            (one["unique_id"].split(".")[-1], one["execution_time"])
            for one in json.loads(build.read_text("utf-8"))["results"]
        ]
        return sorted(times, key=lambda one: -one[1])[:number]

    def _dbt(self, command: str, *arguments: str) -> Measured:
        return run(
            [
                str(Path(sys.executable).with_name("dbt")),
                *("--quiet", command, *arguments, "--profiles-dir", "profiles", "--threads", "1"),
                *("--log-format-file", "json", "--log-file-max-bytes", "0"),
                *("--target-path", str(self.place / "target")),
                *("--log-path", str(self.place / "logs")),
                *("--vars", json.dumps({"landing": str(self.landing)})),
            ],
            COMMERCE_WAREHOUSE=str(self.warehouse),
            COMMERCE_MEMORY=MEMORY,
            COMMERCE_SALT="commerce-control",
        )


def seconds_in_queries(log: Path) -> float:
    """Return what the queries of a run took, from dbt's log."""
    with log.open(encoding="utf-8") as lines:
        told = (json.loads(line) for line in lines if '"SQLQueryStatus"' in line)
        return sum(one["data"]["elapsed"] for one in told)


def run(call: list[str], **environment: str) -> Measured:
    """Run a program to its end and measure it; end where it fails."""
    started = time.monotonic()
    process = subprocess.Popen(
        call,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests" / "python"), **environment},
    )
    moved: dict[str, int] = {}
    watch = threading.Thread(target=follow, args=(process.pid, moved))
    watch.start()
    watch.join()
    if process.wait():
        sys.exit(f"bench: {' '.join(call[:3])} failed")
    seconds = time.monotonic() - started
    return Measured(
        seconds,
        moved.get("VmHWM", 0) / 1e6,
        moved.get("rchar", 0) / 1e9,
        moved.get("wchar", 0) / 1e9,
        queries=seconds,
    )


def follow(process: int, moved: dict[str, int]) -> None:
    """Keep what a process has read, written and held at the most, until it ends."""
    folder = Path(f"/proc/{process}")
    while True:
        try:
            lines = (folder / "io").read_text() + (folder / "status").read_text()
        except OSError:
            return
        if "State:\tZ" in lines:
            return
        for line in lines.splitlines():
            name, _, value = line.partition(":")
            if name in ("rchar", "wchar", "VmHWM"):
                moved[name] = int(value.split()[0])
        time.sleep(0.05)


def cut_last_day(folder: Path) -> Path:
    """Put the events of the last day of loading aside; return where they are.

    A few of each store come days after it: they are of that day too.
    """
    last = folder / "last_day.aside"
    files = sorted(folder.glob("*.parquet"))
    with duckdb.connect() as connection:
        source = f"read_parquet({[str(file) for file in files]})"
        (start,) = connection.execute(
            f"select date_trunc('day', quantile_disc(loaded_at, 0.999)) from {source}"
        ).fetchone()
        for file, which in ((folder / "before.all", "<"), (last, ">=")):
            connection.execute(
                f"copy (select * from {source} where coalesce(loaded_at, occurred_at) {which}"
                f" timestamp '{start}') to '{file}' (format parquet)"
            )
    for file in files:
        file.unlink()
    (folder / "before.all").rename(folder / "before.parquet")
    return last


def counted(landing: Path) -> int:
    """Return how many events have landed."""
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select count(*) from read_parquet('{landing}/web_events/*.parquet')"
        )
        return found.fetchone()[0]


def show(console: Console, title: str, rows: int, found: dict[str, Measured]) -> None:
    """Print what each way took, and its share of the full build."""
    table = Table(title=f"{title}; memory, read and written in GB")
    for name in ("", "seconds", "queries", "of full", "memory", "read", "written"):
        table.add_column(name, justify="left" if not name else "right", no_wrap=True)
    full = found["full build"]
    for name, one in found.items():
        table.add_row(
            name,
            f"{one.seconds:.1f}",
            f"{one.queries:.1f}",
            f"{one.queries / full.queries:.3f}",
            f"{one.memory:.2f}",
            f"{one.read:.2f}",
            f"{one.written:.2f}",
        )
    console.print(table)
    console.print(f"{rows / full.queries:,.0f} events a second in the full build's queries")


if __name__ == "__main__":
    main()
