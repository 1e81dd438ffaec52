"""Tables as the CSV files of a landing folder."""

import csv
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from random import Random

from stores.contract import CONTRACT, Row, Tables


def write(
    tables: Tables,
    folder: Path,
    parts: int = 1,
    shuffle: int | None = None,
    every_column: bool = False,
) -> None:
    """Write each table to `<folder>/<table>/rows.csv`, or to so many files.

    Columns that no row has are left out unless `every_column` is asked for; a table without
    rows gets its bold ones. `shuffle` is a seed by which the rows change places.
    """
    for name, rows in tables.items():
        header = list(CONTRACT[name].types) if every_column else _header(name, rows)
        placed = list(rows)
        if shuffle is not None:
            Random(f"{shuffle}/{name}").shuffle(placed)
        (folder / name).mkdir(parents=True, exist_ok=True)
        for part in range(parts):
            file = "rows.csv" if parts == 1 else f"rows_{part}.csv"
            _write(folder / name / file, header, placed[part::parts])


def _header(name: str, rows: list[Row]) -> list[str]:
    table = CONTRACT[name]
    present = set(table.bold).union(*rows)
    return [column for column in table.types if column in present]


def _write(path: Path, header: list[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_text(row.get(column)) for column in header] for row in rows)


def _text(value: object) -> str:
    """Return a value as the contract spells it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
