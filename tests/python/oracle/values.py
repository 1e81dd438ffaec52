"""One raw value of the landing contract becomes a typed value, or says why it can't."""

import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation

from .contract import Column

LARGEST = Decimal(10) ** 12
LARGEST_RATE = Decimal(10) ** 6

_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)"
    r"(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class Unusable(Exception):
    """A value that its column can't use; the argument is the quarantine's reason."""


def typed(column: Column, value: object) -> object:
    """Return the value as its column means it; None for NULL. Raises Unusable."""
    if value is None or value == "":
        return None  # an empty string is NULL
    return _READERS[column.kind](column, value)


def text_of(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def trimmed(value: object) -> str:
    return text_of(value).strip(" ")


def read_time(value: object) -> datetime:
    """Read a UTC timestamp; an offset is applied, a date is its 00:00. Raises Unusable."""
    if isinstance(value, datetime):
        return value if value.tzinfo is None else _without_zone(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    found = _TIME.fullmatch(trimmed(value))
    if not found:
        raise Unusable("bad_timestamp")
    day, clock, fraction, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day} {clock or '00:00:00'}")
        microseconds = timedelta(microseconds=int((fraction or "").ljust(6, "0")))
        return moment + microseconds - _offset(offset)
    except (ValueError, OverflowError):
        raise Unusable("bad_timestamp") from None


def read_number(value: object, smallest: Decimal = Decimal(0)) -> Decimal:
    """Read a number up to 1e12, whatever its decimals. Raises Unusable."""
    if isinstance(value, bool):
        raise Unusable("bad_number")
    found = trimmed(value)
    if not _NUMBER.fullmatch(found):
        raise Unusable("bad_number")  # words, NaN and infinity among them
    try:
        number = Decimal(found)
    except InvalidOperation:
        raise Unusable("bad_number") from None
    if not smallest <= number <= LARGEST:
        raise Unusable("bad_number")
    return number


def _without_zone(value: datetime) -> datetime:
    return value.astimezone(timezone.utc).replace(tzinfo=None)


def _offset(text: str | None) -> timedelta:
    if text in (None, "Z"):
        return timedelta(0)
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    away = timedelta(hours=hours, minutes=minutes)
    return -away if text[0] == "-" else away


def _read_flag(column: Column, value: object) -> bool:
    if isinstance(value, bool):
        return value
    found = trimmed(value).lower()
    if found not in ("true", "false"):
        raise Unusable("unknown_value")
    return found == "true"


def _read_choice(column: Column, value: object) -> str:
    found = trimmed(value).lower()
    if found not in column.choices:
        raise Unusable("unknown_value")
    return found


def _read_score(column: Column, value: object) -> Decimal:
    score = read_number(value)
    if not 1 <= score <= 5:
        raise Unusable("bad_number")
    return score


def _read_rate(column: Column, value: object) -> Decimal:
    rate = read_number(value)
    if rate >= LARGEST_RATE:
        raise Unusable("bad_number")
    return rate


def _read_clock(column: Column, value: object) -> str:
    """Read HH:MM; as text it is in the order of the day. Raises Unusable."""
    found = trimmed(value)
    if not _CLOCK.fullmatch(found):
        raise Unusable("bad_timestamp")
    return found


_READERS = {
    "text": lambda column, value: text_of(value),
    "time": lambda column, value: read_time(value),
    "date": lambda column, value: read_time(value).date(),
    "number": lambda column, value: read_number(value),
    "signed": lambda column, value: read_number(value, -LARGEST),
    "rate": _read_rate,
    "clock": _read_clock,
    "flag": _read_flag,
    "choice": _read_choice,
    "score": _read_score,
}
