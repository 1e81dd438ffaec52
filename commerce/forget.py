"""``commerce forget``: a person goes, what was counted stays."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import yaml
from rich.console import Console

from commerce.build import prepare
from commerce.engines import engine_of
from commerce.errors import BadInput
from commerce.forgotten import KINDS, Forgotten
from commerce.leftovers import drop_tables, remove_files
from commerce.lock import building, check_open
from commerce.published import Published
from commerce.salt import NAME

NOT_DONE = (
    "[red]not done[/]: published builds still lead to the person; mend what is told, then call"
    " commerce forget again"
)

JUDGED = "int_web_events_judged"  # read once: no build reads its rows again

# Columns with what identifies a person, by kind, in the tables that are nearest to the landing.
HOLDERS = {
    "int_customers_judged": {"email": "email_hash", "customer": "customer_id"},
    "int_orders_judged": {
        "email": "customer_email_hash",
        "customer": "customer_id",
        "visitor": "visitor_id",
    },
    "int_email_events_judged": {"email": "recipient_email_hash", "customer": "customer_id"},
    "int_carts_judged": {"customer": "customer_id", "visitor": "visitor_id"},
    "int_support_cases_judged": {"customer": "customer_id"},
    JUDGED: {"customer": "customer_id", "visitor": "visitor_id"},
    "int_experiment_assignments_judged": {"visitor": "visitor_id"},
}

# What is told: the table, what is counted.
COUNTED = {
    "orders": ("int_orders_judged", "order_id"),
    "visits": ("fct_visits", "visit_id"),
    "messages": ("int_email_events_judged", "message_id"),
    "cases": ("int_support_cases_judged", "case_id"),
}


@dataclass
class Person:
    """What identifies one person in the working database, by kind."""

    email: set[str] = field(default_factory=set)
    customer: set[str] = field(default_factory=set)
    visitor: set[str] = field(default_factory=set)

    def of(self, kind: str) -> set[str]:
        """Return the values of a kind."""
        return getattr(self, kind)


class Working:
    """The working database, as far as it knows people."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        rows = connection.execute(
            "select table_name, concat('\"', table_schema, '\".\"', table_name, '\"')"
            " from information_schema.tables"
        ).fetchall()
        self._tables = dict(rows)

    def find(self, start: Person) -> Person:
        """Return all that identifies a person, from what was given.

        E-mail and customer id belong together where `customers` says so, and where an order or a
        message names both and the id has no other e-mail: an id that all guests share is nobody's.
        """
        links = self._links()
        before = None
        while before != (before := (len(start.email), len(start.customer))):
            start.customer |= {id_ for email, id_ in links if email in start.email}
            start.email |= {email for email, id_ in links if id_ in start.customer}
        for table, columns in HOLDERS.items():
            if "visitor" in columns:
                rows = self._rows(table, "visitor_id", start)
                start.visitor |= {visitor for (visitor,) in rows if visitor}
        return start

    def count(self, person: Person) -> dict[str, int]:
        """Return how many orders, visits, messages and cases lead to the person."""
        return {
            name: len(set(self._rows(table, column, person)))
            for name, (table, column) in COUNTED.items()
        }

    def knows(self, person: Person) -> bool:
        """Return whether any row has the person."""
        return any(self._rows(table, "1", person) for table in HOLDERS)

    def rename(self, forgotten: Forgotten, person: Person) -> None:
        """Put the names into events that were read; what is made of them is then made again."""
        if JUDGED not in self._tables:
            return
        for kind, column in HOLDERS[JUDGED].items():
            for value in person.of(kind):
                name = forgotten.name(kind, value)
                self._connection.execute(
                    f"update {self._tables[JUDGED]} set {column} = $name,"
                    f" landed_row = cast(json_merge_patch(landed_row, json_object('{column}',"
                    f" $name)) as varchar) where {column} = $value",
                    {"name": name, "value": value},
                )
        self._connection.execute(
            f"update {self._tables[JUDGED]} set rebuilt_in = $run",
            {"run": f"forgotten-{secrets.token_hex(8)}"},
        )

    def _links(self) -> list[tuple[str, str]]:
        pairs = {
            table: set(self._select(table, f"{columns['email']}, customer_id"))
            for table, columns in HOLDERS.items()
            if "email" in columns
        }
        sure = pairs.pop("int_customers_judged")
        emails: dict[str, set[str]] = {}
        for email, id_ in sure.union(*pairs.values()):
            if email and id_:
                emails.setdefault(id_, set()).add(email)
        alone = {(email, id_) for id_, (email, *more) in emails.items() if not more}
        return [(email, id_) for email, id_ in sure | alone if email and id_]

    def _rows(self, table: str, column: str, person: Person) -> list[tuple]:
        """Return a column of the rows that have the person."""
        columns = HOLDERS.get(table, {"visitor": "visitor_id"})
        terms = [f"{name} in (select unnest(${kind}))" for kind, name in columns.items()]
        values = {kind: sorted(person.of(kind)) for kind in columns}
        return self._select(table, column, f"where {' or '.join(terms)}", values)

    def _select(
        self, table: str, columns: str, where: str = "", values: dict | None = None
    ) -> list[tuple]:
        if table not in self._tables:
            return []
        sql = f"select distinct {columns} from {self._tables[table]} {where}"
        return self._connection.execute(sql, values or {}).fetchall()


def run_forget(console: Console, customer: str, warehouse: Path | None) -> int:
    """Forget a person: list, rename, build, remove the builds before; print what was done.

    Returns:
        0, or 1 where a model or a test failed: the builds before are then still there.

    Raises:
        BadInput: nobody is known by it, or nothing was published yet: nothing was changed. Or the
            landing folder can't be used: the person is listed, and the next call does the rest.
    """
    engine = engine_of("duckdb")
    place = prepare(engine, warehouse)
    published = Published.of(place)
    before = next(iter(published.accounts().values()), None)
    if not before or not place.exists():
        raise BadInput(f"nothing is published of {place}: run 'commerce build' first")
    with building(place):
        if reason := check_open(place):
            raise BadInput(f"{place} can't be read, build first: {reason}")
        counts = _take_out(place, customer)
        from commerce.call import Call  # dbt takes seconds to import

        variables = yaml.safe_load(before["options"]) if before["options"] else {}
        variables.pop("rebuild_from", None)
        call = Call(console, engine.kind, place, engine.target, variables, (), False)
        code = 1
        try:
            code = call.run()
        finally:
            if code:
                console.print(NOT_DONE, soft_wrap=True)
        if code:
            return code
        changed = _totals_changed(published, before["build_id"])
        published.clear(1)
        removed = [*remove_files(place), *drop_tables(place, call.made)]
    _tell(console, counts, changed, [*removed, "the builds before"], before["landing"])
    return 0


def _take_out(place: Path, customer: str) -> dict[str, int]:
    """List the person and rename what is read once; return what led to them."""
    forgotten = Forgotten.of(place, os.environ[NAME])
    with duckdb.connect(str(place)) as connection:
        working = Working(connection)
        person = working.find(_given(connection, customer, forgotten))
        if not working.knows(person):
            raise BadInput("no row of the working database has this customer; nothing was changed")
        counts = working.count(person)
        for kind in KINDS:
            for value in person.of(kind):
                forgotten.add(kind, value)
        forgotten.write()  # first: who is killed after this calls it again
        working.rename(forgotten, person)
    return counts


def _given(connection: duckdb.DuckDBPyConnection, customer: str, forgotten: Forgotten) -> Person:
    """Return what was given as staging has it; an address may be an id too, as its hash."""
    if "@" not in customer:
        return Person(customer={customer, forgotten.name("customer", customer)})
    (hashed,) = connection.execute(
        "select sha256(concat($salt, lower(trim($email))))",
        {"salt": os.environ[NAME], "email": customer},
    ).fetchone()
    return Person(
        email={hashed, forgotten.name("email", hashed)},
        customer={hashed, forgotten.name("customer", hashed)},
    )


def _totals_changed(published: Published, before: str) -> int:
    """Return how many totals of complete periods differ from a build before."""
    files = [
        published.builds / build / "kpi_values.parquet" for build in (before, published.current)
    ]
    if not all(file.exists() for file in files):
        return 0
    totals = "select * from read_parquet(?) where segment_by = 'all' and is_complete"
    (number,) = duckdb.execute(
        f"select count(*) from ({totals} except {totals})", [str(file) for file in files]
    ).fetchone()
    return number


def _tell(
    console: Console, counts: dict[str, int], changed: int, removed: list[str], landing: str
) -> None:
    parts = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    totals = f"{changed:,} totals of closed periods changed" if changed else "no total changed"
    for line in (
        f"[green]forgotten[/]: {parts} lead to the person no more; {totals}",
        f"gender and age groups are without the person; removed: {', '.join(removed)}",
        f"the landing folder {landing} still has the person, and so may backups: delete there",
    ):
        console.print(line, soft_wrap=True, highlight=False)
