"""The moments that stores sit on: midnights, clock changes, ends of weeks and years, windows."""

from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import NamedTuple

from stores.setting import Setting

ZERO = timedelta(0)
TICK = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ENGAGED = timedelta(seconds=10)
CHECKOUT = timedelta(minutes=10)
RECOVERY = timedelta(days=7)
ANSWER = timedelta(hours=24)
# What is added to an exact window; half of the time nothing is.
NUDGES = (ZERO, ZERO, ZERO, ZERO, -TICK, TICK, -SECOND, SECOND)

NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


class Windows(NamedTuple):
    """The windows that a setting's vars give."""

    timeout: timedelta
    ppc: timedelta
    attribution: timedelta
    returns: timedelta
    email: timedelta
    cart: timedelta
    chat: timedelta


@cache
def windows(setting: Setting) -> Windows:
    """Return the setting's windows."""

    def given(name: str, default: int) -> int:
        return setting.vars.get(name, default)

    return Windows(
        timedelta(minutes=given("visit_timeout_minutes", 30)),
        timedelta(days=given("ppc_window_days", 30)),
        timedelta(days=given("attribution_window_days", 30)),
        timedelta(days=given("return_window_days", 30)),
        timedelta(days=given("email_window_days", 5)),
        timedelta(hours=given("cart_abandon_hours", 24)),
        timedelta(seconds=given("chat_answer_seconds", 60)),
    )


@cache
def offsets(setting: Setting) -> tuple[timedelta, ...]:
    """Return every distance that a definition could hang on, forwards and backwards."""
    own = {*windows(setting), CHECKOUT, RECOVERY, ANSWER, DAY * 30, DAY * 5, HOUR}
    ahead = (ZERO, ZERO, ZERO, ENGAGED, ENGAGED, MINUTE * 30, *sorted(own))
    return (*ahead, *(-offset for offset in ahead[3:]))


def first_instant(setting: Setting, day: date) -> datetime:
    """Return the UTC moment at which a local day begins, even where it has no 00:00."""
    local = datetime(day.year, day.month, day.day, tzinfo=setting.zone)
    return local.astimezone(timezone.utc).replace(tzinfo=None)


@cache
def working_edges(setting: Setting, day: date) -> tuple[datetime, ...]:
    """Return the UTC moments at which work begins or ends on that weekday, holiday or not."""
    clocks = {
        clock
        for weekday, opens, closes in setting.lists.hours
        if weekday == day.isoweekday()
        for clock in (opens, closes)
    }
    return tuple(_at_clock(setting, day, clock) for clock in sorted(clocks))


def _at_clock(setting: Setting, day: date, clock: str) -> datetime:
    if clock == "24:00":
        return first_instant(setting, day + DAY)
    local = datetime.combine(day, time.fromisoformat(clock), tzinfo=setting.zone)
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def local_date(setting: Setting, moment: datetime) -> date:
    """Return the local date of a UTC moment."""
    return moment.replace(tzinfo=timezone.utc).astimezone(setting.zone).date()


def _changes(setting: Setting) -> list[datetime]:
    """Return the moments at which the clocks change, and the midnights around them."""

    def offset(hours: int) -> timedelta | None:
        moment = setting.start.replace(tzinfo=timezone.utc) + HOUR / 2 * hours
        return moment.astimezone(setting.zone).utcoffset()

    found = []
    for half_hours in range(int((setting.end - setting.start) / HOUR * 2)):
        if offset(half_hours) != offset(half_hours + 1):
            change = setting.start + HOUR / 2 * (half_hours + 1)
            day = local_date(setting, change)
            found += [change, first_instant(setting, day), first_instant(setting, day + DAY)]
    return found


@cache
def anchors(setting: Setting) -> tuple[tuple[datetime, ...], ...]:
    """Return the kinds of anchor, each with its moments, at most 256 a kind."""
    first = local_date(setting, setting.start) + DAY
    days = [first + DAY * n for n in range((setting.end - setting.start).days - 1)]

    def begins(chosen: list[date]) -> tuple[datetime, ...]:
        return tuple(first_instant(setting, day) for day in chosen)

    known = tuple(setting.last - window for window in (ZERO, ZERO, *offsets(setting)))
    return (
        begins(days[::2]),
        begins([day for day in days if (day.month, day.day) in NEW_YEAR]),
        begins([day for day in days if day.day == 1]),
        begins([day for day, *_ in setting.rates if day > first]),
        begins([day for day in days if day.weekday() == 0]),
        begins(days[1::2]),
        tuple(_changes(setting)) or begins(days[:1]),
        known,
        tuple(setting.start + DAY * n + MINUTE * (n * 517 % 1440) for n in range(25, 256)),
        tuple(setting.end - DAY * n + MINUTE * (n * 517 % 1440) for n in range(1, 200)),
    )
