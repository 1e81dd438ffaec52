"""What must not change a number does not: properties that need no second calculation.

A batch of generated stores is told once, then again with its rows changed; what is told before
and after is compared exactly, floats too.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from itertools import cycle
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pytest
import stores
from agreement import CELLS, KEYS, BothSides
from compiled import Model, Warehouse, compile_project
from pyarrow import parquet

SEED = 21
SIZE = 20
# The first has its as_of from its options and asks for funnel steps in their order; the other
# has it from its rows and splits visits. In both the clocks change on the days of 52 weeks ago.
BERLIN, AUCKLAND = (
    next(setting for setting in stores.SETTINGS if setting.name == name)
    for name in ("berlin_eur", "auckland_campaign")
)
WEEKS = timedelta(weeks=52)
HOUR = timedelta(hours=1)
BOTS = ("Mozilla/5.0 (compatible; Googlebot/2.1)", "HEADLESSCHROME")
NATIVE = {
    "time": pa.timestamp("us"),
    "date": pa.date32(),
    "number": pa.decimal128(38, 6),
    "whole": pa.int64(),
    "score": pa.int64(),
    "flag": pa.bool_(),
}

Told = dict[str, set[tuple]]
Rows = list[stores.Row]

in_berlin = pytest.mark.parametrize("before", [BERLIN], ids=[BERLIN.name], indirect=True)


@dataclass(frozen=True)
class Before:
    """Stores, each with a number, and what was told of all of them as they came."""

    both: BothSides
    each: tuple[stores.Tables, ...]

    @property
    def tables(self) -> stores.Tables:
        return self.part(0, len(self.each))

    def part(self, begin: int, end: int) -> stores.Tables:
        """Return some of the stores as one."""
        return stores.merged(self.each[begin:end], range(begin, end))

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        return self.both.warehouse.connection

    def told(self, where: str = "true", marts: Iterable[str] = KEYS, **columns: str) -> Told:
        """Return what was told, with SQL in place of some columns."""
        return told(self.connection, "before", where, marts, **columns)

    def told_of(
        self, tables: stores.Tables, where: str = "true", marts: Iterable[str] = KEYS
    ) -> Told:
        """Return what is told of other rows."""
        self.both.build(tables)
        return told(self.connection, "main", where, marts)

    def keep(self, schema: str) -> None:
        """Keep what is told now."""
        self.connection.execute(f"create schema {schema}")
        for mart in KEYS:
            self.connection.execute(f"create table {schema}.{mart} as from main.{mart}")


def told(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    where: str = "true",
    marts: Iterable[str] = KEYS,
    **columns: str,
) -> Told:
    """Return the rows of marts in a schema, with SQL in place of some columns."""
    changes = ", ".join(f"{sql} as {column}" for column, sql in columns.items())
    selected = f"* replace ({changes})" if changes else "*"
    return {
        mart: rows_of(connection, f"select {selected} from {schema}.{mart} where {where}")
        for mart in marts
    }


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> set[tuple]:
    return set(connection.execute(query).fetchall())


def assert_same(now: Told, expected: Told) -> None:
    assert now.keys() == expected.keys()
    for mart in expected:
        more, less = now[mart] - expected[mart], expected[mart] - now[mart]
        assert not more and not less, (
            f"{mart} has {len(more)} rows too many and lacks {len(less)}:\n"
            f"{shown(more)}\ninstead of\n{shown(less)}"
        )


def shown(rows: set[tuple]) -> str:
    return "\n".join(sorted(" ".join(map(str, row)) for row in rows)[:5])


@pytest.fixture(scope="module", params=(BERLIN, AUCKLAND), ids=lambda setting: setting.name)
def before(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Before:
    """Stores on the edges of the definitions; then some of them again, where all is a tie."""
    found = stores.draw_stores(request.param, SIZE, SEED)
    found += [each_row(tables, by_the_hour) for tables in found[: SIZE // 2]]
    told_first = Before(BothSides(request.param, tmp_path_factory.mktemp("landing")), tuple(found))
    told_first.both.build(told_first.tables)
    told_first.keep("before")
    return told_first


def by_the_hour(_: str, row: stores.Row) -> stores.Row:
    hour = {"minute": 0, "second": 0, "microsecond": 0}
    moments = [column for column, value in row.items() if isinstance(value, datetime)]
    return row | {column: row[column].replace(**hour) for column in moments}


def each_row(
    tables: stores.Tables, change: Callable[[str, stores.Row], stores.Row]
) -> stores.Tables:
    return {name: [change(name, row) for row in rows] for name, rows in tables.items()}


def with_more(tables: stores.Tables, more: stores.Tables) -> stores.Tables:
    return {name: [*rows, *more.get(name, [])] for name, rows in tables.items()}


def prefixed(row: stores.Row, columns: Iterable[str], prefix: str) -> stores.Row:
    """Return the row with other ids; none, or a blank e-mail, stays what it is."""
    ids = {column: row[column] for column in columns if row.get(column)}
    # Before the first character that is not blank: an e-mail may have blanks around it.
    return row | {column: re.sub(r"(?=\S)", prefix, ids[column], count=1) for column in ids}


def later(row: stores.Row, columns: Iterable[str], by: timedelta) -> stores.Row:
    return row | {column: moved(row[column], by) for column in columns if column in row}


def moved(value: object, by: timedelta) -> object:
    """Return a date or moment, in text too, that much later; anything else as it is."""
    if isinstance(value, str):
        moment = moment_of(value)
        return (moment + by).isoformat(" ") if moment else value
    return value + by if isinstance(value, date) else value


def moment_of(text: str) -> datetime | None:
    """Return the moment that a text spells, with its offset."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None


def test_every_kpi_is_told_of_the_stores(before):
    kpis = {model.name for model in before.both.models if model.folder == "marts/kpis"}
    kept = rows_of(before.connection, "select concat('kpi_', kpi) from before.kpi_values")
    assert {name for (name,) in kept} == kpis - {"kpi_values"}


# Which row comes when, in which file, and how often


def test_rows_in_another_order_tell_the_same(before, monkeypatch):
    monkeypatch.setattr(before.both, "models", tuple(map(with_rows_mixed, before.both.models)))
    random = Random(SEED)
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in before.tables.items()}
    assert_same(before.told_of(shuffled), before.told())


def with_rows_mixed(model: Model) -> Model:
    """Return a table with its rows in an order of chance, as another engine would keep them."""
    if model.kind == "view":
        return model
    return replace(model, sql=f"select * from ({model.sql}) as mixed order by hash(mixed)")


def test_rows_that_come_twice_count_once(before):
    assert_same(before.told_of(with_more(before.tables, before.tables)), before.told())


# What reads files knows no option but the folder: one setting will do.
@in_berlin
def test_rows_in_several_csv_files_tell_the_same(before, tmp_path):
    stores.write(before.tables, tmp_path, parts=3, shuffle=SEED)
    assert_same(told_of_files(before, tmp_path), before.told())


@in_berlin
def test_rows_in_parquet_with_types_of_their_own_tell_the_same(before, tmp_path):
    for name, rows in before.tables.items():
        (tmp_path / name).mkdir()
        parquet.write_table(as_arrow(name, rows), tmp_path / name / "rows.parquet")
    assert_same(told_of_files(before, tmp_path), before.told())


def told_of_files(before: Before, landing: Path) -> Told:
    """Compile once more: the SQL names the files that it reads."""
    compiled = compile_project(before.both.setting.vars, landing)
    warehouse = Warehouse(compiled)
    warehouse.build(compiled.ancestors(*KEYS))
    return told(warehouse.connection, "main")


def as_arrow(name: str, rows: Rows) -> pa.Table:
    return pa.table(
        {
            column: as_array([row.get(column) for row in rows], NATIVE.get(kind))
            for column, kind in stores.CONTRACT[name].types.items()
        }
    )


def as_array(values: list, native: pa.DataType | None) -> pa.Array:
    """Return a column in its native type; as text where it has none or a value can't be read."""
    if native:
        with suppress(pa.ArrowInvalid, pa.ArrowTypeError):
            return pa.array([read(value) for value in values], native)
    texts = [None if value is None else str(value) for value in values]
    return pa.array(texts, pa.string())


def read(value: object) -> object:
    """Return a value as it is without a spelling: of texts moments in UTC, and empty ones."""
    if not isinstance(value, str):
        return value
    moment = moment_of(value)
    if moment and moment.tzinfo:
        return moment.astimezone(timezone.utc).replace(tzinfo=None)
    return moment or value or None


# What is out of everything


def test_events_of_bots_change_nothing(before):
    # An hour later, too: they neither make visits longer, nor are they the newest moment.
    agents, moments = cycle(BOTS), ("occurred_at", "loaded_at")
    more = [
        prefixed(later(event, moments, by), ["event_id"], f"bot-{by}-")
        | {"user_agent": next(agents)}
        for by in (timedelta(0), HOUR)
        for event in before.tables["web_events"]
    ]
    # What another system counts may have bots in it: the reconciliation tells that reading too.
    marts = KEYS.keys() - {"reconciliation"}
    now = before.told_of(with_more(before.tables, {"web_events": more}), marts=marts)
    assert_same(now, before.told(marts=marts))


def test_test_orders_change_nothing(before):
    # With lines and refunds of their own; an hour later, so as not to be the newest moment.
    ids = ("order_id", "order_line_id", "refund_id")
    more = {
        name: [
            prefixed(later(row, stores.CONTRACT[name].of("time"), HOUR), ids, "test-")
            for row in before.tables[name]
        ]
        for name in ("orders", "order_lines", "refunds")
    }
    more["orders"] = [order | {"is_test": True} for order in more["orders"]]
    assert_same(before.told_of(with_more(before.tables, more)), before.told())


# Names, which mean nothing as long as their order is kept: it breaks ties


def test_a_renamed_store_has_another_name_and_the_same_numbers(before):
    name = 'Søndre "Laden", l\'île | '
    renamed = each_row(before.tables, lambda _, row: prefixed(row, ["store_id"], name))
    segment = renamed_segment("segment_by = 'store'", name)
    expected = before.told(marts=CELLS, segment=segment)
    assert_same(before.told_of(renamed, marts=CELLS), expected)


def test_other_ids_change_the_names_of_segments_and_nothing_else(before):
    renamed = each_row(
        before.tables,
        lambda table, row: prefixed(row, stores.CONTRACT[table].of("id", "email"), "other-"),
    )
    own = "segment_by in ('store', 'campaign')"
    expected = before.told(marts=CELLS, segment=renamed_segment(own, "other-"))
    assert_same(before.told_of(renamed, marts=CELLS), expected)


def renamed_segment(condition: str, prefix: str) -> str:
    """Return SQL for the name of a segment, which is an id where the condition holds."""
    quoted = prefix.replace("'", "''")
    other = f"concat('{quoted}', segment)"
    return f"case when {condition} and segment <> 'unknown' then {other} else segment end"


# Time


def test_days_and_weeks_move_with_everything_that_moves_by_52_weeks(before, monkeypatch):
    # Months have other days then. Books, and operating_margin with them, are kept by months.
    monkeypatch.setattr(before.both, "models", with_as_of_moved(before.both))
    # Ages go by years.
    grains = "period_grain in ('day', 'week') and segment_by <> 'age_group'"
    start = f"cast(period_start + interval {WEEKS.days} day as date)"
    expected = before.told(grains, CELLS, period_start=start)
    now = before.told_of(each_row(before.tables, weeks_later), grains, CELLS)
    assert_same(now, expected)


def weeks_later(name: str, row: stores.Row) -> stores.Row:
    stays = {"customers": "birth_date", "operating_expenses": "month"}.get(name)
    columns = stores.CONTRACT[name].of("time", "date")
    return later(row, [column for column in columns if column != stays], WEEKS)


def with_as_of_moved(both: BothSides) -> tuple[Model, ...]:
    """Return the models with another as_of, where the options name one."""
    as_of = both.setting.vars.get("as_of")
    if as_of is None:
        return both.models
    then = moved(as_of, WEEKS)
    return tuple(replace(model, sql=model.sql.replace(as_of, then)) for model in both.models)


# The whole and its parts. Both must have one as_of, so that it is an option's.


@pytest.fixture(scope="module")
def halves(before: Before) -> tuple[str, str]:
    """Where it is kept what is told of either half of the stores, which share nothing."""
    for schema, begin, end in (("first", 0, SIZE), ("second", SIZE, len(before.each))):
        before.both.build(before.part(begin, end))
        before.keep(schema)
    return "first", "second"


@in_berlin
def test_what_is_told_of_parts_adds_up_to_the_whole(before, halves):
    # Neither a margin, which is unknown where costs or books are, nor, as a channel's share is
    # told where it has visits, all visits beside it. Groups that are small apart may not be so
    # together.
    added_up = "segment_by not in ('age_group', 'gender') and kpi not in"
    conditions = {
        "numerator": f"{added_up} ('contribution_margin', 'operating_margin')",
        "denominator": f"{added_up} ('reference_source_share')",
    }
    for mart, added in (("kpi_values", conditions), ("funnel_visits", {"visits": "true"})):
        assert summed(before.connection, mart, halves, **added) == summed(
            before.connection, mart, ["before"], **added
        )


@in_berlin
def test_a_store_is_told_as_if_there_were_no_other(before, halves):
    # So are campaigns. `unknown` is what rows of no store have in common, in both halves.
    own = "segment_by in ('store', 'campaign') and segment <> 'unknown'"
    first, second = (told(before.connection, half, own, CELLS) for half in halves)
    apart = {mart: first[mart] | second[mart] for mart in CELLS}
    assert_same(apart, before.told(own, CELLS))


def summed(
    connection: duckdb.DuckDBPyConnection, mart: str, schemas: Iterable[str], **added: str
) -> set[tuple]:
    """Add columns of a mart up, each where its condition holds; nothing is as good as 0."""
    sums = ", ".join(
        f"sum(case when {condition} then cast({column} as decimal(30, 6)) else 0 end) as {column}"
        for column, condition in added.items()
    )
    some = " or ".join(f"sums.{column} <> 0" for column in added)
    rows = " union all ".join(f"from {schema}.{mart}" for schema in schemas)
    keys = ", ".join(KEYS[mart])
    added_up = f"select {keys}, {sums} from ({rows}) group by {keys}"
    return rows_of(connection, f"select * from ({added_up}) as sums where {some}")
