"""Plants in a good table what real data have: copies, bad rows, unusable and untidy values."""

import datetime
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import ids
from .draw import HOUR, MINUTE, Stream
from .rates import Trouble
from .store import Chunk
from .trouble_kinds import (
    BAD_ROWS,
    BAD_TIMESTAMP,
    CODES,
    COERCED,
    EMPTY,
    LOST_IN_COPY,
    MISSING_KEY,
    OTHER_SPELLING,
    UNREADABLE,
    Bad,
)

# Tables whose key is their first column alone.
_HAVE_ID = frozenset(BAD_ROWS) - {
    "ad_performance", "social_posts", "social_accounts", "organic_queries",
    "experiment_assignments", "vendor_reported",
}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A text that a CSV has in place of the value in Parquet."""

    row: int
    column: str
    text: str


def spoil(chunk: Chunk, name: str, good: pa.Table) -> tuple[pa.Table, list[Text]]:
    """Return a table with its planted trouble, in the order in which rows arrive."""
    stream, rates = chunk.stream(f"trouble {name}"), chunk.store.rates.trouble
    good, texts = _unusable(stream, rates, name, good)
    texts += _other_spellings(stream, name, good, rates.other_spelling)
    parts = [good, good.take(stream.chosen(len(good), rates.same_copy))]
    if name in LOST_IN_COPY:
        copies = good.take(stream.chosen(len(good), rates.changed_copy))
        parts.append(_changed(stream, copies, LOST_IN_COPY[name]))
    parts += [_bad(chunk, stream, name, good, kind) for kind in BAD_ROWS[name]]
    for column, text in UNREADABLE.get(name, {}).items():
        if _is_required(name, column):
            first = sum(map(len, parts))
            parts.append(_unreadable(chunk, stream, name, good, column))
            texts += [Text(row, column, text) for row in range(first, first + len(parts[-1]))]
    whole = pa.concat_tables(parts).combine_chunks()
    order = _arrival(stream, whole)
    at = np.argsort(order, kind="stable")
    return whole.take(order), [replace(text, row=int(at[text.row])) for text in texts]


def _unusable(
    stream: Stream, rates: Trouble, name: str, good: pa.Table
) -> tuple[pa.Table, list[Text]]:
    """Return the table with untidy, unusable and missing values, and its unreadable texts."""
    good = _untidy(stream, name, good, rates.untidy_code)
    good = _coerced(stream, name, good, rates.coerced)
    if name in EMPTY:
        rows = stream.among(~_known(good, EMPTY[name]), rates.empty_text)
        good = _put(good, EMPTY[name], rows, "")
    if "loaded_at" in good.schema.names:
        good = _put(good, "loaded_at", stream.mask(len(good), rates.no_loaded_at), None)
    texts = []
    for column, text in UNREADABLE.get(name, {}).items():
        if not _is_required(name, column):
            rows = stream.among(_known(good, column), rates.unreadable)
            good = _put(good, column, rows, None)
            texts += [Text(row, column, text) for row in np.flatnonzero(rows).tolist()]
    return good, texts


def _is_required(name: str, column: str) -> bool:
    return any(kind.column == column for kind in BAD_ROWS[name] if kind.reason == MISSING_KEY)


def _put(good: pa.Table, column: str, rows: np.ndarray, value: object) -> pa.Table:
    """Return the table with one value, or an array, in these rows (booleans) of a column."""
    at = good.schema.get_field_index(column)
    field = good.schema.field(at)
    if not isinstance(value, pa.Array):
        value = pa.scalar(value, field.type)
    return good.set_column(at, field, pc.if_else(pa.array(rows), value, good[column]))


def _untidy(stream: Stream, name: str, good: pa.Table, share: float) -> pa.Table:
    for column in CODES.get(name, ()):
        rows = stream.among(_known(good, column), share)
        loud = pc.binary_join_element_wise(" ", pc.utf8_upper(good[column]), " ", "")
        good = _put(good, column, rows, loud.combine_chunks())
    return good


def _coerced(stream: Stream, name: str, good: pa.Table, share: float) -> pa.Table:
    for column, value in COERCED.get(name, {}).items():
        able = _known(good, column)
        if pa.types.is_timestamp(good.schema.field(column).type):
            able = _known(good, "loaded_at")
            value = _after_loading(good, value)
        good = _put(good, column, stream.among(able, share), value)
    return good


def _known(good: pa.Table, column: str) -> np.ndarray:
    return good[column].is_valid().combine_chunks().to_numpy(zero_copy_only=False)


def _after_loading(rows: pa.Table, hours: int) -> pa.Array:
    later = pa.scalar(hours * HOUR, pa.duration("us"))
    return pc.add(rows["loaded_at"], later).combine_chunks()


def _changed(stream: Stream, copies: pa.Table, lost: str) -> pa.Table:
    """Return copies that were loaded a second time, later, and lack a value."""
    everywhere = np.ones(len(copies), bool)
    copies = _put(copies, lost, everywhere, None)
    if "loaded_at" not in copies.schema.names:
        return copies
    lag = pa.array(stream.below(48 * 60, len(copies)) * MINUTE + MINUTE).view(pa.duration("us"))
    return _put(copies, "loaded_at", everywhere, pc.add(copies["loaded_at"], lag).combine_chunks())


def _bad(chunk: Chunk, stream: Stream, name: str, good: pa.Table, kind: Bad) -> pa.Table:
    """Return rows that must be quarantined for one reason."""
    able = np.ones(len(good), bool)
    if kind.reason == BAD_TIMESTAMP:
        able = _known(good, "loaded_at")
    rows = good.filter(pa.array(stream.among(able, chunk.store.rates.trouble.bad)))
    everywhere = np.ones(len(rows), bool)
    value = kind.value
    if kind.reason == BAD_TIMESTAMP:
        value = _after_loading(rows, kind.value)
    if kind.keeps_key and "updated_at" in rows.schema.names:
        later = pc.add(rows["updated_at"], pa.scalar(HOUR, pa.duration("us")))
        rows = _put(rows, "updated_at", everywhere, later.combine_chunks())
    if not kind.keeps_key:
        rows = _renamed(chunk, name, rows)
    return _put(rows, kind.column, everywhere, value)


def _other_spellings(stream: Stream, name: str, good: pa.Table, share: float) -> list[Text]:
    """Return good times as a CSV spells them in another way."""
    if name not in OTHER_SPELLING:
        return []
    column = OTHER_SPELLING[name]
    rows = stream.chosen(len(good), share, floor=2)
    ahead = datetime.timedelta(hours=2)
    texts = []
    for i, (row, moment) in enumerate(zip(rows, good[column].take(rows).to_pylist(), strict=True)):
        text = f"{moment.isoformat()}Z" if i % 2 else f"{(moment + ahead).isoformat()}+02:00"
        texts.append(Text(int(row), column, text))
    return texts


def _renamed(chunk: Chunk, name: str, rows: pa.Table) -> pa.Table:
    """Return rows with ids of their own, where a table has an id."""
    if name not in _HAVE_ID:
        return rows
    number = chunk.numbers("bad row", len(rows))
    return _put(rows, rows.schema.names[0], np.ones(len(rows), bool), ids("bad", number))


def _unreadable(chunk: Chunk, stream: Stream, name: str, good: pa.Table, column: str) -> pa.Table:
    """Return rows of their own with NULL where a CSV has a text that no one can read."""
    rows = stream.among(_known(good, column), chunk.store.rates.trouble.unreadable)
    copies = _renamed(chunk, name, good.filter(pa.array(rows)))
    return _put(copies, column, np.ones(len(copies), bool), None)


def _arrival(stream: Stream, rows: pa.Table) -> np.ndarray:
    """Return the order of arrival: by loaded_at, else nearly as they were made."""
    n = len(rows)
    if "loaded_at" in rows.schema.names:
        moment = rows["loaded_at"].combine_chunks().view(pa.int64())
        return np.argsort(pc.fill_null(moment, 2**62).to_numpy(), kind="stable")
    return np.argsort(np.arange(n) + 4 * stream.uniform(n), kind="stable")
