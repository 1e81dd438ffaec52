"""Working time: `business_hours` of the store's clocks, except on `holidays`."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction

from .frame import seconds

_DAY = timedelta(days=1)
Clock = timedelta  # since the 00:00 that the clocks show


class WorkingTime:
    def __init__(self, store):
        self._store = store
        self._holidays = {row["holiday_date"] for row in store.reference["holidays"]}
        self._hours: dict[int, list[tuple[Clock, Clock]]] = {}
        for row in store.reference["business_hours"]:
            hours = _clock(row["opens"]), _clock(row["closes"])
            self._hours.setdefault(int(row["weekday"]), []).append(hours)

    def minutes(self, start: datetime, end: datetime) -> Fraction:
        """Return the minutes between two instants in which someone worked."""
        worked = timedelta(0)
        day, last = self._store.local_day(start), self._store.local_day(end)
        while day <= last:
            for opens, closes in self._spans(day):
                worked += max(min(end, closes) - max(start, opens), timedelta(0))
            day += _DAY
        return seconds(worked) / 60

    def has(self, instant: datetime) -> bool:
        """Tell whether it lies in the hours of its day; the moment of closing still does."""
        day = self._store.local_day(instant)
        return any(opens <= instant <= closes for opens, closes in self._spans(day))

    def _hours_of(self, day: date) -> list[tuple[Clock, Clock]]:
        return [] if day in self._holidays else self._hours.get(day.isoweekday(), [])

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the hours of a day as instants; what two rows have in common comes once."""
        midnight = datetime(day.year, day.month, day.day)
        done = datetime.min
        for opens, closes in sorted(self._hours_of(day)):
            start = max(self._store.zone.instant(midnight + opens), done)
            end = self._store.zone.instant(midnight + closes)
            if start < end:
                yield start, end
                done = end


def _clock(text: str) -> Clock:
    """Read HH:MM; 24:00 is the end of the day."""
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))
