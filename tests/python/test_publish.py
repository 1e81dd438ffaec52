"""What readers see: whole, tested builds, whatever happens to the next one."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import duckdb
import pytest
from conftest import ROOT, SMALL, build, query, run, write_csv

KILLS, KILLS_LONG, READERS = 2, 50, 4


def published(warehouse: Path) -> Path:
    """Return the folder with the published builds of a working database."""
    return warehouse.with_name(f"{warehouse.stem}.published")


def marts(warehouse: Path) -> Path:
    """Return the database that readers open."""
    return published(warehouse) / "current" / "marts.duckdb"


def land(landing: Path, orders: int, files: int = 1) -> None:
    """Write a shop with orders, each with a visit before it, a month apart in two."""
    for number in range(files):
        folder = landing / "web_events"
        folder.mkdir(parents=True, exist_ok=True)
        rows = [
            f"e{number}_{i},2024-0{3 + number}-{i + 1:02} 10:00:00,page_view,v{i},/"
            for i in range(orders)
        ]
        head = "event_id,occurred_at,event_name,visitor_id,page_path"
        (folder / f"{number}.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    rows = [f"o{i},2024-03-{i + 1:02} 10:05:00,USD,false" for i in range(orders)]
    head = "order_id,placed_at,currency,is_test"
    write_csv(landing, "orders", "\n".join([head, *rows]) + "\n")


@dataclass(frozen=True)
class Shop:
    """A landing folder, its working database, and the project that builds it."""

    landing: Path
    warehouse: Path
    project: Path

    def call(self, *arguments: str) -> tuple[str, ...]:
        """Return the command of a build."""
        places = ("--landing", str(self.landing), "--warehouse", str(self.warehouse))
        return ("commerce", "build", *places, *arguments)

    def build(self, *arguments: str) -> subprocess.CompletedProcess:
        return run(*self.call(*arguments), cwd=self.project)

    def built(self, *arguments: str) -> str:
        """Build, which must end well; return what was printed."""
        done = self.build(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def elsewhere(self, warehouse: Path) -> "Shop":
        """Return the same shop with another working database."""
        return replace(self, warehouse=warehouse)


@pytest.fixture(scope="module")
def shop(small_project, tmp_path_factory) -> Shop:
    """A shop with one published build."""
    place = tmp_path_factory.mktemp("shop")
    made = Shop(place / "landing", place / "kept.duckdb", small_project)
    land(made.landing, 8)
    assert "published" in made.built()
    return made


def test_readers_see_a_build_that_is_told_of_and_can_be_gone_back_from(shop):
    warehouse = shop.warehouse
    first = (published(warehouse) / "current").resolve()
    assert query(marts(warehouse), "select count(*) from fct_orders") == [(8,)]
    told = query(marts(warehouse), "select build_id, tests_passed > 0, landing from builds")
    assert told == [(first.name, True, str(shop.landing))]
    with duckdb.connect(str(marts(warehouse)), read_only=True) as reader:
        # More events in April: those of March are not written again.
        land(shop.landing, 9, files=2)
        shop.built()
        second = (published(warehouse) / "current").resolve()
        assert second != first
        # A reader that was there before reads on from the build it opened.
        assert reader.execute("select count(*) from fct_orders").fetchall() == [(8,)]
    assert query(marts(warehouse), "select count(*) from fct_orders") == [(9,)]
    assert query(marts(warehouse), "select count(*) from builds") == [(2,)]
    same = "dim_products.parquet"
    assert (first / same).stat().st_ino == (second / same).stat().st_ino
    assert (second / "fct_events" / "2024-04.parquet").is_file()

    listed = run("commerce", "builds", "--warehouse", str(warehouse)).stdout.splitlines()
    assert listed[1].split()[:2] == [second.name, "current"]
    assert listed[2].startswith(first.name)
    back = run("commerce", "rollback", first.name, "--warehouse", str(warehouse))
    assert back.returncode == 0
    assert query(marts(warehouse), "select count(*) from fct_orders") == [(8,)]
    unknown = run("commerce", "rollback", "yesterday", "--warehouse", str(warehouse))
    assert unknown.returncode == 2 and "yesterday" in unknown.stderr
    run("commerce", "rollback", second.name, "--warehouse", str(warehouse))


def test_readers_cannot_write_and_nobody_else_reads_what_is_on_the_way(shop):
    warehouse = shop.warehouse
    for file in (published(warehouse) / "current").resolve().rglob("*.*"):
        assert file.is_dir() or file.stat().st_mode & 0o777 == 0o444, file
    assert warehouse.stat().st_mode & 0o077 == 0
    with duckdb.connect(str(marts(warehouse)), read_only=True) as connection:
        tables = connection.execute("select count(*) from duckdb_tables()").fetchall()
        assert tables == [(0,)]  # views over files alone
        # DuckDB of any 1.x opens it too: BI tools bring their own.
        told = connection.execute("select tags['storage_version'] from duckdb_databases()")
        assert ("v1.0.0 - v1.1.3",) in told.fetchall()
        with pytest.raises(duckdb.Error):
            connection.execute("create table mine as select 1")


def test_only_the_last_builds_are_kept(tmp_path):
    from commerce.published import Published

    one = Published(tmp_path)
    for number in range(5):
        folder = one.builds / f"2024010{number}T000000Z"
        folder.mkdir(parents=True)
        (folder / "marts.duckdb").touch()
        (folder / "build.json").write_text("{}")
    (one.builds / "20240109T000000Z").mkdir()  # of a build that was killed
    one.show("20240100T000000Z")
    one.clear(2)
    assert sorted(folder.name for folder in one.builds.iterdir()) == [
        "20240100T000000Z",  # the current one, gone back to
        "20240103T000000Z",
        "20240104T000000Z",
    ]


def test_what_a_kill_leaves_of_a_build_is_no_build(tmp_path):
    from commerce.published import Published

    one = Published(tmp_path)
    (folder := one.builds / "20240101T000000Z").mkdir(parents=True)
    (folder / "build.json.new").write_text("{ cut off")
    assert one.accounts() == {}
    one.clear(1)
    assert list(one.builds.iterdir()) == []


def test_a_database_that_cannot_be_opened_for_another_reason_is_left_alone(tmp_path, monkeypatch):
    from commerce import lock
    from commerce.errors import BadInput

    warehouse = tmp_path / "kept.duckdb"
    duckdb.connect(str(warehouse)).close()

    def newer(_: str) -> None:
        raise duckdb.IOException("IO Error: this file was written by a newer version of DuckDB")

    monkeypatch.setattr(lock.duckdb, "connect", newer)
    with pytest.raises(BadInput, match="newer version"):
        lock.check_open(warehouse)


def test_a_failed_test_publishes_nothing_and_says_where_the_rows_are(shop, tmp_path):
    other = shop.elsewhere(tmp_path / "kept.duckdb")
    test = shop.project / "tests" / "assert_nothing_is_sold.sql"
    test.write_text("select * from {{ ref('fct_orders') }}\n", "utf-8")
    try:
        done = other.build()
    finally:
        test.unlink()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "nothing was published" in done.stdout
    assert not marts(other.warehouse).exists()
    kept = done.stdout.split("select * from ", 1)[1].split()[0]
    assert len(query(other.warehouse, f"from {kept.split('.', 1)[1]}")) > 0


def test_a_second_build_ends_at_once_and_names_the_first(tmp_path):
    from commerce.lock import building

    warehouse = tmp_path / "kept.duckdb"
    with building(warehouse):
        started = time.monotonic()
        done = build(warehouse)
    assert done.returncode == 2
    assert str(os.getpid()) in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert time.monotonic() - started < 2


def test_a_program_that_has_the_database_open_is_named(tmp_path):
    warehouse = tmp_path / "kept.duckdb"
    with duckdb.connect(str(warehouse)):
        done = build(warehouse)
    assert done.returncode == 2
    assert str(os.getpid()) in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    warehouse = tmp_path / "orders.csv"
    warehouse.write_text("order_id\n1\n")
    done = build(warehouse)
    assert done.returncode == 2
    assert "orders.csv is not a DuckDB database" in done.stderr
    assert warehouse.read_text() == "order_id\n1\n"


@pytest.mark.parametrize("place", [0, 300_000])
def test_a_database_with_a_torn_write_is_built_anew(shop, tmp_path, place):
    other = shop.elsewhere(tmp_path / "kept.duckdb")
    shutil.copy(shop.warehouse, other.warehouse)
    with other.warehouse.open("r+b") as file:
        file.seek(place)
        file.write(b"\0" * 12_000)
    other.built("--select", "+fct_orders")
    orders = "select count(*) from fct_orders"
    assert query(other.warehouse, orders)[0][0] > 0


def test_a_full_disk_is_told_in_one_line_and_readers_keep_what_they_have(shop):
    before = (published(shop.warehouse) / "current").resolve()
    land(shop.landing, 10, files=2)
    size = 1024  # KiB of one file: less than the database has
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f {size}; exec {' '.join(shop.call('--full-refresh'))}"],
        cwd=shop.project,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "the disk is full" in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stdout
    assert (published(shop.warehouse) / "current").resolve() == before
    shop.built()
    assert query(marts(shop.warehouse), "select count(*) from fct_orders") == [(10,)]


class Reader(threading.Thread):
    """Opens the published marts without pause, and keeps what it sees."""

    def __init__(self, warehouse: Path) -> None:
        super().__init__(daemon=True)
        self.warehouse, self.queries, self.wrong = warehouse, 0, []
        self.is_done = False

    def run(self) -> None:
        while not self.is_done:
            try:
                (told,) = query(
                    marts(self.warehouse),
                    """
                    select
                        (select count(*) from fct_orders),
                        (select sum(value) from kpi_orders
                         where period_grain = 'month' and segment_by = 'all'),
                        (select sum(value) from kpi_orders
                         where period_grain = 'day' and segment_by = 'all')
                    """,
                )
            except Exception as error:
                told = (str(error), None, None)
            self.queries += 1
            if len(set(told)) != 1:
                self.wrong.append(told)


def kill_builds(shop: Shop, kills: int) -> int:
    """Kill builds at random moments under readers; return how many queries these made."""
    random = Random(kills)
    land(shop.landing, 5)
    started = time.monotonic()
    shop.built()
    whole = time.monotonic() - started
    readers = [Reader(shop.warehouse) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    program, *arguments = shop.call()
    for number in range(kills):
        land(shop.landing, 6 + number % 20, files=2)
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name(program)), *arguments],
            cwd=shop.project,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(random.uniform(0, whole * 1.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
    shop.built()
    for reader in readers:
        reader.is_done = True
        reader.join()
    assert not [wrong for reader in readers for wrong in reader.wrong]
    assert_tells_what_an_uninterrupted_build_tells(shop)
    return sum(reader.queries for reader in readers)


def assert_tells_what_an_uninterrupted_build_tells(shop: Shop) -> None:
    anew = shop.elsewhere(shop.warehouse.with_name("anew.duckdb"))
    anew.built()
    with duckdb.connect() as connection:
        tables = "select view_name from duckdb_views() where not internal"
        names = {name for (name,) in query(marts(anew.warehouse), tables)} - {"builds"}
        assert len(names) >= len(SMALL)
        for name, one in (("kept", shop), ("anew", anew)):
            connection.execute(f"attach '{marts(one.warehouse)}' as {name} (read_only)")
        for name in names:
            for one, other in (("kept", "anew"), ("anew", "kept")):
                rows = f"from {one}.{name} except all from {other}.{name}"
                assert connection.execute(rows).fetchall() == [], name


def test_killed_builds_leave_readers_and_the_next_build_as_if_nothing_was(small_project, tmp_path):
    shop = Shop(tmp_path / "landing", tmp_path / "kept.duckdb", small_project)
    assert kill_builds(shop, KILLS) > READERS


@pytest.mark.long
def test_builds_of_the_whole_project_killed_at_many_moments(tmp_path):
    shop = Shop(tmp_path / "landing", tmp_path / "kept.duckdb", ROOT)
    print(f"{kill_builds(shop, KILLS_LONG)} queries by {READERS} readers")
