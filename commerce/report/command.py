"""``commerce report``."""

import os
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from commerce.errors import BadInput
from commerce.published import sync
from commerce.report.page import page_of
from commerce.scorecard.read import opened


def run_report(console: Console, marts: Path, out: Path) -> None:
    """Write the page of the published marts.

    Raises:
        BadInput: nothing is published, or the file can't be written.
    """
    with opened(marts) as connection:
        page = page_of(connection).encode()
    try:
        write_whole(out.absolute(), page)
    except OSError as error:
        raise BadInput(f"can't write {out}: {error.strerror}") from None
    console.print(f"[green]written[/] {escape(str(out))} ({len(page) / 1e6:.1f} MB)")


def write_whole(place: Path, content: bytes) -> None:
    """Write a file in one step: who reads it meanwhile has the one before."""
    new = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        new.write_bytes(content)
        sync(new)
        new.replace(place)
    finally:
        new.unlink(missing_ok=True)
