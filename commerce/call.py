"""dbt's own build, with progress, a short account and exit codes.

What was built and tested is published (``commerce.publish``): readers never see anything else.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

import duckdb
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from commerce.account import Account, account_of, print_account, told_lines
from commerce.errors import BadInput, DiskFull
from commerce.lock import DAMAGED, check_open, place_aside
from commerce.project import project_options
from commerce.publish import publish
from commerce.published import Published
from commerce.salt import take_rights


@dataclass(frozen=True)
class Call:
    """One call of ``commerce build``, once its options are understood."""

    console: Console
    engine: str
    place: Path | None
    target: str
    variables: dict
    select: tuple[str, ...]
    full_refresh: bool
    made: set[tuple[str, str]] = field(default_factory=set)  # schemas and names, once it has run

    def run(self) -> int:
        """Build; where the working database turns out to be damaged, build it anew."""
        self._check_links()
        if self.engine == "duckdb" and (reason := check_open(self.place)):
            self._set_aside(reason)
        if self.engine == "duckdb":
            take_rights(self.place, 0o007)  # it has the salt in its views; a group may share it
        account, started = self._build()
        if self.engine == "duckdb" and account.says(DAMAGED):
            self._set_aside(account.failures[0][1])
            account, started = self._build()
        self.made.update(account.made)
        took = datetime.now(timezone.utc) - started
        print_account(self.console, account, took, str(self.place or self.target))
        if account.failures:
            self._tell_what_stays()
            return 1
        if self.select or self.engine != "duckdb":
            return 0
        return self._publish(account, started)

    @property
    def _landing(self) -> Path:
        return Path({**project_options(), **self.variables}["landing"] or "seeds/demo")

    def _check_links(self) -> None:
        """Raise BadInput for a link to nothing, which an engine would pass over."""
        for file in (*self._landing.glob("*"), *self._landing.glob("*/*")):
            if file.is_symlink() and not file.exists():
                raise BadInput(f"{file} is a link to a file that is not there")

    def _build(self) -> tuple[Account, datetime]:
        """Call dbt; return what it did, and when it began."""
        started = datetime.now(timezone.utc)
        is_new_file = self.engine == "duckdb" and not self.place.exists()
        # Unit tests prove the SQL, not the data: `dbt build` and `make test` run them.
        arguments = ["build", "--exclude-resource-type", "unit_test"]
        arguments += ["--full-refresh"] if self.full_refresh else []
        # A test that also reads what is not selected would fail where that was never built.
        arguments += ["--indirect-selection", "buildable"] if self.select else []
        for selector in self.select:
            arguments += ["--select", selector]
        try:
            result, told = _invoke([*arguments, *self._settings()], self.console)
            if result.exception and re.search(DiskFull.PATTERN, str(result.exception)):
                raise DiskFull(self.place)
            _raise_bad_input(result)
            account = account_of(result, told)
            if account.says(DiskFull.PATTERN):
                raise DiskFull(self.place)
            if self.select and not (account.counts or account.failures):
                raise BadInput(f"nothing is called {' '.join(self.select)}")
        except BadInput:
            if is_new_file:  # dbt opens the file before it looks at the input
                self.place.unlink(missing_ok=True)
            raise
        finally:
            DuckDBConnectionManager.close_all_connections()  # dbt keeps the file open for itself
        if account.broken:
            self._keep_rows(account)
        return account, started

    def _settings(self) -> list[str]:
        return [
            *("--profiles-dir", "profiles", "--target", self.target),
            *("--vars", yaml.safe_dump(self.variables), "--quiet", "--log-level", "none"),
            *("--log-level-file", "none"),  # it has the salt, and the lines of files
        ]

    def _keep_rows(self, account: Account) -> None:
        """Have dbt keep the rows that break tests, and say where."""
        arguments = ["test", "--store-failures", "--select", *account.broken]
        again = dbtRunner().invoke([*arguments, *self._settings()])
        DuckDBConnectionManager.close_all_connections()
        rows = {
            one.node.name: f"; the rows: select * from {one.node.relation_name}".replace('"', "")
            for one in again.result or []
            if one.node.relation_name
        }
        account.failures = [
            (name, message, where + rows.get(name, ""))
            for name, message, where in account.failures
        ]

    def _set_aside(self, reason: str) -> None:
        """Put a working database that can't be read away: the landing folder has it all."""
        aside = place_aside(self.place)
        self.place.replace(aside)
        self.place.with_name(f"{self.place.name}.wal").unlink(missing_ok=True)
        self.console.print(
            f"[yellow]damaged[/] {escape(str(self.place))}: {escape(reason)}; kept as"
            f" {escape(aside.name)}, and built anew",
            soft_wrap=True,
        )

    def _tell_what_stays(self) -> None:
        if self.engine == "duckdb" and not self.select:
            current = Published.of(self.place).current
            stays = f"readers still see build {current}" if current else "there is none before it"
            self.console.print(f"nothing was published: {stays}", soft_wrap=True)

    def _publish(self, account: Account, started: datetime) -> int:
        """Publish the marts; return the exit code."""
        keep = {**project_options(), **self.variables}["keep_builds"]
        files = [
            file.stat().st_size
            for pattern in ("*.parquet", "*.csv", "*/*.parquet", "*/*.csv")
            for file in self._landing.glob(pattern)
        ]
        told = {
            "landing": str(self._landing),
            "landed_files": len(files),
            "landed_bytes": sum(files),
            "options": yaml.safe_dump(self.variables) if self.variables else "",
            "models": account.counts.get("model", 0),
            "tests_passed": account.counts.get("test", 0),
        }
        try:
            done = publish(self.place, account.marts, told, started, keep)
        except (OSError, duckdb.IOException) as error:
            if re.search(DiskFull.PATTERN, str(error)):
                raise DiskFull(Published.of(self.place).folder) from None
            raise
        self.console.print(
            f"[green]published[/] {done.build}, {done.changed} of {done.marts} marts new"
            f" ({done.written / 1e6:.1f} MB): {escape(str(Published.of(self.place).marts))}",
            soft_wrap=True,
        )
        return 0


def _invoke(arguments: list[str], console: Console) -> tuple[dbtRunnerResult, list[str]]:
    """Call dbt with a progress bar that follows its nodes; return what it told of quarantine."""
    told = []
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading the project", total=None)

        def follow(event: object) -> None:
            name = event.info.name
            if name == "LogStartLine":
                progress.update(task, total=event.data.total, description=_short(event))
            elif name == "NodeFinished":
                progress.advance(task)
            elif name == "JinjaLogInfo" and event.data.msg.startswith("quarantined "):
                told.append(event.data.msg)

        return dbtRunner(callbacks=[follow]).invoke(arguments), told


def _short(event: object) -> str:
    """Return the name of a node that starts, cut to a fixed width so the bar stays in place."""
    return f"{event.data.node_info.node_name[:40]:<40}"


def _raise_bad_input(result: dbtRunnerResult) -> None:
    """Raise the one line of a check that refused the input, or of a dbt usage mistake."""
    if result.exception is None:
        return
    text = str(result.exception)
    told = re.search(r"Bad input: (.+)", text)
    if told:
        raise BadInput(told[1].strip())
    lines = [line for line in told_lines(text) if line != "Runtime Error"]
    files = [line for line in lines[3:] if re.search(r"\.(csv|parquet)\b", line)]
    raise BadInput(" ".join([*lines[:3], *files[:1]]))
