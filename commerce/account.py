"""What a build did, and how it is told."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from dbt.cli.main import dbtRunnerResult
from rich.console import Console
from rich.markup import escape

from commerce.publish import Mart

FAILED = {"error", "fail", "runtime error"}


@dataclass
class Account:
    """What a build did, put together from dbt's events and results."""

    counts: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[str, str, str]] = field(default_factory=list)  # name, message, file
    broken: list[str] = field(default_factory=list)  # tests that rows of the data break
    marts: list[Mart] = field(default_factory=list)
    made: set[tuple[str, str]] = field(default_factory=set)  # schema and name of what was built
    kept_out: list[str] = field(default_factory=list)  # lines about quarantined rows
    skipped: int = 0
    unchanged: int = 0

    def says(self, pattern: str) -> bool:
        """Return whether the message of a failure has a pattern."""
        return any(re.search(pattern, message) for _, message, _ in self.failures)


def account_of(result: dbtRunnerResult, told: list[str]) -> Account:
    """Count the nodes of a finished run by kind; keep the failed ones, and the marts."""
    account = Account(kept_out=told)
    for node_result in result.result or []:
        node, status = node_result.node, str(node_result.status)
        if status == "skipped":
            account.skipped += 1
        elif status in FAILED:
            where = f"see {node.compiled_path or node.original_file_path}"
            account.failures.append((node.name, _first_lines(node_result), where))
            account.broken += [node.name] if node_result.failures else []
        elif node.resource_type not in ("operation", "exposure"):
            account.counts[node.resource_type] = account.counts.get(node.resource_type, 0) + 1
            account.unchanged += node_result.message == "UNCHANGED"
            if node.resource_type in ("model", "seed"):
                account.made.add((node.schema, node.alias))
            if node.resource_type == "model" and node.fqn[1] == "marts":
                by_month = node.config.meta.get("published_by_month")
                account.marts.append(Mart(node.alias, node.description, node.schema, by_month))
    return account


def told_lines(text: str) -> list[str]:
    """Return the lines of an error, without those that quote a file: it may be about a person."""
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("Original Line:")]


def _first_lines(node_result: object) -> str:
    """Return the telling part of a failure's message."""
    if node_result.failures:
        tested = getattr(node_result.node, "attached_node", None)
        of_model = f" of {tested.split('.')[-1]}" if tested else ""
        return f"{node_result.failures} rows{of_model} break it"
    if "out of sync!" in (node_result.message or ""):  # dbt's four ways to mend it need a config
        return "its columns are not those of an earlier version: build once with --full-refresh"
    lines = told_lines(node_result.message or "")
    return " ".join(lines[1:3] if len(lines) > 1 else lines)


def print_account(console: Console, account: Account, took: timedelta, place: str) -> None:
    """Print what was built, or what failed and where to look."""
    parts = [f"{number} {kind}{'s' * (number > 1)}" for kind, number in account.counts.items()]
    if account.unchanged:
        parts[0] += f" ({account.unchanged} unchanged)"
    done = f"{', '.join(parts) or 'nothing'} in {took.total_seconds():.0f} s"
    if not account.failures:
        console.print(f"[green]built[/] {done}: {escape(place)}", soft_wrap=True)
    else:
        for name, message, where in account.failures:
            console.print(
                f"[red]failed[/] [bold]{escape(name)}[/]: {escape(message)}", soft_wrap=True
            )
            console.print(f"       {escape(where)}", soft_wrap=True)
        console.print(
            f"{len(account.failures)} failed, {account.skipped} skipped after them; {done}",
            soft_wrap=True,
        )
    for line in account.kept_out:
        _print_kept_out(console, line)


def _print_kept_out(console: Console, told: str) -> None:
    """Print what the macro tell_quarantined told; red where a whole table is out."""
    colour = "red" if re.search(r" ([\d,]+) of \1\b", told) else "yellow"
    console.print(f"[{colour}]quarantined[/] {escape(told.split(' ', 1)[1])}", soft_wrap=True)
