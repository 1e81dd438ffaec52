"""Puts one fault at a time into the models' SQL and tells which ones nothing noticed.

make mutate
make mutate MODELS='fct_carts kpi_*'
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import click
from compiled import ROOT
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from mutation.judge import NOTICERS, Verdict
from mutation.trial import explained_survivors, trial

WANTED = 0.95  # share of mutants that must be noticed


@click.command()
@click.argument("models", nargs=-1)
@click.option("--jobs", default=2, show_default=True, help="Processes side by side.")
@click.option("--log", type=Path, help="JSON log of a dbt build, to skip making one.")
@click.option(
    "--out",
    type=Path,
    help="Write what became of every mutant to this file as it is found, a line of JSON each.",
)
def main(models: tuple[str, ...], jobs: int, log: Path | None, out: Path | None) -> None:
    """Try the mutants of all MODELS, or of those whose names match a pattern."""
    console = Console(soft_wrap=True, highlight=False)
    log = log or logged_build(console)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("mutating models", total=None)
        verdicts = []
        for found, total in trial(log, models or ("*",), jobs):
            verdicts.extend(found)
            progress.update(task, completed=len(verdicts), total=total)
            if out:
                _write(found, out)
    explained = explained_survivors()
    survivors = [verdict for verdict in verdicts if verdict.noticed_by is None]
    unexplained = [one for one in survivors if not any(e.covers(one) for e in explained)]
    console.print(by_folder(verdicts, unexplained))
    for one in unexplained:
        console.print(f"unnoticed {told(one)}", markup=False)
    stale = [] if models else [e for e in explained if not any(map(e.covers, survivors))]
    for entry in stale:
        console.print(f"survivors.yml explains what does not survive: {entry}", markup=False)
    killed = 1 - len(survivors) / max(len(verdicts), 1)
    console.print(f"{killed:.1%} of {len(verdicts)} mutants were noticed; {WANTED:.0%} must be")
    sys.exit(1 if unexplained or stale or killed < WANTED else 0)


def logged_build(console: Console) -> Path:
    """Build the demo store in a folder of its own; return the log with its unit tests."""
    place = Path(tempfile.mkdtemp(prefix="commerce-mutate-"))
    environment = {
        "COMMERCE_WAREHOUSE": str(place / "commerce.duckdb"),
        "DBT_TARGET_PATH": str(place / "target"),
        "DBT_LOG_PATH": str(place / "logs"),
        "DBT_LOG_FORMAT_FILE": "json",
        "DBT_LOG_FILE_MAX_BYTES": "0",  # one file, however long
    }
    dbt = Path(sys.executable).parent / "dbt"
    with console.status("building the demo store with all unit tests"):
        subprocess.run(
            [dbt, "--quiet", "build"], cwd=ROOT, env={**os.environ, **environment}, check=True
        )
    return place / "logs" / "dbt.log"


def by_folder(verdicts: list[Verdict], unexplained: list[Verdict]) -> Table:
    """Return what was noticed by what, a row a folder of models."""
    table = Table("folder")
    for column in ("mutants", "noticed", "share", *NOTICERS, "survivors", "unexplained"):
        table.add_column(column, justify="right")
    for folder in [*sorted({one.folder for one in verdicts}), ""]:
        found = [one for one in verdicts if one.folder.startswith(folder)]
        by = Counter(one.noticed_by.split(":")[0] for one in found if one.noticed_by)
        open_ones = sum(one.folder.startswith(folder) for one in unexplained)
        figures = [len(found), by.total(), f"{by.total() / max(len(found), 1):.1%}"]
        figures += [by[noticer] for noticer in NOTICERS] + [len(found) - by.total(), open_ones]
        table.add_row(folder or "all", *map(str, figures))
    return table


def told(verdict: Verdict) -> str:
    """Return a survivor as a line of text."""
    mutant = verdict.mutant
    place = f"{verdict.model} {mutant.cte or '(outer select)'} #{mutant.ordinal}"
    return f"{place} {mutant.operator}: {mutant.before}  =>  {mutant.after}"


def _write(verdicts: list[Verdict], out: Path) -> None:
    with out.open("a", encoding="utf-8") as lines:
        lines.writelines(f"{_as_json(one)}\n" for one in verdicts)


def _as_json(verdict: Verdict) -> str:
    mutant = verdict.mutant
    told = {name: getattr(verdict, name) for name in ("model", "folder", "noticed_by")}
    told |= {name: getattr(mutant, name) for name in ("operator", "cte", "before", "after")}
    return json.dumps({**told, "column": mutant.inside.column, "ordinal": mutant.ordinal})


if __name__ == "__main__":
    main()
