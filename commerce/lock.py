"""One build of a warehouse at a time."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from commerce.errors import BadInput

# What DuckDB says of a database that lost a part of what was written.
DAMAGED = (
    "Corrupt database|not a valid DuckDB|not read enough bytes|replaying WAL"
    "|Serialization Error|INTERNAL Error"
)


@contextmanager
def building(warehouse: Path) -> Iterator[None]:
    """Hold the warehouse for one build; the lock goes with the process, however it ends.

    Raises:
        BadInput: another process builds it.
    """
    place = warehouse.with_name(f"{warehouse.name}.lock")
    with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(_held(warehouse, file.read().strip() or "another")) from None
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def check_open(warehouse: Path) -> str | None:
    """Return how a working database is damaged; None where it is not, or is new.

    Raises:
        BadInput: another program has it open, it is no DuckDB database, or can't be opened.
    """
    if not warehouse.exists():
        return None
    if not _is_database(warehouse):
        raise BadInput(f"{warehouse} is not a DuckDB database")
    try:
        duckdb.connect(str(warehouse)).close()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        held = re.search(r"Conflicting lock.*?PID (\d+)", reason)
        if held:
            raise BadInput(_held(warehouse, held[1])) from None
        if not re.search(DAMAGED, reason):
            raise BadInput(reason) from None
        return reason
    return None


def place_aside(warehouse: Path) -> Path:
    """Return where a working database that can't be read is kept."""
    return warehouse.with_name(f"{warehouse.stem}.damaged.duckdb")


def _is_database(file: Path) -> bool:
    """Return whether a file begins as DuckDB's do, or as one whose first block was lost."""
    with file.open("rb") as opened:
        start = opened.read(12)
    return start[8:12] in (b"DUCK", b"\0\0\0\0", b"")


def _held(warehouse: Path, process: str) -> str:
    return f"process {process} has {warehouse} open: wait until it ends, or stop it"
