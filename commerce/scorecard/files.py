"""A scorecard for programs and for documents: JSON, CSV, Markdown."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

from commerce.scorecard.read import Row, Scorecard
from commerce.scorecard.words import VERDICTS, change_since, since_text, target_text, value_text


def as_json(card: Scorecard, rows: tuple[Row, ...]) -> str:
    """Return a list of objects: the columns of kpi_scorecard, then label, family and unit."""
    return json.dumps(
        [{name: _plain(value) for name, value in row.columns.items()} for row in rows],
        indent=1,
        ensure_ascii=False,
    )


def as_csv(card: Scorecard, rows: tuple[Row, ...]) -> str:
    """Return the same as CSV; what is missing is empty."""
    text = io.StringIO()
    names = list(card.rows[0].columns)
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {name: _in_csv(_plain(value)) for name, value in row.columns.items()} for row in rows
    )
    return text.getvalue().removesuffix("\n")


def _plain(value: object) -> object:
    """Return a value as JSON knows it."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _in_csv(value: object) -> object:
    """Return a value as databases write it: true, not True."""
    return str(value).lower() if isinstance(value, bool) else value


def as_markdown(card: Scorecard, rows: tuple[Row, ...]) -> str:
    """Return a table to paste, as people read it."""
    lines = ["| KPI | value | before | target | on target | in control |"]
    lines.append("| --- | ---: | ---: | ---: | --- | --- |")
    for row in rows:
        cells = [
            row.name,
            value_text(row["value"], row["unit"], card.currency),
            change_since(row, "value_before").text,
            target_text(row, card.currency),
            f"{VERDICTS[row['on_target']][0]} {row['on_target']}" if row["on_target"] else "",
            _control(row, card),
        ]
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def _control(row: Row, card: Scorecard) -> str:
    if row["in_control"] == "signal":
        return f"signal since {since_text(row['signal_since'], card.start)}"
    return row["in_control"] or ""


FORMATS = {"json": as_json, "csv": as_csv, "markdown": as_markdown}
