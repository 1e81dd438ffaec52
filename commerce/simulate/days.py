"""Which visits come on which day, and how the days are cut into chunks."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from .draw import DAY, HOUR
from .rates import Traffic

VISITS_PER_CHUNK = 20_000  # memory is that of one chunk
STORES = ("us", "eu")
CURRENCIES = ("USD", "EUR")
ZONES = ("America/New_York", "Europe/Berlin")

_EPOCH = datetime.date(1970, 1, 1)
_WEEKDAYS = (1.06, 1.02, 1.0, 0.98, 0.94, 0.90, 1.10)  # Monday first: people shop on Sundays
_MONTHS = (0.92, 0.88, 0.94, 0.98, 1.02, 0.96, 0.90, 0.92, 1.0, 1.04, 1.18, 1.16)


@dataclass(frozen=True)
class Plan:
    """Visits and new visitors of each piece; a piece is a day, or a part of a very busy one."""

    first_day: int  # days since 1970
    days: int
    piece_day: np.ndarray  # index of the day, from 0
    piece_parts: np.ndarray  # pieces of that day
    is_first_part: np.ndarray
    visits: np.ndarray  # visits of each piece
    new_visitors: np.ndarray  # visitors seen for the first time in each piece
    first_number: np.ndarray  # number of the first of them
    day_numbers: np.ndarray  # visitors' numbers at each midnight, those before day 0 included
    history_days: int
    chunks: list[tuple[int, int]]  # first piece and the one after the last

    @property
    def start(self) -> int:
        """First instant, microseconds since 1970."""
        return self.first_day * DAY

    @property
    def end(self) -> int:
        """The instant after the last, microseconds since 1970."""
        return (self.first_day + self.days) * DAY

    def number_at(self, day: np.ndarray) -> np.ndarray:
        """Return the number of the visitor who was new at each moment, in days from day 0."""
        midnights = np.arange(len(self.day_numbers)) - self.history_days
        return np.floor(np.interp(day, midnights, self.day_numbers)).astype(np.int64)

    def first_seen(self, number: np.ndarray) -> np.ndarray:
        """Return the day, from day 0 and negative before, on which each visitor was new."""
        return np.searchsorted(self.day_numbers, number, side="right") - 1 - self.history_days


def _whole(shares: np.ndarray) -> np.ndarray:
    """Round so that every running sum is right to within one."""
    running = np.floor(np.cumsum(shares) + 0.5)
    return np.diff(running, prepend=0).astype(np.int64)


def day_weights(first_day: int, days: int, growth: float) -> np.ndarray:
    """Return relative visits per day: weekday, season, November peak and growth."""
    dates = [_EPOCH + datetime.timedelta(first_day + i) for i in range(days)]
    weights = np.array([_WEEKDAYS[d.weekday()] * _MONTHS[d.month - 1] for d in dates])
    # Four days from the fourth Friday of November on: Black Friday to Cyber Monday.
    peak = [d.month == 11 and 22 <= d.day - (d.weekday() - 4) % 7 <= 29 for d in dates]
    weights = weights * np.where(peak, 1.9, 1.0)
    return weights * growth ** (np.arange(days) / 365.0)


def make_plan(visits: int, days: int, end: datetime.date, rates: Traffic) -> Plan:
    """Return the plan of so many visits over so many days, the last of which is `end`."""
    first_day = (end - _EPOCH).days - days + 1
    weights = day_weights(first_day, days, rates.growth)
    per_day = _whole(visits * weights / weights.sum())
    parts = np.maximum(1, -(-per_day // VISITS_PER_CHUNK))
    piece_day = np.repeat(np.arange(days), parts)
    piece_visits = _whole(np.repeat(per_day / parts, parts))
    new = _whole(piece_visits * rates.new)
    history = _whole(np.full(rates.history_days, new[: min(7, days)].mean()))
    numbers = np.concatenate([[0], np.cumsum(np.concatenate([history, new]))])
    is_first_part = np.diff(piece_day, prepend=-1) > 0
    last_piece = np.append(np.flatnonzero(is_first_part)[1:], len(piece_day))
    return Plan(
        first_day=first_day,
        days=days,
        piece_day=piece_day,
        piece_parts=np.repeat(parts, parts),
        is_first_part=is_first_part,
        visits=piece_visits,
        new_visitors=new,
        first_number=numbers[rates.history_days : -1],
        day_numbers=np.concatenate(
            [numbers[: rates.history_days + 1], numbers[rates.history_days + last_piece]]
        ),
        history_days=rates.history_days,
        chunks=_cut(piece_visits),
    )


def _cut(piece_visits: np.ndarray) -> list[tuple[int, int]]:
    chunks, low, total = [], 0, 0
    for i, size in enumerate(piece_visits.tolist()):
        if total and total + size > VISITS_PER_CHUNK:
            chunks.append((low, i))
            low, total = i, 0
        total += size
    return [*chunks, (low, len(piece_visits))]


def offsets(store: int, first_day: int, days: int) -> np.ndarray:
    """Return the UTC offset of a store's zone at noon of each day, in microseconds."""
    zone = ZoneInfo(ZONES[store])
    noons = (
        datetime.datetime.combine(
            _EPOCH + datetime.timedelta(first_day + i), datetime.time(12), zone
        )
        for i in range(days)
    )
    return np.array([round(t.utcoffset().total_seconds()) * 1_000_000 for t in noons], np.int64)


def clock_changes(first_day: int, days: int) -> list[int]:
    """Return the instants at which a store's clock is changed, microseconds since 1970."""
    found = []
    for store in range(len(STORES)):
        zone = ZoneInfo(ZONES[store])
        shift = np.diff(offsets(store, first_day - 1, days + 1))
        for day in np.flatnonzero(shift).tolist():
            hour = (first_day + day) * 24
            before = _offset_at(zone, hour)
            while _offset_at(zone, hour) == before:
                hour += 1
            found.append(hour * HOUR)
    return sorted(found)


def _offset_at(zone: ZoneInfo, hour: int) -> float:
    moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    moment += datetime.timedelta(hours=hour)
    return zone.utcoffset(moment.astimezone(zone)).total_seconds()


def months(first_day: int, days: int) -> list[int]:
    """Return the first days of all months that a range of days touches, in days since 1970."""
    first = _EPOCH + datetime.timedelta(first_day)
    last = first + datetime.timedelta(days - 1)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(datetime.date(m // 12, m % 12 + 1, 1) - _EPOCH).days for m in numbers]


def hour_weights() -> np.ndarray:
    """Return how busy each local hour (0 to 23) is: evenings most, nights least."""
    hours = np.arange(24)
    return 0.12 + np.exp(-(((hours - 20) / 4) ** 2)) + 0.8 * np.exp(-(((hours - 12) / 3.5) ** 2))
