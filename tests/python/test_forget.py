"""A person who is forgotten is in no table, and what was counted stays."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from conftest import build, query, run, write_csv

from commerce.forget import Working, _given
from commerce.forgotten import Forgotten
from commerce.salt import NAME

EMAIL = "Person.Gone@example.com"
GONE = ("customer_gone", "visitor_gone", "visitor_late")


@dataclass(frozen=True)
class Shop:
    """A landing folder, its working database, and the project that builds it."""

    landing: Path
    warehouse: Path
    project: Path

    @property
    def published(self) -> Path:
        return self.warehouse.with_name("kept.published")

    def built(self, *arguments: str) -> None:
        landing = ("--landing", str(self.landing))
        done = build(self.warehouse, *landing, *arguments, project=self.project)
        assert done.returncode == 0, done.stdout + done.stderr

    def forget(self, customer: str) -> subprocess.CompletedProcess:
        target = str(self.warehouse.parent / "target")
        return run(
            *("commerce", "forget", "--customer", customer, "--warehouse", str(self.warehouse)),
            cwd=self.project,
            DBT_TARGET_PATH=target,
            DBT_LOG_PATH=target,
        )

    def totals(self) -> list[tuple]:
        marts = self.published / "current" / "marts.duckdb"
        kept = "segment_by not in ('gender', 'age_group')"
        visits = "(select count(*), count(distinct visitor_id) from fct_visits)"
        return [
            query(marts, f"from {table} order by all")
            for table in (*(f"{kpi} where {kept}" for kpi in ("kpi_orders", "kpi_visits")), visits)
        ]


def land(landing: Path, *late: str) -> None:
    """Write a shop in which one person bought twice, and others share an id with them."""
    write_csv(
        landing,
        "customers",
        "customer_id,created_at,email,birth_date,gender,city\n"
        f"customer_gone,2024-01-01,{EMAIL},1931-07-23,female,Persontown\n"
        "customer_stays,2024-01-02,stays@example.com,1980-01-01,male,Elsewhere\n",
    )
    write_csv(
        landing,
        "orders",
        "order_id,placed_at,currency,is_test,customer_id,customer_email,visitor_id\n"
        f"o1,2024-03-01 10:05:00,USD,false,customer_gone,{EMAIL},visitor_gone\n"
        f"o2,2024-03-02 10:05:00,USD,false,guest,{EMAIL.upper()} ,visitor_late\n"
        "o3,2024-03-03 10:05:00,USD,false,customer_stays,stays@example.com,visitor_stays\n"
        "o4,2024-03-04 10:05:00,USD,false,guest,other@example.com,visitor_other\n"
        "o5,no moment,USD,false,customer_gone,,visitor_gone\n",
    )
    write_csv(
        landing, "support_cases", "case_id,opened_at,customer_id\nk,2024-03-05,customer_gone\n"
    )
    folder = landing / "web_events"
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        "e1,2024-03-01 10:00:00,page_view,visitor_gone,,/",
        "e2,2024-03-02 10:00:00,page_view,visitor_late,customer_gone,/",
        "e3,2024-03-03 10:00:00,page_view,visitor_stays,customer_stays,/",
        "e4,never,page_view,visitor_gone,customer_gone,/",
    ]
    head = "event_id,occurred_at,event_name,visitor_id,customer_id,page_path"
    (folder / "first.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    if late:
        (folder / "late.csv").write_text("\n".join([head, *late]) + "\n", "utf-8")


def holding(file: Path, texts: set[str]) -> list[str]:
    """Return the tables and views of a database, with staging, that hold one of the texts."""
    found = []
    with duckdb.connect(str(file), read_only=True) as connection:
        names = connection.execute(
            "select table_schema, table_name from information_schema.tables order by all"
        ).fetchall()
        for schema, name in names:
            rows = str(connection.execute(f'from "{schema}"."{name}"').fetchall())
            found += [name for text in texts if text in rows]
    return found


@pytest.fixture(scope="module")
def shop(small_project, tmp_path_factory) -> Shop:
    """A shop with one published build."""
    place = tmp_path_factory.mktemp("forget")
    made = Shop(place / "landing", place / "kept.duckdb", small_project)
    land(made.landing)
    made.built()
    return made


@pytest.fixture(scope="module")
def hashed(shop) -> str:
    """What staging makes of the address."""
    (row,) = query(
        shop.warehouse,
        "select distinct customer_email_hash from main_intermediate.int_orders_judged"
        " where order_id = 'o1'",
    )
    return row[0]


def test_one_who_is_forgotten_is_in_no_table_and_stays_out(shop, hashed, monkeypatch):
    unknown = shop.forget("nobody@example.com")
    assert unknown.returncode == 2 and "nobody" not in unknown.stdout + unknown.stderr
    assert len(unknown.stderr.strip().splitlines()) == 1
    file = shop.warehouse.with_name("kept.forgotten")
    assert not file.exists()

    gone = {*GONE, hashed}
    assert holding(shop.warehouse, {hashed}) and holding(shop.warehouse, {"visitor_late"})
    before = shop.totals()
    aside = shop.warehouse.with_name("kept.damaged.duckdb")
    aside.write_text("visitor_gone")  # what an earlier build could not read
    with duckdb.connect(str(shop.warehouse)) as connection:  # as a test keeps what breaks it
        connection.execute("create schema main_dbt_test__audit")
        connection.execute("create table main_dbt_test__audit.broken as select 'visitor_gone'")
    done = shop.forget(EMAIL)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "person.gone" not in (done.stdout + done.stderr).lower()
    assert "3 orders, 2 visits, 0 messages, 1 cases" in done.stdout
    removed = "removed: kept.damaged.duckdb, main_dbt_test__audit.broken, the builds before"
    assert removed in done.stdout
    assert not aside.exists()
    assert shop.totals() == before
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text("utf-8")
    assert not [one for one in (*gone, EMAIL.lower()) if one in text.lower()]

    monkeypatch.chdir(shop.project)  # the views of staging read files
    assert holding(shop.warehouse, {*gone, "Persontown", "1931, 7, 23"}) == []
    assert len(list((shop.published / "builds").iterdir())) == 1
    assert holding(shop.published / "current" / "marts.duckdb", gone) == []
    # Whoever shares an id with the person is left as they were.
    assert holding(shop.warehouse, {"guest"}) and holding(shop.warehouse, {"customer_stays"})

    land(shop.landing, "e5,2024-03-06 10:00:00,page_view,visitor_gone,customer_gone,/")
    shop.built()
    assert holding(shop.warehouse, gone) == []
    shop.built("--full-refresh", "--select", "+fct_orders", "--select", "+fct_support_cases")
    assert holding(shop.warehouse, gone) == []
    days = query(shop.warehouse, "select count(*), count(distinct visitor_id) from fct_visits")
    assert days == [(4, 3)]


def test_nothing_is_forgotten_before_the_first_build(small_project, tmp_path):
    done = Shop(tmp_path, tmp_path / "kept.duckdb", small_project).forget("c1")
    assert done.returncode == 2
    assert "commerce build" in done.stderr


def test_a_person_is_all_that_is_theirs_alone(tmp_path, monkeypatch):
    monkeypatch.setenv(NAME, "salt")
    with duckdb.connect() as connection:
        connection.execute(
            "create table int_customers_judged as from (values ('h', 'a'), ('h', 'b'))"
            " as customers(email_hash, customer_id)"
        )
        connection.execute(
            "create table int_orders_judged as from (values ('h', 'guest', 'v1'),"
            " ('other', 'guest', 'v2'), ('h', 'c', 'v3'), (null, 'b', 'v4'))"
            " as orders(customer_email_hash, customer_id, visitor_id)"
        )
        forgotten = Forgotten.of(tmp_path / "kept.duckdb", os.environ[NAME])
        person = Working(connection).find(_given(connection, "a", forgotten))
    assert person.email == {"h"}
    assert person.customer == {"a", "b", "c"}
    assert person.visitor == {"v1", "v3", "v4"}


def test_a_name_is_given_once(tmp_path):
    forgotten = Forgotten.of(tmp_path / "kept.duckdb", "salt")
    forgotten.add("visitor", "v1")
    name = forgotten.name("visitor", "v1")
    forgotten.add("visitor", name)
    forgotten.write()
    again = Forgotten.of(tmp_path / "kept.duckdb", "salt")
    again.add("visitor", "v1")
    assert again.names == forgotten.names and len(again.names) == 1
    assert again.name("customer", "v1") == "v1"
