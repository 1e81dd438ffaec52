"""Periods, segments and filled rows: what all KPIs share (rules 1, 3, 4, 8)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

ALL_GRAINS = ("day", "week", "month", "quarter", "year")
Number = int | Decimal | Fraction
Told = tuple[Number | None, Number | None, Number | None]


@dataclass(frozen=True)
class Item:
    """Something that counts on a local day, with its segments (None is `unknown`)."""

    day: date
    what: object
    segments: dict[str, str | None] = field(default_factory=dict)
    # The customer_id of whoever did it, where Audience asks.
    person: str | None = None


@dataclass(frozen=True)
class Period:
    grain: str
    start: date
    end: date  # the day after its last
    ends_at: datetime  # the first instant after it, UTC


@cache
def period_start(grain: str, day: date) -> date:
    if grain == "week":
        return day - timedelta(days=day.weekday())
    month = {"day": day.month, "month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1}
    return date(day.year, month.get(grain, 1), day.day if grain == "day" else 1)


@cache
def period_end(grain: str, start: date) -> date:
    """Return the day after the last."""
    if grain in ("day", "week"):
        return start + timedelta(days=1 if grain == "day" else 7)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, 1)


def period_starts(grain: str, span: Iterable[date]) -> list[date]:
    """Return every period from the earliest to the latest day."""
    days = list(span)
    if not days:
        return []
    starts, last = [period_start(grain, min(days))], max(days)
    while (following := period_end(grain, starts[-1])) <= last:
        starts.append(following)
    return starts


def period_of(store, grain: str, start: date) -> Period:
    end = period_end(grain, start)
    return Period(grain, start, end, store.day_start(end))


def cells_of(piles, segments, grains, has_all=True) -> dict:
    """Sort items into cells: (grain, start, segment_by, segment) -> pile -> things."""
    cells: dict[tuple, dict[str, list]] = defaultdict(lambda: {name: [] for name in piles})
    for name, items in piles.items():
        for item in items:
            places = [("all", "all")] if has_all else []
            places += [(by, item.segments[by] or "unknown") for by in segments]
            for grain in grains:
                start = period_start(grain, item.day)
                for place in places:
                    cells[(grain, start, *place)][name].append(item.what)
    return cells


def tell(
    store,
    kpi: str,
    piles: dict[str, list[Item]],
    compute: Callable[[Period, dict[str, list]], Told],
    *,
    segments: Iterable[str] = (),
    span: Iterable[date],
    grains: Iterable[str] = ALL_GRAINS,
    window: timedelta | None = None,
    has_all: bool = True,
) -> list[dict]:
    """Return the rows of kpi_values of one KPI.

    An empty span means no row at all (rule 3). A window, even one of 0, makes the KPI one
    that has to mature (rule 8).
    """
    span = set(span)
    if not span:
        return []
    segments, grains = tuple(segments), tuple(grains)
    cells = cells_of(piles, segments, grains, has_all)
    rows = []
    for grain in grains:
        filled = {(grain, start, "all", "all") for start in period_starts(grain, span)}
        kept = {place for place in cells if place[0] == grain and place[2] != "all"}
        for place in sorted(kept | filled if has_all else kept):
            period = period_of(store, grain, place[1])
            told = compute(period, cells.get(place) or {name: [] for name in piles})
            if place in filled or told[0] or told[1]:
                rows.append(kpi_row(store, kpi, period, place[2:], told, window))
    return rows


def kpi_row(
    store, kpi: str, period: Period, place: tuple, told: Told, window: timedelta | None = None
) -> dict:
    """Return a row of kpi_values; the place is segment_by and segment."""
    numerator, denominator, value = (None if n is None else float(n) for n in told)
    return {
        "kpi": kpi,
        "period_grain": period.grain,
        "period_start": period.start,
        "segment_by": place[0],
        "segment": place[1],
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "is_complete": has_passed(store, period.ends_at),
        "is_mature": window is None or has_passed(store, period.ends_at, window),
    }


def has_passed(store, moment: datetime, window: timedelta = timedelta(0)) -> bool:
    """Tell whether a moment and a window after it are over by as_of."""
    return store.as_of is not None and moment + window <= store.as_of


# What is done with the piles of a cell. Numbers stay exact until the row is written.


def count(things: list) -> int:
    return len(things)


def total(numbers: list) -> Number:
    return sum(numbers, 0)


def divided(numerator: Number, denominator: Number) -> Fraction | None:
    """Rule 4: NULL for a zero denominator."""
    if not denominator:
        return None
    if isinstance(numerator, int) and isinstance(denominator, int):
        return Fraction(numerator, denominator)
    return Fraction(numerator) / Fraction(denominator)


def ratio(numerator: Number, denominator: Number) -> Told:
    return numerator, denominator, divided(numerator, denominator)


def counted(name: str):
    """How many things there are in a pile."""

    def compute(period: Period, piles: dict[str, list]) -> Told:
        return count(piles[name]), None, count(piles[name])

    return compute


def distinct(name: str):
    """How many different things there are in a pile."""

    def compute(period: Period, piles: dict[str, list]) -> Told:
        different = len(set(piles[name]))
        return different, None, different

    return compute


def summed(name: str):
    """The sum of the numbers in a pile."""

    def compute(period: Period, piles: dict[str, list]) -> Told:
        return total(piles[name]), None, total(piles[name])

    return compute


def ratio_of(numerator: str, denominator: str, over=total, under=total):
    """The sum of one pile by that of another; `over`, `under`: count instead of total."""

    def compute(period: Period, piles: dict[str, list]) -> Told:
        return ratio(over(piles[numerator]), under(piles[denominator]))

    return compute


def share_of(part: str, whole: str):
    """The number of things in one pile by that in another."""
    return ratio_of(part, whole, over=count, under=count)


def quantile_of(name: str, share: Number):
    """The continuous quantile of the numbers in a pile; 1/2 is the median."""

    def compute(period: Period, piles: dict[str, list]) -> Told:
        return None, len(piles[name]), quantile(piles[name], Fraction(share))

    return compute


def quantile(numbers: list[Number], share: Fraction) -> Fraction | None:
    """Interpolate between the two numbers around the place of the share."""
    if not numbers:
        return None
    ordered = sorted(numbers)
    place = share * (len(ordered) - 1)
    position = int(place)
    below = Fraction(ordered[position])
    above = Fraction(ordered[min(position + 1, len(ordered) - 1)])
    return below + (place - position) * (above - below)


def seconds(duration: timedelta) -> Fraction:
    """A duration in seconds, exact to the microsecond."""
    return Fraction(duration // timedelta(microseconds=1), 1_000_000)
