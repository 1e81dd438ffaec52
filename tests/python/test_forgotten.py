"""The list of forgotten people: no trace of it where nobody is, refused where it can't be used."""

import re
from pathlib import Path

import pytest
from compiled import compile_inline
from compiled.project import _workplace
from conftest import run
from rich.console import Console

from commerce import forget
from commerce.errors import BadInput
from commerce.forgotten import Forgotten

SALT = "commerce-control"  # of the demo store
STAGING = "{% for table in entities() %}{{ in_contract('landed', table) }};{% endfor %}"
OF_PEOPLE = {
    *("web_events", "carts", "orders", "customers", "email_events", "support_cases"),
    "experiment_assignments",
}


@pytest.fixture
def listed(monkeypatch) -> Forgotten:
    """The list of two people beside the warehouse that SQL is compiled for."""
    monkeypatch.setenv("COMMERCE_SALT", SALT)
    people = Forgotten.of(_workplace() / "commerce.duckdb", SALT)
    for number in range(2):
        people.add("customer", f"c{number}")
        people.add("email", f"{number}" * 64)
    people.write()
    yield people
    people.file.unlink()


def refusal() -> str:
    """Return the line that refuses to build."""
    with pytest.raises(RuntimeError) as refused:
        compile_inline("{{ check_inputs() }}")
    (line,) = re.findall(r"Bad input: (.+)", str(refused.value))
    return line


def staging() -> dict[str, str]:
    """Return how each table of the contract is read."""
    tables = compile_inline("{{ entities() | join(',') }}").split(",")
    return dict(zip(tables, compile_inline(STAGING).split(";"), strict=False))


def test_sql_has_no_trace_of_it_where_nobody_is_forgotten(listed, tmp_path):
    kept = listed.file.rename(tmp_path / "kept")
    before = staging()
    assert not re.search("forgotten|instead|landed_rows", " ".join(before.values()))
    kept.rename(listed.file)
    after = staging()
    assert {table for table in before if before[table] != after[table]} == OF_PEOPLE
    # The list is read where it is: SQL has nobody's key, and is as long for thousands.
    sql = " ".join(after.values())
    assert not [key for (_, key), name in listed.names.items() if key in sql or name in sql]


def test_a_list_that_can_be_used_is_not_refused(listed):
    assert compile_inline("{{ check_inputs() }}").strip() == ""


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-1],  # cut off
        lambda text: b"",
        lambda text: b"\xff\xfe" + text,  # DuckDB can't read it either
        lambda text: text + b"customer,x' or true --,forgotten_0123456789abcdef01234567\n",
    ],
    ids=["cut", "empty", "no_text", "no_key"],
)
def test_a_damaged_list_is_refused_in_one_line_that_names_it(listed, damage):
    listed.file.write_bytes(damage(listed.file.read_bytes()))
    line = refusal()
    assert "commerce.forgotten can't be read, or is damaged: put it back" in line
    with pytest.raises(BadInput, match=r"commerce\.forgotten can't be read, or is damaged"):
        Forgotten.of(_workplace() / "commerce.duckdb", SALT)


def test_a_list_of_another_salt_would_let_everyone_in_and_is_refused(listed):
    listed.salt = "another"
    listed.write()
    assert "commerce.forgotten was made with another salt" in refusal()
    with pytest.raises(BadInput, match="another salt"):
        Forgotten.of(_workplace() / "commerce.duckdb", SALT)


@pytest.mark.long
def test_plain_dbt_on_spark_refuses_in_one_line_where_someone_is_forgotten(tmp_path):
    pytest.importorskip("pyspark")
    Forgotten(tmp_path / "commerce.forgotten", SALT).write()
    folders = ("--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "target"))
    chosen = ("--target", "spark", "--select", "stg_landing__products")
    place = str(tmp_path / "spark")
    done = run("dbt", "build", *chosen, *folders, COMMERCE_WAREHOUSE=place, COMMERCE_SALT=SALT)
    assert done.returncode == 2, done.stdout
    (line,) = re.findall(r"Bad input: (.+)", done.stdout)
    assert "commerce.forgotten" in line and "build on DuckDB" in line


class Broken:
    """A build that fails."""

    def __init__(self, *_: object) -> None:
        pass

    def run(self) -> int:
        return 1


def test_one_line_says_that_forgetting_is_not_done(tmp_path, monkeypatch, capsys):
    before = {"build_id": "b", "options": "", "landing": "seeds/demo"}
    monkeypatch.setattr(forget, "prepare", lambda engine, warehouse: warehouse)
    monkeypatch.setattr(forget, "_take_out", lambda place, customer: {"orders": 1})
    monkeypatch.setattr(forget.Published, "accounts", lambda self: {"b": before})
    monkeypatch.setattr("commerce.call.Call", Broken)
    cleared = []
    monkeypatch.setattr(forget.Published, "clear", lambda self, keep: cleared.append(keep))
    forget.duckdb.connect(str(warehouse := tmp_path / "kept.duckdb")).close()
    assert forget.run_forget(Console(), "c1", Path(warehouse)) == 1
    told = capsys.readouterr().out
    assert len(told.strip().splitlines()) == 1
    assert told.startswith("not done: published builds still lead to the person")
    assert cleared == []
