"""Reads what the page has beside the scorecard from the published marts."""

from datetime import date

import duckdb

# By grain: how many periods a chart has. Of other grains there are none.
POINTS = {"week": 52, "month": 36}

LIMITS = """
select
    kpi,
    segment_by,
    segment,
    period_start,
    value,
    center_line,
    lower_limit,
    upper_limit,
    signal is not null as is_signal
from kpi_control_limits
where period_grain = $grain
qualify
    row_number() over (
        partition by kpi, segment_by, segment order by period_start desc
    ) <= $points
    and bool_or(center_line is not null) over (partition by kpi, segment_by, segment)
order by all
"""

VISITS = """
select step, visits as number, share_of_visits as of_all, share_of_previous_step as of_previous
from funnel_visits
where period_grain = $grain and period_start = $start and segment_by = 'all'
order by step_number
"""

CHECKOUT = """
select carts, checkouts_started, contacts_given, completed
from funnel_checkout
where period_grain = $grain and period_start = $start
"""

STEPS = {
    "visit": "Visits",
    "product_view": "Saw a product",
    "cart": "Filled a cart",
    "checkout": "Began the checkout",
    "purchase": "Bought",
}
CHECKOUT_STEPS = ["Carts", "Checkout begun", "Contact given", "Completed"]

BUILD = "select max_by(build_id, finished_at) from builds"
LAST_DAY = "select max(period_start) from kpi_values where period_grain = 'day' and is_complete"


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str, **parameters: object) -> list[dict]:
    """Return the rows of a query."""
    found = connection.execute(sql, parameters)
    names = [column[0] for column in found.description]
    return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def build_of(connection: duckdb.DuckDBPyConnection) -> tuple[str, date | None]:
    """Return the id of the published build, and the last day that is over in its figures."""
    ((build,),) = connection.execute(BUILD).fetchall()
    ((day,),) = connection.execute(LAST_DAY).fetchall()
    return build, day


def series_of(
    connection: duckdb.DuckDBPyConnection, grain: str
) -> dict[tuple[str, str, str], list[dict]]:
    """Return the points of each control chart that has limits, by the key of its row."""
    series: dict[tuple[str, str, str], list[dict]] = {}
    if grain in POINTS:
        for row in rows_of(connection, LIMITS, grain=grain, points=POINTS[grain]):
            key = row.pop("kpi"), row.pop("segment_by"), row.pop("segment")
            series.setdefault(key, []).append(row)
    return series


def funnels_of(
    connection: duckdb.DuckDBPyConnection, grain: str, start: date
) -> dict[str, list[dict]]:
    """Return the steps of each funnel of a period, by its title; none where it has no row."""
    period = {"grain": grain, "start": start}
    visits = rows_of(connection, VISITS, **period)
    steps = [{**row, "step": STEPS[row["step"]]} for row in visits]
    funnels = {"From visit to order": steps}
    for row in rows_of(connection, CHECKOUT, **period):
        numbers = list(row.values())
        funnels["From cart to order"] = [
            {
                "step": step,
                "number": number,
                "of_all": number / numbers[0] if numbers[0] else None,
                "of_previous": None,  # each step is counted on its own
            }
            for step, number in zip(CHECKOUT_STEPS, numbers, strict=True)
        ]
    return {title: steps for title, steps in funnels.items() if steps and steps[0]["number"]}
