"""``commerce build``: dbt's own build, with progress, a short account and exit codes."""

import difflib
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from commerce.errors import BadInput
from commerce.project import project_folder, warehouse_file

FAILED = {"error", "fail", "runtime error"}


@dataclass
class Account:
    """What a build did, put together from dbt's events and results."""

    counts: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[str, str, str]] = field(default_factory=list)  # name, message, file
    skipped: int = 0


def merged_vars(text: str | None, landing: Path | None) -> dict:
    """Return the vars for dbt: those of ``--vars``, and the landing folder as an absolute path.

    Raises:
        BadInput: the text is no YAML mapping, or names a landing folder beside ``--landing``.
    """
    try:
        given = yaml.safe_load(text) if text else {}
    except yaml.YAMLError as error:
        raise BadInput(f"--vars is not YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(given, dict):
        raise BadInput(f"--vars must be a YAML mapping such as 'as_of: 2024-12-31', not {text!r}")
    for option in given:
        _check_option(str(option))
    if landing is None:
        return given
    if "landing" in given:
        raise BadInput("the landing folder is given twice: by --landing and in --vars")
    return {**given, "landing": str(landing.absolute())}


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
) -> int:
    """Build and test the project; print what happened.

    Returns:
        0, or 1 where a model or a test failed.

    Raises:
        BadInput: the input can't be used; nothing was changed.
    """
    variables = merged_vars(dbt_vars, landing)
    file = warehouse_file(warehouse)
    if not file.parent.is_dir():
        raise BadInput(f"the warehouse folder {file.parent} does not exist")
    os.environ["COMMERCE_WAREHOUSE"] = str(file)
    # Paths in the profile and of the demo store are relative to the project.
    os.chdir(project_folder())
    arguments = ["build", "--profiles-dir", "profiles", "--vars", yaml.safe_dump(variables)]
    # Unit tests prove the SQL, not the data: `dbt build` and `make test` run them.
    arguments += ["--exclude-resource-type", "unit_test", "--quiet", "--log-level", "none"]
    arguments += ["--target", target] if target else []
    arguments += ["--full-refresh"] if full_refresh else []
    # A test that also reads what is not selected would fail where that was never built.
    arguments += ["--indirect-selection", "buildable"] if select else []
    for selector in select:
        arguments += ["--select", selector]
    started, is_new = time.monotonic(), not file.exists()
    try:
        result = _invoke(arguments, console)
        _raise_bad_input(result)
        account = _account_of(result)
        if select and not (account.counts or account.failures):
            raise BadInput(f"nothing is called {' '.join(select)}")
    except BadInput:
        if is_new:  # dbt opens the file before it looks at the input
            file.unlink(missing_ok=True)
        raise
    _print_account(console, account, time.monotonic() - started, file)
    if not account.failures:
        _print_kept_out(console, file)
    return 0 if result.success else 1


def _invoke(arguments: list[str], console: Console) -> dbtRunnerResult:
    """Call dbt with a progress bar that follows its nodes."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading the project", total=None)

        def follow(event: object) -> None:
            name = event.info.name
            if name == "LogStartLine":
                progress.update(task, total=event.data.total, description=_short(event))
            elif name == "NodeFinished":
                progress.advance(task)

        return dbtRunner(callbacks=[follow]).invoke(arguments)


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
    lines = [line.strip() for line in text.splitlines() if line.strip()]
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


def _print_account(console: Console, account: Account, seconds: float, file: Path) -> None:
    """Print what was built, or what failed and where to look."""
    parts = [f"{number} {kind}{'s' * (number > 1)}" for kind, number in account.counts.items()]
    done = f"{', '.join(parts) or 'nothing'} in {seconds:.0f} s"
    if not account.failures:
        console.print(f"[green]built[/] {done}: {escape(str(file))}", soft_wrap=True)
        return
    for name, message, where in account.failures:
        console.print(f"[red]failed[/] [bold]{escape(name)}[/]: {escape(message)}", soft_wrap=True)
        console.print(f"       see {escape(where)}", soft_wrap=True)
    console.print(
        f"{len(account.failures)} failed, {account.skipped} skipped after them; {done}",
        soft_wrap=True,
    )


def _print_kept_out(console: Console, file: Path) -> None:
    """Print what share of each table's rows is in quarantine, the largest first."""
    query = """
        select entity, quarantined, landed
        from (
            select
                entity,
                max(value) filter (where measure = 'quarantined') as quarantined,
                max(value) filter (where measure = 'landed') as landed
            from data_quality
            where detail = 'all'
            group by entity
        )
        where quarantined > 0
        order by quarantined / landed desc, entity
    """
    DuckDBConnectionManager.close_all_connections()  # dbt keeps the file open for itself
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            rows = connection.execute(query).fetchall()
    except duckdb.Error:  # a selection without data_quality
        return
    if not rows:
        return
    lost = [entity for entity, quarantined, landed in rows if quarantined == landed]
    parts = [f"{entity} {out:,.0f} of {landed:,.0f}" for entity, out, landed in rows[:5]]
    more = f" and {len(rows) - 5} tables more" if len(rows) > 5 else ""
    colour = "red" if lost else "yellow"
    console.print(
        f"[{colour}]quarantined[/] {', '.join(parts)}{more}: the mart quarantine says why",
        soft_wrap=True,
    )
