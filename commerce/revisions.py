"""The demo store as this checkout and as another git revision of it tell it."""

import io
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from commerce.errors import BadInput, Told


def commit_of(folder: Path, revision: str) -> str:
    """Return the commit that a revision names.

    Raises:
        BadInput: git is not there, the folder is no checkout, or git knows no such revision.
    """
    try:
        inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    except FileNotFoundError:
        raise BadInput("commerce diff needs git, which is not installed") from None
    if inside.returncode:
        raise BadInput(f"{folder} is no git checkout: there is no other revision to compare with")
    name = f"{revision}^{{commit}}"
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if found.returncode:
        raise BadInput(f"git knows no revision {revision!r}: 'git fetch' gets those of others")
    return found.stdout.decode().split()[-1]


def write_revision(folder: Path, commit: str, out: Path) -> None:
    """Write the project as it is in a commit to a new folder."""
    archive = _git(folder, "archive", "--format=tar", commit)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(out, filter="data")


def is_changed(folder: Path, commit: str, path: str) -> bool:
    """Return whether a folder of the checkout differs from that of a commit."""
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "--", path).stdout
    return bool(new or _git(folder, "diff", "--quiet", commit, "--", path).returncode)


def build_demo(projects: dict[str, Path], out: Path, select: Sequence[str]) -> dict[str, Path]:
    """Build the demo store with each project at once; return where, by the project's name.

    Raises:
        Told: dbt can't build it.
    """
    places = {name: out / f"{name}.duckdb" for name in projects}
    with ThreadPoolExecutor(len(projects)) as pool:
        runs = {
            name: pool.submit(_dbt_build, project, places[name], select)
            for name, project in projects.items()
        }
    for name, run in runs.items():
        done = run.result()
        if done.returncode:
            raise Told(f"dbt can't build {name}: {_error(done.stdout.decode())}")
        duckdb.connect(str(places[name])).close()  # none is there where nothing was selected
    return places


def _dbt_build(project: Path, place: Path, select: Sequence[str]) -> subprocess.CompletedProcess:
    """Call dbt of this environment for another folder, with all that it writes beside `place`."""
    beside = str(place.with_suffix(""))
    command = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "--no-use-colors"]
    command += ["--quiet", "build", "--exclude-resource-type", "test", "unit_test"]
    command += ["--profiles-dir", "profiles", "--target", "duckdb", "--vars", "landing: ''"]
    command += [part for selector in select for part in ("--select", selector)]
    environment = {
        **os.environ,
        "COMMERCE_WAREHOUSE": str(place),
        "DBT_TARGET_PATH": beside,
        "DBT_LOG_PATH": beside,
    }
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False)


def _error(printed: str) -> str:
    """Return the first error that dbt printed, without times and counts, in one line."""
    lines = [re.sub(r"^\d\d:\d\d:\d\d\s+", "", line).strip() for line in printed.splitlines()]
    told = [line for line in lines if line and not re.match(r"\d+ of \d+ |Encountered an", line)]
    return " ".join(told[:3]) or "it says nothing"


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
