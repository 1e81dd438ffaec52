"""Writes tables as Parquet or CSV, the same bytes for the same rows."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .columns import SCHEMAS, TYPES
from .trouble import Text

FORMATS = ("parquet", "csv")


class Writer:
    """Writes one file a table and chunk, and counts rows."""

    def __init__(self, out: Path, file_format: str, flat: bool = False) -> None:
        """Write below `out`; flat: `<table>.csv` instead of a folder a table."""
        self._out, self._format, self._flat = out, file_format, flat
        self.rows = dict.fromkeys(SCHEMAS, 0)
        out.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, part: int, rows: pa.Table, texts: list[Text]) -> None:
        """Write one part of a table; the first part is written even if it is empty."""
        if part and not len(rows):
            return
        path = self._path(name, part)
        path.parent.mkdir(exist_ok=True)
        if self._format == "csv":
            path.write_bytes(csv_bytes(rows, texts))
        else:
            pq.write_table(rows, path, compression="zstd", version="2.6", store_schema=False)
        self.rows[name] += len(rows)

    def _path(self, name: str, part: int) -> Path:
        if self._flat:
            return self._out / f"{name}.csv"
        return self._out / name / f"part-{part:05d}.{self._format}"


def csv_bytes(rows: pa.Table, texts: list[Text]) -> bytes:
    """Return a table as CSV with header and LF; NULL is empty, whole seconds have no fraction."""
    header = ",".join(rows.schema.names) + "\n"
    if not len(rows):
        return header.encode()
    cells = [
        _cells(rows[name].combine_chunks(), [t for t in texts if t.column == name])
        for name in rows.schema.names
    ]
    lines = pc.binary_join_element_wise(pc.binary_join_element_wise(*cells, ","), "\n", "")
    # The texts of an Arrow array lie one after the other: they are the file.
    return header.encode() + lines.buffers()[2].to_pybytes()


def _cells(column: pa.Array, texts: list[Text]) -> pa.Array:
    """Return a column as CSV cells."""
    cells = pc.cast(column, pa.string())
    if column.type == TYPES["time"]:
        whole = pc.ends_with(cells, ".000000")
        cells = pc.if_else(whole, pc.utf8_slice_codeunits(cells, 0, 19), cells)
    elif column.type == TYPES["money"]:
        cells = pc.utf8_rtrim(pc.utf8_rtrim(cells, "0"), ".")
    elif column.type == TYPES["text"]:
        quoted = pc.binary_join_element_wise('"', pc.replace_substring(cells, '"', '""'), '"', "")
        cells = pc.if_else(pc.match_substring_regex(cells, '[",\n]'), quoted, cells)
    cells = pc.fill_null(cells, "")
    if not texts:
        return cells
    values = cells.to_pylist()
    for text in texts:
        values[text.row] = text.text
    return pa.array(values, pa.string())
