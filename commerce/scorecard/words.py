"""What a value, a change, a target or a period reads like."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from babel.numbers import format_currency, format_decimal, format_percent

from commerce.scorecard.read import Row

LOCALE = "en_US"
NOTHING = "–"
# Seconds in a unit of time; up to which size it is told in what, and how long that is.
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600}
SCALES = [(90, 1, "s"), (5_400, 60, "min"), (172_800, 3_600, "h")]
LONGEST = (86_400, "days")
BARS = "▁▂▃▄▅▆▇█"

# A verdict on the target: its mark, and its colour in a terminal.
VERDICTS = {"good": ("✓", "green"), "watch": ("~", "yellow"), "bad": ("✗", "red")}
OPEN = "◌"  # no verdict yet: waiting would change the value
SIGNAL = "!"
# The arrow of a change: up, down; filled where that is for the better, hollow for the worse.
ARROWS = {True: "▲▼", False: "△▽", None: "↑↓"}

SPANS = {"day": 1, "last_7_days": 7, "week": 7}
PERIOD_NAMES = {
    "day": "Day",
    "last_7_days": "Last 7 days",
    "week": "Week",
    "quarter": "Quarter",
}


def value_text(
    value: float | Decimal | None, unit: str, currency: str, is_target: bool = False
) -> str:
    """Return a value in its unit; a target without a fraction of nothing."""
    if value is None:
        return NOTHING
    value = float(value)
    if unit == "ratio":
        return format_percent(value, f"{_digits(value * 100, 1, is_target)}%", locale=LOCALE)
    if unit == "money":
        return _money(value, currency, is_target)
    if unit in SECONDS:
        return _duration(value * SECONDS[unit])
    if unit == "ms":
        return format_decimal(value, "#,##0 ms", locale=LOCALE)
    is_short = is_target or value == int(value) or abs(value) >= 100
    return format_decimal(value, _digits(value, 2, is_short), locale=LOCALE)


def _digits(value: float, digits: int, is_short: bool) -> str:
    """Return the pattern of a number: one below 1 has two places, a short one what it needs."""
    if is_short:
        return "#,##0.##" if abs(value) < 100 else "#,##0"
    return f"#,##0.{'0' * (2 if 0 < abs(value) < 1 else digits)}"


def _money(value: float, currency: str, is_target: bool) -> str:
    """Return an amount; a large one without the small change."""
    is_short = abs(value) >= 10_000 or (is_target and value == int(value))
    number = "#,##0" if is_short else "#,##0.00"
    return format_currency(
        value, currency, f"¤{number};-¤{number}", locale=LOCALE, currency_digits=not is_short
    )


def _duration(seconds: float) -> str:
    """Return a length of time in the unit that makes it short."""
    sizes = [(length, name) for up_to, length, name in SCALES if abs(seconds) < up_to]
    length, name = (sizes or [LONGEST])[0]
    number = seconds / length
    digits = "#,##0" if number == int(number) else "#,##0.0"
    return f"{format_decimal(number, digits, locale=LOCALE)} {name}"


@dataclass(frozen=True)
class Change:
    """How a value moved since an earlier period."""

    text: str
    is_better: bool | None = None  # None: it did not move, or neither is better
    said: str = ""  # the same without arrows

    @property
    def is_known(self) -> bool:
        """Whether there is something to compare."""
        return self.text != NOTHING


def change_since(row: Row, earlier: str) -> Change:
    """Return how a row moved since an earlier period; of a value that is open, not if for good."""
    better = row.better if row["is_mature"] else "band"
    return change_of(row["value"], row[earlier], row["unit"], better)


def change_of(value: float | None, before: float | None, unit: str, better: str) -> Change:
    """Return how a value moved: a ratio in points, anything else in percent."""
    if value is None or before is None:
        return Change(NOTHING, said="unknown")
    size = _size(value, before, unit)
    if value == before:
        return Change("=", said="the same")
    if size in ("0%", "0.0pt"):
        return Change("≈", said="about the same")
    rises = value > before
    is_better = None if better == "band" else rises == (better == "higher")
    direction = f"{'up' if rises else 'down'} {size}".strip()
    said = direction + {True: ", better", False: ", worse", None: ""}[is_better]
    return Change(f"{ARROWS[is_better][not rises]} {size}".strip(), is_better, said)


def _size(value: float, before: float, unit: str) -> str:
    """Return the size of a change; none where a percentage says nothing."""
    if unit == "ratio":
        return f"{abs(value - before) * 100:,.1f}pt"
    if before <= 0:
        return ""
    share = abs(value / before - 1)
    return f"{share:.0%}" if share < 10 else ">999%"


def target_text(row: Row, currency: str) -> str:
    """Return what a value should be, as short as a formula; a band counts before a target."""
    low, high, target = (
        None if row[name] is None else value_text(row[name], row["unit"], currency, is_target=True)
        for name in ("band_low", "band_high", "target")
    )
    if low and high:
        return f"{low}–{high}"
    if low or high:
        return f"≥ {low}" if low else f"≤ {high}"
    sign = {"higher": "≥", "lower": "≤"}.get(row.better, "=")
    return f"{sign} {target}" if target else ""


def since_text(since: date, now: date) -> str:
    """Return since when there is a signal: the day, or the month of another year."""
    return f"{since.day} {since:%b}" if since.year == now.year else f"{since:%b %Y}"


def period_text(grain: str, start: date) -> str:
    """Return a period in words: Week 22–28 Apr 2024, April 2024."""
    name = PERIOD_NAMES.get(grain, grain)
    if grain == "month":
        return f"{start:%B %Y}"
    if grain == "year":
        return f"{start:%Y}"
    if grain not in SPANS:
        return f"{name} from {start.day} {start:%b %Y}"
    end = start + timedelta(days=SPANS[grain] - 1)
    return f"{name} {_first_day(start, end)}{end.day} {end:%b %Y}"


def _first_day(start: date, end: date) -> str:
    """Return the first day of a span of days, without what its last one says anyway."""
    if start == end:
        return ""
    if start.year != end.year:
        return f"{start.day} {start:%b %Y}–"
    return f"{start.day}–" if start.month == end.month else f"{start.day} {start:%b}–"


def levels(values: tuple[float | None, ...]) -> list[int | None]:
    """Return how high each value is among the others, from 0 to 7; None where there is none."""
    known = [value for value in values if value is not None]
    low = min(known, default=0)
    span, top = max(known, default=0) - low, len(BARS) - 1
    return [
        None if value is None else round((value - low) / span * top) if span else 0
        for value in values
    ]


def sparkline(values: tuple[float | None, ...]) -> str:
    """Return a column a value, from the least to the largest; a gap where there is none."""
    return "".join(" " if level is None else BARS[level] for level in levels(values))
