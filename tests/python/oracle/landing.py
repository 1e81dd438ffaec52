"""What becomes of every raw row: usable, quarantined with a reason, or a duplicate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from .contract import CONTRACT, LATER_THAN, PARENTS, REFERENCE, Table
from .money import Rates
from .values import LARGEST, Unusable, typed
from .zone import Zone

Tables = dict[str, list[dict[str, object]]]
Row = dict[str, object]

# The first that fits is the reason; the two of PARENTS and rates come after these.
_REASONS = ("missing_key", "bad_timestamp", "bad_number", "unknown_value")
_AHEAD = timedelta(hours=24)


class MissingColumn(Exception):
    """A table lacks a bold column."""


@dataclass
class Verdict:
    row: Row
    # As it came.
    raw: Row
    # Optional columns whose value could not be used and became NULL.
    coerced: tuple[str, ...] = ()
    # Why the row is quarantined; None for a usable row.
    reason: str | None = None
    is_duplicate: bool = False

    @property
    def is_accepted(self) -> bool:
        return self.reason is None and not self.is_duplicate


def judge(tables: Tables, rates: Rates, zone: Zone) -> dict[str, list[Verdict]]:
    """Judge all rows of all tables; parents before their children."""
    verdicts: dict[str, list[Verdict]] = {}
    for name in sorted(CONTRACT, key=lambda name: name in PARENTS):
        table = CONTRACT[name]
        raw = tables.get(name, [])
        _refuse_missing_columns(table, raw)
        verdicts[name] = [_read(table, row) for row in raw]
        for verdict in verdicts[name]:
            if verdict.reason is None and table.needs_rate:
                verdict.reason = _rate_reason(table, verdict.row, rates, zone)
        if name in PARENTS:
            parent, column = PARENTS[name]
            _judge_children(verdicts[name], accepted(verdicts[parent]), column, rates, zone)
        _mark_duplicates(table, verdicts[name])
    return verdicts


def judge_lists(tables: Tables) -> dict[str, list[Verdict]]:
    """Judge all rows of the reference tables."""
    return {
        name: [_read(table, row) for row in tables.get(name, [])]
        for name, table in REFERENCE.items()
    }


def accepted(verdicts: Iterable[Verdict]) -> list[Row]:
    return [verdict.row for verdict in verdicts if verdict.is_accepted]


def _refuse_missing_columns(table: Table, raw: list[Row]) -> None:
    for column in table.columns:
        if column.bold and raw and not any(column.name in row for row in raw):
            raise MissingColumn(f"{table.name} has no column {column.name}")


def _read(table: Table, raw: Row) -> Verdict:
    """Type every column; what can't be used is NULL, and in a bold column a reason."""
    row: Row = {}
    coerced, reasons = [], set()
    for column in table.columns:
        reason = None
        try:
            row[column.name] = typed(column, raw.get(column.name))
        except Unusable as unusable:
            row[column.name], reason = None, unusable.args[0]
        else:
            if column.bold and row[column.name] is None:
                reason = "missing_key"
        if reason and column.bold:
            reasons.add(reason)
        elif reason:
            coerced.append(column.name)
    late = _too_far_ahead(table, row)
    if any(column.bold for column in late):
        reasons.add("bad_timestamp")
    for column in late:
        if not column.bold:
            row[column.name] = None
            coerced.append(column.name)
    for column in row.keys() & LATER_THAN.keys():
        if row[column] is not None and not _is_later(row, column):
            row[column] = None
            reasons.add("bad_timestamp")
    first = next((reason for reason in _REASONS if reason in reasons), None)
    return Verdict(row, raw, tuple(coerced), first)


def _is_later(row: Row, column: str) -> bool:
    """Tell whether a clock time comes after the one that it must come after."""
    earlier = row[LATER_THAN[column]]
    return earlier is not None and row[column] > earlier


def _too_far_ahead(table: Table, row: Row) -> list:
    """Return the columns with a moment more than 24 h past the row's arrival."""
    loaded_at = row.get("loaded_at")
    if not isinstance(loaded_at, datetime):
        return []
    return [
        column
        for column in table.columns
        if column.kind == "time"
        and row[column.name] is not None
        and row[column.name] - loaded_at > _AHEAD
    ]


def _day(value: date | datetime, zone: Zone) -> date:
    return zone.local_day(value) if isinstance(value, datetime) else value


def _rate_reason(table: Table, row: Row, rates: Rates, zone: Zone) -> str | None:
    # By its currency alone, even where its money columns are empty.
    rate = rates.rate(row["currency"], _day(row[table.day], zone))
    return "no_exchange_rate" if rate is None else None


def _judge_children(
    verdicts: list[Verdict], parents: list[Row], column: str, rates: Rates, zone: Zone
) -> None:
    by_id = {parent[column]: parent for parent in parents}
    for verdict in verdicts:
        if verdict.reason is not None:
            continue
        parent = by_id.get(verdict.row[column])
        if "unit_price" in verdict.row and _is_too_dear(verdict.row, parent, rates, zone):
            verdict.reason = "bad_number"
        elif parent is None:
            verdict.reason = "orphan"


def _is_too_dear(line: Row, order: Row | None, rates: Rates, zone: Zone) -> bool:
    """Money in marts is decimal(18,4): a line that costs or brings 1e12 has no room.

    Without an order its figures are taken as they stand.
    """
    price = max(line["unit_price"], line["unit_cost"] or Decimal(0))
    if order is not None:
        price = rates.money(price, order["currency"], zone.local_day(order["placed_at"]))
    return Decimal(line["quantity"]) * price >= LARGEST


def _mark_duplicates(table: Table, verdicts: list[Verdict]) -> None:
    """Of usable rows with one key (NULLs are equal) one counts."""
    best: dict[tuple, Verdict] = {}
    for verdict in verdicts:
        if verdict.reason is not None:
            continue
        key = tuple(verdict.row[name] for name in table.key)
        rival = best.get(key)
        if rival is None:
            best[key] = verdict
        elif _precedence(table, verdict.row) < _precedence(table, rival.row):
            rival.is_duplicate = True
            best[key] = verdict
        else:
            verdict.is_duplicate = True


def _precedence(table: Table, row: Row) -> tuple:
    """Smaller counts first: by age as the contract says, then by all typed values."""
    loaded_at = row.get("loaded_at")
    if table.is_state:
        age = (_newest_first(row.get("updated_at")), _newest_first(loaded_at))
    else:
        age = (nulls_last(loaded_at),)
    return (*age, *(nulls_last(row[column.name]) for column in table.columns))


def nulls_last(value: object) -> tuple:
    return (True,) if value is None else (False, value)


def _newest_first(moment: datetime | None) -> tuple:
    return (True,) if moment is None else (False, datetime.max - moment)
