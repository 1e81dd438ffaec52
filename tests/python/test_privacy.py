"""What is known of people stays out of marts, errors, logs and compiled files."""

import os
import re
from pathlib import Path

import duckdb
import pytest
from compiled import Warehouse, compile_inline, compile_project
from conftest import build, write_csv

from commerce.errors import BadInput
from commerce.salt import NAME, provide_salt, take_rights

PERSON = re.compile(rb"marked[.-]?person", re.IGNORECASE)
EMAIL = "Marked.Person@example.com"
# As links and people spell addresses: with any letters, encoded once or twice.
SPELLED = (
    "jörg.marked-person@müller.example",
    "j%C3%B6rg.marked-person%40m%C3%BCller.example",
    "marked-person%2540example.com",
    "o'marked-person@example.com",
)
BORN = "1931-07-23"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with a landing folder full of marked people, and what a build makes of it."""
    place = tmp_path_factory.mktemp("private")
    landing = place / "landing"
    write_csv(
        landing,
        "orders",
        "order_id,placed_at,customer_id,customer_email,currency,customer_name,phone,ip\n"
        f"o1,2024-04-01 10:00:00,c1,{EMAIL},USD,marked-person,marked-person,marked-person\n"
        f"o2,no moment,c1,{EMAIL},USD,marked-person,marked-person,marked-person\n",
    )
    write_csv(
        landing,
        "customers",
        "customer_id,created_at,email,birth_date,gender,first_name\n"
        f"c1,2024-01-01,{EMAIL},{BORN},female,marked-person\n"
        f"c2,no moment,{EMAIL},{BORN},female,marked-person\n",
    )
    write_csv(
        landing,
        "email_events",
        "event_id,message_id,event_type,occurred_at,recipient_email,campaign_id,link\n"
        f"m1,m,delivered,2024-04-01 09:00:00,{EMAIL},k,https://shop.example/?to={EMAIL}\n"
        f"m2,m,delivered,never,{EMAIL},k,https://shop.example/?to={EMAIL}\n",
    )
    write_csv(
        landing,
        "web_events",
        "event_id,occurred_at,event_name,visitor_id,page_path,page_referrer,search_term,http_status\n"
        f"e1,2024-04-01 09:30:00,page_view,v,/thanks?email={EMAIL},https://a.example/?u={EMAIL},,404\n"
        f"e2,2024-04-01 09:31:00,search,v,/search,,{EMAIL},\n"
        f"e3,never,search,v,/search?q={EMAIL},,{EMAIL},\n",
    )
    spelled = [
        f"s{i},2024-04-01 09:32:00,search,v,/search?q={one}&p=2,{one} login"
        for i, one in enumerate(SPELLED)
    ]
    head = "event_id,occurred_at,event_name,visitor_id,page_path,search_term"
    (landing / "web_events" / "spelled.csv").write_text("\n".join([head, *spelled]) + "\n")
    done = build(place / "kept.duckdb", "--landing", str(landing))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not PERSON.search((done.stdout + done.stderr).encode())
    return place


def tables(file: Path) -> list[tuple[str, str]]:
    """Return every table and view of a database, with the text of all its rows."""
    with duckdb.connect(str(file), read_only=True) as connection:
        names = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_schema <> 'main_staging' order by all"
        ).fetchall()
        return [
            (name, str(connection.execute(f'from "{schema}"."{name}"').fetchall()))
            for schema, name in names
        ]


def written(place: Path) -> list[Path]:
    """Return the files below a folder, without those that landed."""
    return [file for file in place.rglob("*") if file.is_file() and "landing" not in file.parts]


@pytest.mark.parametrize(
    "file", ["kept.duckdb", "kept.published/current/marts.duckdb"], ids=["working", "published"]
)
def test_no_table_has_an_address(built, file):
    found = tables(built / file)
    assert len(found) > 100
    assert [name for name, rows in found if PERSON.search(rows.encode())] == []


def test_what_stands_around_an_address_stays(built):
    found = {
        rows for name, rows in tables(built / "kept.duckdb") if name == "int_web_events_judged"
    }
    assert "/search?q=(email)&p=2" in str(found) and "(email) login" in str(found)


def test_no_mart_has_a_birth_date(built):
    for name, rows in tables(built / "kept.published" / "current" / "marts.duckdb"):
        assert BORN not in rows and "1931, 7, 23" not in rows, name


def test_no_file_that_a_build_writes_has_an_address(built):
    assert any(file.name == "manifest.json" for file in written(built))
    assert [str(file) for file in written(built) if PERSON.search(file.read_bytes())] == []


def test_a_file_that_cannot_be_read_is_not_quoted(tmp_path):
    landing = tmp_path / "landing"
    rows = "".join(f"o{i},2024-04-01,USD\n" for i in range(30_000))
    write_csv(landing, "orders", f"order_id,placed_at,currency\n{rows}o,{EMAIL},USD,more\n{rows}")
    done = build(tmp_path / "kept.duckdb", "--landing", str(landing))
    assert done.returncode == 2
    assert "rows.csv" in done.stderr
    assert not PERSON.search((done.stdout + done.stderr).encode())
    files = [
        file for file in tmp_path.rglob("*") if file.is_file() and "landing" not in file.parts
    ]
    assert [str(file) for file in files if PERSON.search(file.read_bytes())] == []


def test_the_salt_is_kept_in_a_file_of_its_owner(tmp_path, monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    provide_salt(tmp_path)
    salt = os.environ.pop(NAME)
    assert len(salt) == 64
    assert (tmp_path / "commerce.salt").stat().st_mode & 0o777 == 0o600
    provide_salt(tmp_path)
    assert os.environ.pop(NAME) == salt
    monkeypatch.setenv(NAME, "mine")
    provide_salt(tmp_path)
    assert os.environ[NAME] == "mine"


def test_a_salt_that_would_salt_nothing_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    (tmp_path / "commerce.salt").write_text(" \n")
    with pytest.raises(BadInput, match=r"commerce\.salt is empty"):
        provide_salt(tmp_path)
    (tmp_path / "commerce.salt").write_bytes(b"\xff")
    with pytest.raises(BadInput, match=r"commerce\.salt can't be read"):
        provide_salt(tmp_path)
    assert NAME not in os.environ


def test_rights_that_a_copy_gave_are_taken_back(tmp_path):
    (kept := tmp_path / "commerce.salt").write_text("salt")
    kept.chmod(0o644)
    take_rights(kept, 0o077)
    take_rights(tmp_path / "none", 0o077)
    assert kept.stat().st_mode & 0o777 == 0o600


def test_two_searches_with_addresses_stay_two(tmp_path):
    rows = [f"2024-04-01,{name}@example.com login,1,2" for name in ("ann", "bob")]
    head = "query_date,query,clicks,impressions"
    write_csv(tmp_path, "organic_queries", "\n".join([head, *rows]) + "\n")
    compiled = compile_project({}, tmp_path)
    warehouse = Warehouse(compiled)
    (*_, model) = models = compiled.ancestors("int_organic_queries_judged")
    warehouse.build(models)
    told = warehouse.rows(f"(select query, verdict from {model.relation})")
    assert [row["verdict"] for row in told] == ["accepted", "accepted"]
    assert not any("@" in row["query"] for row in told)


def test_dbt_alone_asks_for_a_salt_where_data_are_real(tmp_path, monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    write_csv(tmp_path, "orders", "order_id,placed_at\no,2024-04-01\n")
    with pytest.raises(RuntimeError, match=NAME):
        compile_inline("{{ check_inputs() }}", landing=str(tmp_path))
