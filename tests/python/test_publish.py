"""What readers see: whole, tested builds, whatever happens to the next one."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from conftest import build, query, run
from shops import Shop, land, marts, published


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
        assert ("v1.0.0+",) in told.fetchall()
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
