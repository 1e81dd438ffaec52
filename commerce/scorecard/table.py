"""Prints a scorecard for a person: as much of it as fits."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from commerce.docs import FAMILIES
from commerce.scorecard.read import PERIODS, Row, Scorecard
from commerce.scorecard.words import (
    NOTHING,
    OPEN,
    SIGNAL,
    VERDICTS,
    change_since,
    period_text,
    since_text,
    sparkline,
    target_text,
    value_text,
)

FOOTNOTE = "▲▼ better  △▽ worse  ↑↓ neither  ! a signal since  ◌ open: can still change"


@dataclass(frozen=True)
class Column:
    """A column of the printed table."""

    heading: str
    cell: Callable[[Row, Scorecard], Text]
    least_width: int = 0  # of the terminal, from which on there is room for it
    justify: str = "right"


def _value(row: Row, card: Scorecard) -> Text:
    return Text(value_text(row["value"], row["unit"], card.currency), "bold")


def _change(earlier: str) -> Callable[[Row, Scorecard], Text]:
    """Return the cell of the change since an earlier period."""

    def cell(row: Row, card: Scorecard) -> Text:
        change = change_since(row, earlier)
        return Text(change.text, {True: "green", False: "red", None: "dim"}[change.is_better])

    return cell


def _target(row: Row, card: Scorecard) -> Text:
    return Text(target_text(row, card.currency))


def _on_target(row: Row, card: Scorecard) -> Text:
    if row["on_target"]:
        mark, colour = VERDICTS[row["on_target"]]
        return Text(f"{mark} {row['on_target']}", colour)
    return Text(f"{OPEN} open" if row["value"] is not None and not row["is_mature"] else "", "dim")


def _in_control(row: Row, card: Scorecard) -> Text:
    if row["in_control"] != "signal":
        return Text(row["in_control"] or "", "dim")
    since = since_text(row["signal_since"], card.start)
    return Text(f"{SIGNAL} {since}", "bold magenta")


def _history(row: Row, card: Scorecard) -> Text:
    return Text(sparkline(row.history), "cyan")


COLUMNS = [
    Column("value", _value),
    Column("before", _change("value_before")),
    Column("year ago", _change("value_year_before"), 88),
    Column("target", _target, 64),
    Column("", _on_target, justify="left"),
    Column("control", _in_control, justify="left"),
    Column(f"last {PERIODS}", _history, 96, "left"),
]


def print_scorecard(console: Console, card: Scorecard, attention: bool = False) -> None:
    """Print a scorecard by family, or the rows that need someone, the worst first."""
    console.print(_heading(card), soft_wrap=True)
    rows = card.attention() if attention else card.rows
    if not rows:
        console.print("nothing needs you")
        return
    columns = [
        column
        for column in COLUMNS
        if console.width >= column.least_width
        and any(column.cell(row, card).plain.strip(f" {NOTHING}") for row in rows)
    ]
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    table.add_column("", min_width=16, overflow="fold")
    for column in columns:
        table.add_column(column.heading, justify=column.justify, no_wrap=True)
    before = None
    for row in rows:
        cells = [column.cell(row, card) for column in columns]
        if attention:
            table.add_row(Text(row.name), *cells)
        else:
            _add_headings(table, row, before)
            is_part = row["segment_by"] != "all"
            label = row["segment"] if is_part else row["label"]
            table.add_row(
                Padding(Text(label, overflow="fold"), (0, 0, 0, 4 if is_part else 2)), *cells
            )
        before = row
    console.print(table)
    console.print(FOOTNOTE, style="dim", soft_wrap=True)


def _add_headings(table: Table, row: Row, before: Row | None) -> None:
    """Add the family where a new one begins, and the KPI where parts have no whole before them."""
    if before is None or before["family"] != row["family"]:
        table.add_row(Text(FAMILIES.get(row["family"], row["family"]), "bold"))
    is_new = before is None or before["kpi"] != row["kpi"]
    if is_new and row["segment_by"] != "all":
        table.add_row(Text(f"  {row['label']}"))


def _heading(card: Scorecard) -> Text:
    """Return the period, and how many of its rows have which verdict."""
    verdicts = Counter(row["on_target"] for row in card.rows)
    parts = [f"{mark} {verdicts[name]} {name}" for name, (mark, _) in VERDICTS.items()]
    signals = sum(row["signal"] is not None for row in card.rows)
    told = f": {', '.join(parts)}, {SIGNAL} {signals} signal{'s' * (signals != 1)}"
    return Text.assemble((period_text(card.grain, card.start), "bold"), told)
