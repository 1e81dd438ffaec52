"""Draws charts as SVG that takes its colours from the page."""

import re
from functools import cache

import altair as alt
import vl_convert

VERSION = "6.1"  # of Vega-Lite
FIGURES = alt.NamedData("figures")  # given when a chart is drawn
WIDTH, HEIGHT = 360, 170
LABELS = 42  # room for the numbers of an axis, so that charts below each other have one edge
FUNNEL_STEP, FUNNEL_LABELS = 34, 128
FORMATS = {"ratio": ".1~%", "money": "~s", "ms": ",d"}
DATES = {"week": "%-d %b", "month": "%b %Y"}
CONFIG = {
    "aria": False,  # the page has a text in place of each chart
    "autosize": {"type": "fit", "contains": "padding"},
    "background": "transparent",
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "domainColor": "var(--rule)",
        "gridColor": "var(--rule)",
        "tickColor": "var(--rule)",
        "labelColor": "var(--muted)",
        "labelFontSize": 11,
        "title": None,
    },
    "text": {"fontSize": 12, "fill": "var(--ink)"},
}


def control_chart(points: list[dict], unit: str, grain: str) -> str:
    """Return a process behaviour chart: values, mean, limits, and the signals as diamonds."""
    # What is never negative has no use for a limit that is.
    is_never_negative = min(point["value"] for point in points) >= 0
    values = [
        {
            **point,
            "period_start": f"{point['period_start']}",
            "lower_limit": _at_least_zero(point["lower_limit"])
            if is_never_negative
            else point["lower_limit"],
        }
        for point in points
    ]
    return _svg(_control_spec(FORMATS.get(unit, "~s"), DATES[grain]), values)


def _at_least_zero(value: float | None) -> float | None:
    return None if value is None else max(value, 0.0)


@cache
def _control_spec(number_format: str, date_format: str) -> dict:
    """Return the Vega-Lite chart of any series of a unit."""
    x = alt.X(
        "period_start:T",
        # Days are in the store's zone already; the reader's must not move them.
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(format=date_format, tickCount=4, grid=False, labelFlush=True),
    )
    number = alt.Axis(
        format=number_format, tickCount=4, domain=False, ticks=False, minExtent=LABELS
    )
    base = alt.Chart(FIGURES).encode(x=x)
    y = alt.Y("value:Q", axis=number, scale=alt.Scale(zero=False, nice=True))
    between = base.mark_area(interpolate="step", color="var(--band)")
    limit = base.mark_line(interpolate="step", color="var(--limit)", strokeWidth=1)
    mean = base.mark_line(
        interpolate="step", color="var(--muted)", strokeWidth=1, strokeDash=[4, 3]
    )
    line = base.mark_line(color="var(--line)", strokeWidth=1.5)
    dots = base.mark_circle(color="var(--line)", size=16, opacity=1)
    signals = base.mark_point(
        shape="diamond", filled=True, color="var(--signal)", size=64, opacity=1
    )
    return (
        alt.layer(
            between.encode(y=alt.Y("lower_limit:Q", axis=number), y2="upper_limit:Q"),
            limit.encode(y="lower_limit:Q"),
            limit.encode(y="upper_limit:Q"),
            mean.encode(y="center_line:Q"),
            line.encode(y=y),
            dots.encode(y=y),
            signals.encode(y=y).transform_filter("datum.is_signal"),
        )
        .properties(width=WIDTH, height=HEIGHT)
        .to_dict(validate=False)
    )


def funnel_chart(steps: list[dict]) -> str:
    """Return a bar for each step, with its number and its share of the first."""
    values = [
        {
            **step,
            "told": f"{step['number']:,}  ({step['of_all']:.1%})",
            "is_long": step["of_all"] > 0.6,
        }
        for step in steps
    ]
    return _svg(_funnel_spec(tuple(step["step"] for step in steps)), values)


@cache
def _funnel_spec(steps: tuple[str, ...]) -> dict:
    """Return the Vega-Lite chart of a funnel with these steps."""
    names = alt.Axis(domain=False, ticks=False, minExtent=FUNNEL_LABELS, labelFontSize=12)
    y = alt.Y("step:N", sort=steps, axis=names)
    base = alt.Chart(FIGURES).encode(x=alt.X("number:Q", axis=None), y=y)
    inside = base.mark_text(align="right", dx=-6, color="var(--on-line)")
    beside = base.mark_text(align="left", dx=6)
    return (
        alt.layer(
            base.mark_bar(color="var(--line)", size=22),
            inside.encode(text="told:N").transform_filter("datum.is_long"),
            beside.encode(text="told:N").transform_filter("!datum.is_long"),
        )
        .properties(width=WIDTH, height=len(steps) * FUNNEL_STEP)
        .to_dict(validate=False)
    )


def _svg(spec: dict, values: list[dict]) -> str:
    """Draw a chart of these values, without a network; short, as pixels need few digits."""
    svg = vl_convert.vegalite_to_svg(
        {**spec, "datasets": {FIGURES.name: values}},
        vl_version=VERSION,
        config=CONFIG,
        allowed_base_urls=[],
    )
    # What a reader of pictures needs is said beside it; the rest is for scripts.
    svg = re.sub(r' (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"', "", svg)
    svg = re.sub(r"\d+\.\d{2,}", lambda number: f"{float(number[0]):.1f}", svg)
    return re.sub(r'<svg [^>]*?(viewBox="[^"]*")[^>]*>', r"<svg \1>", svg, count=1)
