"""Publishing: the marts of a tested build as files, of which only what changed is written."""

import glob
import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import parquet

from commerce.published import ACCOUNT, Published, sync

HISTORY = "builds"  # the mart with every build that was ever published
HISTORY_COLUMNS = pa.schema(
    [
        ("build_id", pa.string()),
        ("started_at", pa.timestamp("us")),  # UTC
        ("finished_at", pa.timestamp("us")),
        ("landing", pa.string()),
        ("landed_files", pa.int64()),
        ("landed_bytes", pa.int64()),
        ("options", pa.string()),  # --vars, as YAML
        ("models", pa.int64()),
        ("tests_passed", pa.int64()),
        ("marts", pa.int64()),
        ("marts_changed", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Mart:
    """A mart of the working database."""

    name: str
    description: str
    schema: str
    by_month: str | None  # the column by whose months its files are cut; None for one file


@dataclass(frozen=True)
class Outcome:
    """A build that was published."""

    build: str
    marts: int
    changed: int
    written: int  # bytes


def publish(
    warehouse: Path, marts: list[Mart], account: dict[str, object], started: datetime, keep: int
) -> Outcome:
    """Write the marts of a tested build beside the last one, and let readers see them.

    `account` is told by `commerce builds` and the mart `builds`. Files whose rows are those of
    the last build are linked to, not written. A process that is killed here leaves readers what
    they had.

    Raises:
        OSError: a file can't be written.
    """
    published = Published.of(warehouse)
    published.builds.mkdir(parents=True, exist_ok=True)
    published.clear(keep)
    accounts = published.accounts()
    before = next(iter(accounts.values()), {"held": {}, "history": []})
    name = _next_name(published, started)
    folder = published.builds / name
    folder.mkdir()
    writer = _Writer(folder, published.builds / next(iter(accounts), ""), before["held"])
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'; set preserve_insertion_order = false")
        if limit := os.environ.get("COMMERCE_MEMORY"):
            connection.execute(f"set memory_limit = {_text(limit)}")
        connection.execute(f"attach {_text(warehouse)} as working (read_only)")
        for mart in marts:
            writer.write(connection, mart)
    told = {
        "build_id": name,
        "started_at": started.isoformat(),
        "finished_at": datetime.now(timezone.utc).isoformat(),
        **account,
        "marts": len(marts),
        "marts_changed": len(writer.changed),
    }
    history = [*before["history"], told]
    _write_history(folder, history)
    _write_database(folder, [*marts, Mart(HISTORY, "Every published build.", "", None)])
    text = json.dumps({**told, "held": writer.held, "history": history}, indent=1)
    # Whole or not there: a build without one is what a killed process left.
    (new := folder / f"{ACCOUNT}.new").write_text(text, "utf-8")
    sync(new)
    for place in (published.folder, published.builds, folder, *folder.rglob("*")):
        place.chmod(0o755 if place.is_dir() else 0o444)
    new.replace(folder / ACCOUNT)
    sync(folder)
    published.show(name)
    published.clear(keep)
    return Outcome(name, len(marts), len(writer.changed), writer.written)


class _Writer:
    """Writes marts into a build's folder, or links to the files of the build before."""

    def __init__(self, folder: Path, before: Path, held_before: dict[str, dict]) -> None:
        self.folder, self.before, self._held_before = folder, before, held_before
        self.held: dict[str, dict[str, str]] = {}  # by mart and file: what it holds
        self.changed: set[str] = set()
        self.written = 0

    def write(self, connection: duckdb.DuckDBPyConnection, mart: Mart) -> None:
        relation = f'working."{mart.schema}"."{mart.name}"'
        month = f"strftime({mart.by_month}, '%Y-%m')" if mart.by_month else "''"
        held = dict(
            connection.execute(
                f"select coalesce({month}, 'none'), concat(count(*), '/', sum(hash(held)))"
                f" from {relation} as held group by 1 order by 1"
            ).fetchall()
        ) or {"": "0/"}
        columns = str(connection.execute(f"describe {relation}").fetchall())
        self.held[mart.name] = {part: f"{text} {columns}" for part, text in held.items()}
        for part in held:
            rows = f"select * from {relation}"
            if mart.by_month:
                rows += f" where coalesce({month}, 'none') = '{part}'"
            self._write_file(connection, mart, part, rows)

    def _write_file(
        self, connection: duckdb.DuckDBPyConnection, mart: Mart, part: str, rows: str
    ) -> None:
        name = f"{mart.name}/{part or 'none'}.parquet" if mart.by_month else f"{mart.name}.parquet"
        file, before = self.folder / name, self.before / name
        file.parent.mkdir(exist_ok=True)
        if self._held_before.get(mart.name, {}).get(part) == self.held[mart.name][part]:
            _link(before, file)
            return
        connection.execute(f"copy ({rows}) to {_text(file)} (format parquet, compression zstd)")
        sync(file)
        self.changed.add(mart.name)
        self.written += file.stat().st_size


def _link(old: Path, new: Path) -> None:
    """Give a file a second name; copy it where the file system has no such thing."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _next_name(published: Published, started: datetime) -> str:
    """Return the id of a new build: when it began; later than all others, whatever clocks say."""
    name, newest = f"{started:%Y%m%dT%H%M%SZ}", max(published.accounts(), default="")
    return name if name > newest else f"{newest}.1"


def _write_history(folder: Path, history: list[dict[str, object]]) -> None:
    """Write the mart `builds`."""
    moments = ("started_at", "finished_at")
    rows = [
        {
            **one,
            **{name: datetime.fromisoformat(one[name]).replace(tzinfo=None) for name in moments},
        }
        for one in history
    ]
    table = pa.Table.from_pylist(rows, HISTORY_COLUMNS)
    parquet.write_table(table, folder / f"{HISTORY}.parquet")
    sync(folder / f"{HISTORY}.parquet")


def _write_database(folder: Path, marts: list[Mart]) -> None:
    """Write the database that readers open: a view over the files of each mart."""
    with duckdb.connect() as connection:
        # BI tools bring a DuckDB of their own, often an older one.
        place = _text(folder / "marts.duckdb")
        connection.execute(f"attach {place} as marts (storage_version 'v1.0.0')")
        connection.execute("use marts")
        for mart in marts:
            files = f"{mart.name}/*.parquet" if mart.by_month else f"{mart.name}.parquet"
            path = f"{glob.escape(str(folder))}/{files}"
            connection.execute(f'create view "{mart.name}" as from read_parquet({_text(path)})')
            connection.execute(
                f'comment on view "{mart.name}" is {_text(" ".join(mart.description.split()))}'
            )
    sync(folder / "marts.duckdb")


def _text(value: object) -> str:
    """Return a text literal of SQL."""
    return "'" + str(value).replace("'", "''") + "'"
