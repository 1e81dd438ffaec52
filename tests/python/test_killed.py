"""Builds that are killed at any moment, while readers query without pause."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import duckdb
import pytest
from conftest import SMALL, query
from shops import Shop, land, marts, published

KILLS, KILLS_LONG, READERS = 2, 50, 4
EVERY = 10  # one kill of so many waits until the build publishes: that is the shortest part

# What belongs together, within a mart, between marts, and between orders and events as landed.
TOLD = """
select
    (select count(*) from fct_orders),
    (select sum(value) from kpi_orders where period_grain = 'month' and segment_by = 'all'),
    (select sum(value) from kpi_orders where period_grain = 'day' and segment_by = 'all'),
    (select count(*) / 2 from fct_visits),
    (select sum(value) / 2 from kpi_visits where period_grain = 'day' and segment_by = 'all')
"""


def read(database: Path, is_over: object, found: object) -> None:
    """Open the published marts and query them again and again; tell how often, and what."""
    os.nice(19)  # they never pause, and the builds are to get somewhere, too
    queries, told, wrong = 0, set(), []
    while not is_over.is_set():
        queries += 1
        try:
            (row,) = query(database, TOLD)
        except Exception as error:
            wrong.append(str(error))
            continue
        told.add(row[0])
        if len(set(row)) != 1:
            wrong.append(str(row))
    found.put((queries, told, wrong))


@dataclass
class Seen:
    """What all readers saw."""

    queries: int = 0
    told: set[int] = field(default_factory=set)  # numbers of orders
    wrong: list[str] = field(default_factory=list)


@contextmanager
def readers(database: Path, number: int = READERS):
    """Have processes read the published marts: each opens the file itself, as dashboards do."""
    context = multiprocessing.get_context("spawn")
    is_over, found, seen = context.Event(), context.Queue(), Seen()
    started = [
        context.Process(target=read, args=(database, is_over, found), daemon=True)
        for _ in range(number)
    ]
    for reader in started:
        reader.start()
    try:
        yield seen
    finally:
        is_over.set()
        for _ in started:
            queries, told, wrong = found.get(timeout=60)
            seen.queries += queries
            seen.told |= told
            seen.wrong += wrong
        for reader in started:
            reader.join()


def start(shop: Shop) -> subprocess.Popen:
    program, *arguments = shop.call()
    return subprocess.Popen(
        [str(Path(sys.executable).with_name(program)), *arguments],
        cwd=shop.project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def builds(shop: Shop) -> set[Path]:
    """Return the folders of published builds, and of those that are not whole yet."""
    return set((published(shop.warehouse) / "builds").iterdir())


def wait_for_another(shop: Shop, known: set[Path], process: subprocess.Popen) -> None:
    """Wait until a build publishes."""
    while process.poll() is None and builds(shop) <= known:
        time.sleep(0.01)


def spent(process: subprocess.Popen) -> float:
    """Return a build's seconds of processor time, or of the clock where no file tells it.

    How far a build is, it tells better: a clock also runs while others have the machine.
    """
    try:
        times = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    except OSError:
        return time.monotonic()
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def timed(shop: Shop) -> tuple[float, float]:
    """Build; return the seconds it took, and those of its end, in which it publishes."""
    known, process = builds(shop), start(shop)
    began = spent(process)
    wait_for_another(shop, known, process)
    publishes = now = spent(process)
    while process.poll() is None:
        now = max(now, spent(process))
        time.sleep(0.01)
    assert process.returncode == 0
    return now - began, now - publishes


def kill(shop: Shop, seconds: float, at_the_end: bool) -> str:
    """Kill a build after so many seconds; return what it did, empty where it had ended."""
    known, process = builds(shop), start(shop)
    if at_the_end:
        wait_for_another(shop, known, process)
    began = spent(process)
    while process.poll() is None and spent(process) - began < seconds:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    if process.wait() != -signal.SIGKILL:
        return ""
    return "building" if builds(shop) <= known else "publishing"


def kill_builds(shop: Shop, kills: int) -> str:
    """Kill builds under readers, which must see whole builds alone; return the figures."""
    random, killed, landed = Random(kills), [], {5}
    land(shop.landing, 5, files=2)
    shop.built()
    with readers(marts(shop.warehouse)) as seen:
        land(shop.landing, 6, files=2)
        whole, end = timed(shop)
        while len(killed) < kills:
            orders = 6 + len(killed) % 20
            landed.add(orders)
            land(shop.landing, orders, files=2)
            at_the_end = len(killed) % EVERY == 0
            seconds = random.uniform(0, end if at_the_end else whole)
            during = kill(shop, seconds, at_the_end)
            killed += [during] if during else []
            print(
                f"{len(killed)} killed after {seconds:.1f} s of {whole:.1f}: {during}", flush=True
            )
        shop.built()
    assert seen.wrong == []
    assert seen.told <= landed and len(seen.told) > 1
    lost = rows_that_differ_from_an_uninterrupted_build(shop)
    assert lost == 0
    return (
        f"{kills} builds killed, {killed.count('publishing')} of them while they published;"
        f" {seen.queries:,} queries of {READERS} readers, 0 errors, 0 mixed; {lost} rows lost"
    )


def rows_that_differ_from_an_uninterrupted_build(shop: Shop) -> int:
    anew = shop.elsewhere(shop.warehouse.with_name("anew.duckdb"))
    anew.built()
    with duckdb.connect() as connection:
        tables = "select view_name from duckdb_views() where not internal"
        names = {name for (name,) in query(marts(anew.warehouse), tables)} - {"builds"}
        assert len(names) >= len(SMALL)
        for name, one in (("kept", shop), ("anew", anew)):
            connection.execute(f"attach '{marts(one.warehouse)}' as {name} (read_only)")
        return sum(
            len(connection.execute(f"from {one}.{name} except all from {other}.{name}").fetchall())
            for name in names
            for one, other in (("kept", "anew"), ("anew", "kept"))
        )


def test_killed_builds_leave_readers_and_the_next_build_as_if_nothing_was(small_project, tmp_path):
    print(kill_builds(Shop(tmp_path / "landing", tmp_path / "kept.duckdb", small_project), KILLS))


@pytest.mark.long
def test_builds_of_the_whole_project_killed_at_many_moments(checkout, tmp_path, record_property):
    shop = Shop(tmp_path / "landing", tmp_path / "kept.duckdb", checkout)
    figures = kill_builds(shop, KILLS_LONG)
    print(figures)
    record_property("figures", figures)
