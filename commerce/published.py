"""The builds that readers see: a folder for each, and a link to the one that counts.

    commerce.published/
        current -> builds/20240501T063000Z
        builds/20240501T063000Z/
            marts.duckdb        views over the files beside it, for anything that reads DuckDB
            kpi_values.parquet  a mart
            fct_events/         a mart in a file a month
            build.json          when, from what, with which result

A build is whole when the link is set to it, in one step. A file that two builds have in common is
there once, with two names.
"""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from commerce.errors import BadInput

ACCOUNT = "build.json"


@dataclass(frozen=True)
class Published:
    """What was published of one working database."""

    folder: Path

    @classmethod
    def of(cls, warehouse: Path) -> "Published":
        """Return what is published of a working database: beside it, under its name."""
        return cls(warehouse.with_name(f"{warehouse.stem}.published"))

    @property
    def builds(self) -> Path:
        """The folder with a folder for each build."""
        return self.folder / "builds"

    @property
    def link(self) -> Path:
        """The link to the build that readers see."""
        return self.folder / "current"

    @property
    def marts(self) -> Path:
        """The database that readers open."""
        return self.link / "marts.duckdb"

    @property
    def current(self) -> str | None:
        """The id of the build that readers see; None before the first."""
        return self.link.resolve().name if self.marts.exists() else None

    def accounts(self) -> dict[str, dict]:
        """Return what each kept build tells of itself (build.json), by id, the newest first."""
        files = sorted(self.builds.glob(f"*/{ACCOUNT}"), reverse=True)
        return {file.parent.name: json.loads(file.read_text("utf-8")) for file in files}

    def show(self, build: str) -> None:
        """Let readers see a build from now on."""
        new = self.folder / f"current.{os.getpid()}"
        new.unlink(missing_ok=True)
        new.symlink_to(Path("builds") / build)
        os.replace(new, self.link)
        sync(self.folder)

    def clear(self, keep: int) -> None:
        """Remove all but the last builds and the current one, and what a killed build left."""
        whole = list(self.accounts())
        kept = {*whole[:keep], self.current}
        for folder in self.builds.glob("*"):
            if folder.name not in kept:
                shutil.rmtree(folder)


def sync(place: Path) -> None:
    """Have the system write a file, or a folder's list of names, to the disk now."""
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def print_builds(console: Console, published: Published) -> None:
    """Print the kept builds, the newest first."""
    accounts = published.accounts()
    if not accounts:
        raise BadInput(f"nothing is published in {published.folder}: run 'commerce build' first")
    rows = [("build", "", "took", "tests", "new marts", "landing")]
    for build, account in accounts.items():
        rows.append(
            (
                build,
                "current" if build == published.current else "",
                f"{_seconds(account):.0f} s",
                f"{account['tests_passed']} passed",
                f"{account['marts_changed']} of {account['marts']}",
                account["landing"],
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        # Not a table of rich's, which would cut a long path to the terminal's width.
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        console.print(escape(line.rstrip()), style="bold" if not number else None, soft_wrap=True)


def _seconds(account: dict) -> float:
    """Return how long a build took."""
    finished, started = (
        datetime.fromisoformat(account[name]) for name in ("finished_at", "started_at")
    )
    return (finished - started).total_seconds()


def roll_back(console: Console, published: Published, build: str) -> None:
    """Let readers see an earlier build again.

    Raises:
        BadInput: there is no such build.
    """
    known = published.accounts()
    if build not in known:
        raise BadInput(
            f"there is no build {build!r} in {published.folder}: commerce builds lists them"
        )
    published.show(build)
    console.print(
        f"readers see [bold]{build}[/] from now on, until the next build", soft_wrap=True
    )
