"""Rule 1 of "Rules for all": the local days of the store, and what its clocks show."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


class Zone:
    """The store's time zone. Instants are naive UTC datetimes throughout."""

    def __init__(self, name: str):
        self._zone = ZoneInfo(name)
        self._starts: dict[date, datetime] = {}

    def local_day(self, instant: datetime) -> date:
        """Return the local date that an instant belongs to."""
        try:
            return self._local(instant).date()
        except OverflowError:  # the first and the last day that there are
            return instant.date()

    def day_start(self, day: date) -> datetime:
        """Return the first instant of a local day."""
        if day not in self._starts:
            self._starts[day] = self.instant(datetime(day.year, day.month, day.day))
        return self._starts[day]

    def clock(self, instant: datetime) -> datetime:
        """Return what the clocks of the store show."""
        return self._local(instant).replace(tzinfo=None)

    def _local(self, instant: datetime) -> datetime:
        return instant.replace(tzinfo=timezone.utc).astimezone(self._zone)

    def _utc(self, local: datetime, fold: int) -> datetime:
        aware = local.replace(tzinfo=self._zone, fold=fold)
        return aware.astimezone(timezone.utc).replace(tzinfo=None)

    def instant(self, local: datetime) -> datetime:
        """Return the first instant at which the clocks show a time of whole seconds, or more."""
        # Where the clock shows it twice, fold 0 is the first of them.
        late, early = self._utc(local, 0), self._utc(local, 1)
        if early >= late:
            return late
        # The clock jumps over it: it is the moment of the jump, which is between the two.
        while late - early > _SECOND:
            middle = early + (late - early) // 2
            middle -= timedelta(microseconds=middle.microsecond)
            if self.clock(middle) >= local:
                late = middle
            else:
                early = middle
        return late
