"""``commerce build``: dbt's own build, with progress, a short account and exit codes."""

import difflib
import os
import re
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import yaml
from dbt.cli.main import dbtRunner, dbtRunnerResult
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from commerce.engines import engine_of
from commerce.errors import BadInput
from commerce.project import project_folder

FAILED = {"error", "fail", "runtime error"}


@dataclass
class Account:
    """What a build did, put together from dbt's events and results."""

    counts: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[str, str, str]] = field(default_factory=list)  # name, message, file
    skipped: int = 0


def merged_vars(text: str | None, landing: Path | None, start: datetime | None = None) -> dict:
    """Return the vars for dbt: those of ``--vars``, ``--landing`` (absolute) and ``--from``.

    Raises:
        BadInput: the text is no YAML mapping, or says what an option says too.
    """
    try:
        given = yaml.safe_load(text) if text else {}
    except yaml.YAMLError as error:
        raise BadInput(f"--vars is not YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(given, dict):
        raise BadInput(f"--vars must be a YAML mapping such as 'as_of: 2024-12-31', not {text!r}")
    for option in given:
        _check_option(str(option))
    options = {}
    if landing:
        options["landing"] = str(landing.absolute())
    if start:
        options["rebuild_from"] = f"{start:%Y-%m-%d}"
    for option in options.keys() & given.keys():
        raise BadInput(f"{option} is given twice: by an option of its own and in --vars")
    return {**given, **options}


def _check_option(name: str) -> None:
    """Raise BadInput for an option that dbt_project.yml does not have: dbt would ignore it."""
    text = (project_folder() / "dbt_project.yml").read_text("utf-8")
    options = yaml.safe_load(text)["vars"]
    if name not in options:
        (near, *_) = [*difflib.get_close_matches(name, options, 1), "dbt_project.yml lists them"]
        hint = f"did you mean {near!r}?" if near in options else near
        raise BadInput(f"there is no option {name!r}: {hint}")


def run_build(
    console: Console,
    landing: Path | None = None,
    warehouse: Path | None = None,
    target: str | None = None,
    dbt_vars: str | None = None,
    select: tuple[str, ...] = (),
    full_refresh: bool = False,
    start: datetime | None = None,
) -> int:
    """Build and test the project; print what happened.

    Returns:
        0, or 1 where a model or a test failed.

    Raises:
        BadInput: the input can't be used; nothing was changed.
    """
    variables = merged_vars(dbt_vars, landing, start)
    engine = engine_of(target)
    engine.check()
    place = engine.warehouse(warehouse)
    if place:
        os.environ["COMMERCE_WAREHOUSE"] = str(place)
    # Paths in the profile and of the demo store are relative to the project.
    os.chdir(project_folder())
    arguments = ["build", "--profiles-dir", "profiles", "--vars", yaml.safe_dump(variables)]
    # Unit tests prove the SQL, not the data: `dbt build` and `make test` run them.
    arguments += ["--exclude-resource-type", "unit_test", "--quiet", "--log-level", "none"]
    arguments += ["--target", engine.target]
    arguments += ["--full-refresh"] if full_refresh else []
    # A test that also reads what is not selected would fail where that was never built.
    arguments += ["--indirect-selection", "buildable"] if select else []
    for selector in select:
        arguments += ["--select", selector]
    started, is_new_file = time.monotonic(), engine.kind == "duckdb" and not place.exists()
    try:
        result, told = _invoke(arguments, console)
        _raise_bad_input(result)
        account = _account_of(result)
        if select and not (account.counts or account.failures):
            raise BadInput(f"nothing is called {' '.join(select)}")
    except BadInput:
        if is_new_file:  # dbt opens the file before it looks at the input
            place.unlink(missing_ok=True)
        raise
    _print_account(console, account, time.monotonic() - started, str(place or engine.target))
    for line in told:
        _print_kept_out(console, line)
    return 0 if result.success else 1


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
    lines = [
        line.strip() for line in text.splitlines() if line.strip() not in ("", "Runtime Error")
    ]
    files = [line for line in lines[3:] if re.search(r"\.(csv|parquet)\b", line)]
    raise BadInput(" ".join([*lines[:3], *files[:1]]))


def _account_of(result: dbtRunnerResult) -> Account:
    """Count the nodes of a finished run by kind, and keep the failed ones."""
    account = Account()
    for node_result in result.result or []:
        node, status = node_result.node, str(node_result.status)
        if status == "skipped":
            account.skipped += 1
        elif status in FAILED:
            where = node.compiled_path or node.original_file_path
            account.failures.append((node.name, _first_lines(node_result), where))
        elif node.resource_type != "operation":
            account.counts[node.resource_type] = account.counts.get(node.resource_type, 0) + 1
    return account


def _first_lines(node_result: object) -> str:
    """Return the telling part of a failure's message."""
    if node_result.failures:
        return f"{node_result.failures} rows break it"
    lines = [line.strip() for line in (node_result.message or "").splitlines() if line.strip()]
    return " ".join(lines[1:3] if len(lines) > 1 else lines)


def _print_account(console: Console, account: Account, seconds: float, place: str) -> None:
    """Print what was built, or what failed and where to look."""
    parts = [f"{number} {kind}{'s' * (number > 1)}" for kind, number in account.counts.items()]
    done = f"{', '.join(parts) or 'nothing'} in {seconds:.0f} s"
    if not account.failures:
        console.print(f"[green]built[/] {done}: {escape(place)}", soft_wrap=True)
        return
    for name, message, where in account.failures:
        console.print(f"[red]failed[/] [bold]{escape(name)}[/]: {escape(message)}", soft_wrap=True)
        console.print(f"       see {escape(where)}", soft_wrap=True)
    console.print(
        f"{len(account.failures)} failed, {account.skipped} skipped after them; {done}",
        soft_wrap=True,
    )


def _print_kept_out(console: Console, told: str) -> None:
    """Print what the macro tell_quarantined told; red where a whole table is out."""
    colour = "red" if re.search(r" ([\d,]+) of \1\b", told) else "yellow"
    console.print(f"[{colour}]quarantined[/] {escape(told.split(' ', 1)[1])}", soft_wrap=True)
