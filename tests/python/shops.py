"""A small shop that tests build and publish: its landing folder, its working database."""

import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from conftest import run, write_csv


def published(warehouse: Path) -> Path:
    """Return the folder with the published builds of a working database."""
    return warehouse.with_name(f"{warehouse.stem}.published")


def marts(warehouse: Path) -> Path:
    """Return the database that readers open."""
    return published(warehouse) / "current" / "marts.duckdb"


def land(landing: Path, orders: int, files: int = 1) -> None:
    """Write a shop with orders, each with a visit before it, a month apart in two."""
    for number in range(files):
        folder = landing / "web_events"
        folder.mkdir(parents=True, exist_ok=True)
        rows = [
            f"e{number}_{i},2024-0{3 + number}-{i + 1:02} 10:00:00,page_view,v{i},/"
            for i in range(orders)
        ]
        head = "event_id,occurred_at,event_name,visitor_id,page_path"
        (folder / f"{number}.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    rows = [f"o{i},2024-03-{i + 1:02} 10:05:00,USD,false" for i in range(orders)]
    head = "order_id,placed_at,currency,is_test"
    write_csv(landing, "orders", "\n".join([head, *rows]) + "\n")


@dataclass(frozen=True)
class Shop:
    """A landing folder, its working database, and the project that builds it."""

    landing: Path
    warehouse: Path
    project: Path

    def call(self, *arguments: str) -> tuple[str, ...]:
        """Return the command of a build."""
        places = ("--landing", str(self.landing), "--warehouse", str(self.warehouse))
        return ("commerce", "build", *places, *arguments)

    def build(self, *arguments: str) -> subprocess.CompletedProcess:
        return run(*self.call(*arguments), cwd=self.project)

    def built(self, *arguments: str) -> str:
        """Build, which must end well; return what was printed."""
        done = self.build(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def elsewhere(self, warehouse: Path) -> "Shop":
        """Return the same shop with another working database."""
        return replace(self, warehouse=warehouse)
