"""Puts the page together."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from commerce.docs import FAMILIES
from commerce.report.charts import control_chart, funnel_chart
from commerce.report.read import POINTS, build_of, funnels_of, series_of
from commerce.scorecard.read import Row, Scorecard, grains_of, read_scorecard
from commerce.scorecard.words import (
    OPEN,
    SIGNAL,
    VERDICTS,
    Change,
    change_since,
    levels,
    period_text,
    since_text,
    target_text,
    value_text,
)

RULES = {
    "beyond_limits": "beyond the limits",
    "run_of_8": "eight in a row on one side of the mean",
    "trend_of_6": "six in a row that rise, or fall",
}
FIRST = "week"  # the period that the page opens with


@dataclass(frozen=True)
class Line:
    """A row of the scorecard in words."""

    name: str
    label: str
    is_part: bool
    is_first: bool  # of its KPI
    kpi: str
    value: str
    before: Change
    year_before: Change
    target: str
    verdict: tuple[str, str, str] | None  # class, mark, word
    control: tuple[str, str, str] | None
    levels: list[int | None]
    history: str


@dataclass(frozen=True)
class Chart:
    """A picture with the words that stand for it."""

    title: str
    told: str
    is_signal: bool
    svg: Markup


@dataclass(frozen=True)
class Funnel:
    """The steps of a funnel, as a picture and as rows."""

    title: str
    steps: list[dict]
    is_chain: bool  # a step follows the one before it
    svg: Markup


@dataclass(frozen=True)
class Period:
    """What the page says of a period."""

    grain: str
    title: str
    tally: list[tuple[str, str, int, str]]  # class, mark, number, word
    attention: list[Line]
    families: list[tuple[str, list[Line]]]
    has_year_before: bool
    is_charted: bool  # of its grain there can be charts
    charts: list[tuple[str, list[Chart]]]
    funnels: list[Funnel]


def page_of(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the page: the same for the same marts, whenever it is written."""
    build, day = build_of(connection)
    cards = [read_scorecard(connection, grain) for grain in grains_of(connection) or [FIRST]]
    periods = [_period(connection, card) for card in cards]
    return _template("page.html.jinja").render(
        periods=sorted(periods, key=lambda period: period.grain != FIRST),
        build=build,
        day=f"{day.day} {day:%B %Y}" if day else "",
        currency=cards[0].currency,
    )


def _template(name: str) -> object:
    environment = Environment(
        loader=PackageLoader("commerce.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    css = Path(__file__).with_name("page.css").read_text("utf-8")
    environment.globals["css"] = Markup(css)  # our own file
    return environment.get_template(name)


def _period(connection: duckdb.DuckDBPyConnection, card: Scorecard) -> Period:
    """Return what the page says of a period."""
    signals = sum(row["signal"] is not None for row in card.rows)
    verdicts = Counter(row["on_target"] for row in card.rows)
    tally = [(name, mark, verdicts[name], name) for name, (mark, _) in VERDICTS.items()][::-1]
    return Period(
        card.grain,
        period_text(card.grain, card.start),
        [*tally, ("signal", SIGNAL, signals, "signal" if signals == 1 else "signals")],
        [_line(row, card) for row in card.attention()],
        [(title, _lines(rows, card)) for title, rows in _families(card)],
        any(change_since(row, "value_year_before").is_known for row in card.rows),
        card.grain in POINTS,
        _charts(card, series_of(connection, card.grain)),
        [
            _funnel(title, steps)
            for title, steps in funnels_of(connection, card.grain, card.start).items()
        ],
    )


def _funnel(title: str, steps: list[dict]) -> Funnel:
    is_chain = any(step["of_previous"] is not None for step in steps)
    return Funnel(title, steps, is_chain, Markup(funnel_chart(steps)))


def _families(card: Scorecard) -> list[tuple[str, list[Row]]]:
    groups = groupby(card.rows, key=lambda row: row["family"])
    return [(FAMILIES.get(family, family), list(rows)) for family, rows in groups]


def _lines(rows: list[Row], card: Scorecard) -> list[Line]:
    """Return rows in words; the first of each KPI is marked."""
    return [
        _line(row, card, is_first=place == 0 or rows[place - 1]["kpi"] != row["kpi"])
        for place, row in enumerate(rows)
    ]


def _line(row: Row, card: Scorecard, is_first: bool = True) -> Line:
    """Return a row in words."""
    is_part = row["segment_by"] != "all"
    return Line(
        name=row.name,
        label=row["segment"] if is_part else row["label"],
        is_part=is_part,
        is_first=is_first,
        kpi=row["label"],
        value=_text(row["value"], row, card),
        before=change_since(row, "value_before"),
        year_before=change_since(row, "value_year_before"),
        target=target_text(row, card.currency),
        verdict=_verdict(row),
        control=_control(row, card.start),
        levels=levels(row.history),
        history=", ".join(_text(value, row, card) for value in row.history),
    )


def _text(value: float | None, row: Row, card: Scorecard) -> str:
    return value_text(value, row["unit"], card.currency)


def _verdict(row: Row) -> tuple[str, str, str] | None:
    """Return the verdict on the target; that it is open where waiting would change the value."""
    if verdict := row["on_target"]:
        return verdict, VERDICTS[verdict][0], verdict
    return ("open", OPEN, "open") if row["value"] is not None and not row["is_mature"] else None


def _control(row: Row, now: date) -> tuple[str, str, str] | None:
    """Return whether there is a signal, and since when."""
    if row["in_control"] == "signal":
        return "signal", SIGNAL, f"since {since_text(row['signal_since'], now)}"
    return ("noise", "", row["in_control"]) if row["in_control"] else None


def _charts(card: Scorecard, series: dict) -> list[tuple[str, list[Chart]]]:
    """Return the control charts by family, as the rows of the scorecard come."""
    return [
        (title, charts)
        for title, rows in _families(card)
        if (charts := [_chart(row, card, series[row.key]) for row in rows if row.key in series])
    ]


def _chart(row: Row, card: Scorecard, points: list[dict]) -> Chart:
    """Return a control chart with what it shows in words."""
    svg = Markup(control_chart(points, row["unit"], card.grain))
    return Chart(row.name, _told(row, card, points), row["signal"] is not None, svg)


def _told(row: Row, card: Scorecard, points: list[dict]) -> str:
    """Return what the last point of a chart means."""
    if row["signal"]:
        since = since_text(row["signal_since"], card.start)
        verdict = f"{SIGNAL} signal since {since}: {RULES.get(row['signal'], row['signal'])}"
    else:
        verdict = row["in_control"] or "no verdict in this period"
    last = points[-1]
    usual = f"; usually {_usual(row, card, points)}" if last["center_line"] is not None else ""
    return f"{_text(row['value'], row, card)}, {verdict}{usual}"


def _usual(row: Row, card: Scorecard, points: list[dict]) -> str:
    """Return mean and limits of the last point; a lower one only where the KPI can be below."""
    names = ("center_line", "lower_limit", "upper_limit")
    mean, low, high = (_text(points[-1][name], row, card) for name in names)
    is_open = points[-1]["lower_limit"] <= 0 <= min(point["value"] for point in points)
    return f"{mean}, up to {high}" if is_open else f"{mean}, from {low} to {high}"
