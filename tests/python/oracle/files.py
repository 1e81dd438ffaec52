"""Read landing tables and reference seeds from files, as raw rows."""

import csv
from pathlib import Path

from .contract import CONTRACT, REFERENCE
from .landing import MissingColumn, Row, Tables


def read_landing(folder: Path | str) -> Tables:
    """Read `<folder>/<table>/*.csv|*.parquet` and `<folder>/<table>.csv`."""
    tables: Tables = {}
    for name in (*CONTRACT, *REFERENCE):
        files = _files(Path(folder), name)
        if files:
            tables[name] = [row for file in files for row in _read(file, name)]
    return tables


def read_reference(folder: Path | str) -> Tables:
    """Read seeds/reference; a seed that is not there is empty."""
    folder = Path(folder)
    return {
        name: _read(folder / f"{name}.csv", name) if (folder / f"{name}.csv").exists() else []
        for name in REFERENCE
    }


def _files(folder: Path, name: str) -> list[Path]:
    inside = [*(folder / name).glob("*.csv"), *(folder / name).glob("*.parquet")]
    beside = folder / f"{name}.csv"
    return sorted(inside) + ([beside] if beside.is_file() else [])


def _read(file: Path, name: str) -> list[Row]:
    columns, rows = _read_parquet(file) if file.suffix == ".parquet" else _read_csv(file)
    for column in CONTRACT[name].columns if name in CONTRACT else ():
        if column.bold and column.name not in columns:
            raise MissingColumn(f"{file}: {name} has no column {column.name}")
    return rows


def _read_csv(file: Path) -> tuple[list[str], list[Row]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        return list(reader.fieldnames or []), list(reader)


def _read_parquet(file: Path) -> tuple[list[str], list[Row]]:
    import pyarrow
    from pyarrow import parquet

    table = parquet.read_table(file)
    for position, field in enumerate(table.schema):
        if pyarrow.types.is_timestamp(field.type):
            # Nanoseconds have no Python type; the contract ends at microseconds.
            kind = pyarrow.timestamp("us", field.type.tz)
            column = table.column(position).cast(kind, safe=False)
            table = table.set_column(position, field.name, column)
    return table.column_names, table.to_pylist()
