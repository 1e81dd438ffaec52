"""The cases, each a file of events.

A case lands (each of its rows is accepted, or quarantined with a reason) or is refused with one
line that has a text in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

HEAD = "event_id,occurred_at,event_name"
MOMENT = "2024-01-01 10:00:00"
ACCEPTED = "accepted"


@dataclass(frozen=True)
class Case:
    """A file, and the verdict or reason of each row by its id; or what a refusal must say."""

    name: str
    file: str
    write: Callable[[Path], None]
    verdicts: dict[str, str] = field(default_factory=dict)
    refusal: str = ""

    def land(self, landing: Path, table: str = "web_events") -> None:
        """Write the file below a landing folder."""
        place = landing / table / self.file
        place.parent.mkdir(parents=True, exist_ok=True)
        self.write(place)


def _bytes(content: bytes) -> Callable[[Path], None]:
    return lambda place: place.write_bytes(content) and None


def _csv(*rows: str, head: str = HEAD, end: str = "\n") -> Callable[[Path], None]:
    return _bytes((end.join([head, *rows]) + end).encode())


def _parquet(**columns: list | pa.Array) -> Callable[[Path], None]:
    return lambda place: parquet.write_table(pa.table(columns), place)


def _row(name: str, moment: str = MOMENT) -> str:
    return f"{name},{moment},page_view"


def _lands(name: str, write: Callable, *, file: str = "", **verdicts: str) -> Case:
    return Case(name, file or f"{name}.csv", write, verdicts or {name: ACCEPTED})


def _moment(name: str, text: str, verdict: str = "bad_timestamp") -> Case:
    return _lands(name, _csv(_row(name, text)), **{name: verdict})


def _refused(name: str, write: Callable, refusal: str = "", *, file: str = "") -> Case:
    file = file or f"{name}.csv"
    return Case(name, file, write, refusal=refusal or file)


LONG = "x" * 10_000_000
EVENT = {"occurred_at": [datetime(2024, 1, 1, 10)], "event_name": ["page_view"]}

LANDS = [
    # Text files.
    _lands("bom", _bytes(f"\ufeff{HEAD}\n{_row('bom')}\n".encode())),
    _lands("crlf", _csv(_row("crlf"), end="\r\n")),
    _lands("no_last_newline", _bytes(f"{HEAD}\n{_row('no_last_newline')}".encode())),
    _lands("quotes", _csv('"say ""hi""",2024-01-01,page_view'), **{'say "hi"': ACCEPTED}),
    _lands("newline", _csv('"two\nlines",2024-01-01,page_view'), **{"two\nlines": ACCEPTED}),
    _lands("comma", _csv('"a,b",2024-01-01,page_view'), **{"a,b": ACCEPTED}),
    _lands("quoted_head", _csv(_row("quoted_head"), head='"event_id","occurred_at","event_name"')),
    _lands(
        "other_order",
        _csv(f"page_view,other_order,{MOMENT}", head="event_name,event_id,occurred_at"),
    ),
    _lands("other_case", _csv(_row("other_case"), head="Event_ID,OCCURRED_AT,Event_Name")),
    _lands("twice", _csv(f"{_row('twice')},other", head=f"{HEAD},event_id")),
    _lands(
        "many_columns",
        _csv(_row("many_columns") + "," * 500, head=HEAD + "".join(f",c{i}" for i in range(500))),
    ),
    _lands("only_head", _csv(), **{"": ""}),
    _lands("blank_line", _csv(_row("blank_line"), "")),
    _lands(
        "sql",
        _csv("'; drop table fct_events; --,2024-01-01,page_view"),
        **{"'; drop table fct_events; --": ACCEPTED},
    ),
    _lands("emoji", _csv("🛒é,2024-01-01,page_view"), **{"🛒é": ACCEPTED}),
    _lands("blank_in_id", _csv("a b ,2024-01-01,page_view"), **{"a b ": ACCEPTED}),
    _lands("word_null", _csv("NULL,2024-01-01,page_view"), **{"NULL": ACCEPTED}),
    _lands("word_na", _csv("N/A,2024-01-01,page_view"), **{"N/A": ACCEPTED}),
    _lands("no_id", _csv(f",{MOMENT},no_id"), **{"": "missing_key"}),
    _lands("hash", _csv(_row("#1001"), _row("1002")), **{"#1001": ACCEPTED, "1002": ACCEPTED}),
    _lands("blank_head", _csv(_row("blank_head"), head=" event_id , occurred_at , event_name ")),
    # Moments.
    _moment("slashes", "01/02/2024 10:00"),
    _moment("dots", "01.02.2024"),
    _moment("unix", "1704103200"),
    _moment("abbreviated_zone", "2024-01-01 10:00:00 PST"),
    _moment("named_zone", "2024-01-01 10:00:00 Europe/Berlin"),
    _moment("no_day", "2023-02-29"),
    _moment("leap_second", "2016-12-31 23:59:60"),
    _moment("hour_25", "2024-01-01 25:00:00"),
    _moment("year_10000", "10000-01-01"),
    _moment("words", "yesterday"),
    _moment("infinity", "infinity"),
    _moment("offset", "2024-01-01T10:00:00+02:00", ACCEPTED),
    _moment("zulu", "2024-01-01T10:00:00.123456Z", ACCEPTED),
    _moment("epoch", "1970-01-01", ACCEPTED),
    _lands(
        "far_future",
        _csv(f"{_row('far_future', '2970-01-01')},{MOMENT}", head=f"{HEAD},loaded_at"),
        far_future="bad_timestamp",
    ),
    # Parquet.
    _lands("typed", _parquet(event_id=["typed"], **EVENT), file="typed.parquet"),
    _lands(
        "int_id", _parquet(event_id=[4711], **EVENT), file="int_id.parquet", **{"4711": ACCEPTED}
    ),
    _lands(
        "long_id", _parquet(event_id=[LONG], **EVENT), file="long_id.parquet", **{LONG: ACCEPTED}
    ),
    _lands("nul", _parquet(event_id=["a\0b"], **EVENT), file="nul.parquet", **{"a\0b": ACCEPTED}),
    _lands(
        "with_zone",
        _parquet(
            event_id=["with_zone"],
            occurred_at=[datetime(2024, 1, 1, 10, tzinfo=timezone.utc)],
            event_name=["page_view"],
        ),
        file="with_zone.parquet",
    ),
    _lands(
        "nanoseconds",
        _parquet(
            event_id=["nanoseconds"],
            occurred_at=pa.array([1_704_103_200_000_000_001], pa.timestamp("ns")),
            event_name=["page_view"],
        ),
        file="nanoseconds.parquet",
    ),
    _lands(
        "day_type",
        _parquet(event_id=["day_type"], occurred_at=[date(2024, 1, 1)], event_name=["page_view"]),
        file="day_type.parquet",
    ),
    _lands(
        "text_moment",
        _parquet(event_id=["text_moment"], occurred_at=[MOMENT], event_name=["page_view"]),
        file="text_moment.parquet",
    ),
    _lands(
        "number_moment",
        _parquet(event_id=["number_moment"], occurred_at=[1704103200], event_name=["page_view"]),
        file="number_moment.parquet",
        number_moment="bad_timestamp",
    ),
    _lands(
        "null_type",
        _parquet(event_id=["null_type"], device=pa.nulls(1), **EVENT),
        file="null_type.parquet",
    ),
    _lands(
        "nested",
        _parquet(event_id=["nested"], device=[{"kind": ["desktop"]}], **EVENT),
        file="nested.parquet",
    ),
    _lands(
        "not_a_number",
        _parquet(event_id=["not_a_number"], page_load_ms=[float("nan")], **EVENT),
        file="not_a_number.parquet",
    ),
    _lands(
        "huge_number",
        _parquet(event_id=["huge_number"], page_load_ms=[1e300], **EVENT),
        file="huge_number.parquet",
    ),
    _lands(
        "other_case_parquet",
        _parquet(EVENT_ID=["other_case_parquet"], **EVENT),
        file="other_case.parquet",
    ),
    _lands(
        "no_rows",
        _parquet(
            event_id=pa.array([], pa.string()),
            occurred_at=pa.array([], pa.string()),
            event_name=pa.array([], pa.string()),
        ),
        file="no_rows.parquet",
        **{"": ""},
    ),
    # Names.
    _lands("quote_in_name", _csv(_row("quote_in_name")), file="o'clock; drop table x.csv"),
    _lands("star_in_name", _csv(_row("star_in_name")), file="b*.csv"),
    _lands("brackets_in_name", _csv(_row("brackets_in_name")), file="[ab].csv"),
    _lands("question_in_name", _csv(_row("question_in_name")), file="quote?.csv"),
    _lands("blank_in_name", _csv(_row("blank_in_name")), file="my events (1).csv"),
    _lands("unicode_in_name", _csv(_row("unicode_in_name")), file="März.csv"),
]


def _truncated(place: Path) -> None:
    parquet.write_table(pa.table({"event_id": ["t"] * 1000, "event_name": ["x"] * 1000}), place)
    place.write_bytes(place.read_bytes()[:-20])


REFUSED = [
    _refused("latin_1", _bytes(f"{HEAD}\nM\xfcnchen,{MOMENT},page_view\n".encode("latin-1"))),
    _refused("utf_16", _bytes(f"{HEAD}\n{_row('a')}\n".encode("utf-16"))),
    _refused("nothing", _bytes(b"")),
    _refused("too_few", _csv("a,2024-01-01")),
    _refused("too_many", _csv("a,2024-01-01,page_view,1,2")),
    _refused("open_quote", _csv('"a,2024-01-01,page_view')),
    _refused("semicolons", _csv("a;2024-01-01;page_view", head=HEAD.replace(",", ";"))),
    _refused("tabs", _csv("a\t2024-01-01\tpage_view", head=HEAD.replace(",", "\t"))),
    _refused("excel", _csv(HEAD, _row("a"), head="sep=,")),
    _refused("comment", _csv(HEAD, _row("a"), head="# exported by a shop")),
    _refused("longer_last", _csv(_row("a"), _row("b") + ",more")),
    _refused("json", _bytes(b'[{"event_id": "a"}]')),
    _refused("long_line", _bytes(f"{HEAD}\n{LONG},{MOMENT},page_view\n".encode())),
    _refused("no_head", _csv(_row("b"), head=_row("a"))),
    _refused("column_is_missing", _csv("a,page_view", head="event_id,event_name"), "occurred_at"),
    _refused("truncated", _truncated, file="truncated.parquet"),
    _refused("empty", _bytes(b""), file="empty.parquet"),
    _refused("csv_inside", _csv(_row("a")), file="csv_inside.parquet"),
    _refused("folder", lambda place: place.mkdir(), "no table", file="folder.csv"),
]
