"""Tables as the files of a landing folder: text in CSV, or typed columns in Parquet."""

import csv
from pathlib import Path
from random import Random

import duckdb

from stores.contract import CONTRACT, Row, Tables
from stores.spelled import text_of

# The engine's type of a kind of column, and how its values look: infinite moments and years
# beyond 9999 too.
MOMENT = "[0-9]{4,}-[0-9]{2}-[0-9]{2}( [0-9:.]+)?|infinity"
NUMBER = "-?[0-9.]+|NaN|Infinity"
NATIVE = {
    "time": ("timestamp", MOMENT),
    "date": ("date", MOMENT),
    "number": ("double", NUMBER),
    "whole": ("double", NUMBER),
    "score": ("double", NUMBER),
    "flag": ("boolean", "true|false"),
}


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


def write_typed(tables: Tables, folder: Path, every_column: bool = False) -> None:
    """Write each table to `<folder>/<table>/rows.parquet`.

    A column all of whose values can be of its contract's type is of this type, as a database
    would export it; any other is text, in which NULL is an empty string.
    """
    write(tables, folder, every_column=every_column)
    for name in tables:
        text = folder / name / "rows.csv"
        landed = f"read_csv('{text}', all_varchar = true, nullstr = '\\N')"
        kinds = CONTRACT[name].types
        columns = duckdb.sql(f"from {landed} limit 0").columns
        fits = ", ".join(_fits(column, kinds[column]) for column in columns)
        (typed,) = duckdb.sql(f"select {fits} from {landed}").fetchall()
        chosen = [
            f"cast(nullif({column}, '') as {NATIVE[kinds[column]][0]}) as {column}"
            if is_typed
            else column
            for column, is_typed in zip(columns, typed, strict=True)
        ]
        file = text.with_suffix(".parquet")
        duckdb.sql(f"copy (select {', '.join(chosen)} from {landed}) to '{file}'")
        text.unlink()


def _fits(column: str, kind: str) -> str:
    """Return SQL for whether a column can be typed; it can't without a value."""
    if kind not in NATIVE:
        return "coalesce(bool_and(false), false)"
    type_name, spelling = NATIVE[kind]
    fits = f"regexp_full_match({column}, '{spelling}') and try_cast({column} as {type_name})"
    fits = f"{fits} is not null"
    return f"coalesce(bool_and(case when {column} <> '' then {fits} end), false)"


def _header(name: str, rows: list[Row]) -> list[str]:
    table = CONTRACT[name]
    present = set(table.bold).union(*rows)
    return [column for column in table.types if column in present]


def _write(path: Path, header: list[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([text_of(row.get(column)) for column in header] for row in rows)
