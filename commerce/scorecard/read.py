"""Reads the scorecard from the published marts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from commerce.docs import FAMILIES
from commerce.errors import BadInput

PERIODS = 12  # of a sparkline

SCORECARD = """
select
    scorecard.*,
    catalogue.label,
    catalogue.family,
    catalogue.unit
from kpi_scorecard as scorecard
inner join kpi_catalogue as catalogue on scorecard.kpi = catalogue.kpi
where scorecard.period_grain = $grain
order by
    list_position($families, catalogue.family),
    catalogue.label,
    scorecard.kpi,
    scorecard.segment_by <> 'all',
    scorecard.segment_by,
    scorecard.segment
"""

# How long a period is, and the periods in its sparkline; the shortest first.
LENGTHS = {
    "day": "1 day",
    "last_7_days": "7 days",
    "week": "7 days",
    "month": "1 month",
    "quarter": "3 months",
    "year": "1 year",
}

HISTORY = """
with

places as (

    select
        unnest(range($periods)) as place,
        cast(
            cast($start as date)
            - ($periods - 1 - unnest(range($periods))) * cast($length as interval)
            as date
        ) as period_start

),

told as (

    select * from kpi_values

    union all

    select * from kpi_last_7_days

)

select
    told.kpi,
    told.segment_by,
    told.segment,
    places.place,
    told.value
from told
inner join places on told.period_start = places.period_start
where told.period_grain = $grain
order by all
"""

CURRENCY = r"""
select min(nullif(regexp_extract(options, 'reporting_currency = (\w+)', 1), '')) from kpi_catalogue
"""


@dataclass(frozen=True)
class Row:
    """A KPI, or a segment of one, in a period."""

    columns: dict[str, object]  # those of kpi_scorecard, then label, family and unit
    better: str
    history: tuple[float | None, ...] = ()  # the periods up to this one; None where there is none

    def __getitem__(self, column: str) -> Any:
        """Return the value of a column."""
        return self.columns[column]

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is the row of, in any period."""
        return self["kpi"], self["segment_by"], self["segment"]

    @property
    def name(self) -> str:
        """Its name for people."""
        part = self["segment"]
        return self["label"] if self["segment_by"] == "all" else f"{self['label']}, {part}"


@dataclass(frozen=True)
class Scorecard:
    """All KPIs of a period."""

    grain: str
    start: date
    currency: str
    rows: tuple[Row, ...]

    @property
    def is_bad(self) -> bool:
        """Whether anything is bad."""
        return any(row["on_target"] == "bad" for row in self.rows)

    def attention(self) -> tuple[Row, ...]:
        """Return the rows that need someone: bad ones, then those to be watched, then signals."""
        ranks = {"bad": 0, "watch": 1}
        rows = [row for row in self.rows if row["on_target"] in ranks or row["signal"]]
        return tuple(
            sorted(rows, key=lambda row: (ranks.get(row["on_target"], 2), row["signal"] is None))
        )


@contextmanager
def opened(marts: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published marts.

    Raises:
        BadInput: nothing is published, or it can't be read.
    """
    if not marts.is_file():
        raise BadInput(f"nothing is published at {marts}: run 'commerce build' first")
    try:
        with duckdb.connect(str(marts), read_only=True) as connection:
            yield connection
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise BadInput(f"{marts} can't be read, run 'commerce build': {reason}") from None


def grains_of(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the periods that the scorecard tells of, the shortest first."""
    found = connection.execute("select distinct period_grain from kpi_scorecard").fetchall()
    return sorted((grain for (grain,) in found), key=lambda grain: (*LENGTHS, grain).index(grain))


def read_scorecard(connection: duckdb.DuckDBPyConnection, grain: str) -> Scorecard:
    """Read the KPIs of the last period of a grain, with the periods before it.

    Raises:
        BadInput: there is no such period.
    """
    if grain not in (grains := grains_of(connection)):
        told = ", ".join(grains) or "nothing yet: no week is complete"
        raise BadInput(f"the scorecard has no period {grain!r}; it has {told}")
    better = dict(connection.execute("select kpi, better from kpi_catalogue").fetchall())
    ((currency,),) = connection.execute(CURRENCY).fetchall()
    parameters = {"grain": grain, "families": list(FAMILIES)}
    found = connection.execute(SCORECARD, parameters)
    names = [column[0] for column in found.description]
    table = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    start = max(columns["period_start"] for columns in table)
    histories = _histories(connection, grain, start)
    rows = [Row(columns, better[columns["kpi"]]) for columns in table]
    nothing = (None,) * PERIODS
    told = tuple(replace(row, history=histories.get(row.key, nothing)) for row in rows)
    return Scorecard(grain, start, currency or "", told)


def _histories(
    connection: duckdb.DuckDBPyConnection, grain: str, start: date
) -> dict[tuple[str, str, str], tuple[float | None, ...]]:
    """Return the values of the last periods, by the key of a row."""
    if grain not in LENGTHS:
        return {}
    parameters = {"grain": grain, "start": start, "length": LENGTHS[grain], "periods": PERIODS}
    found: dict[tuple[str, str, str], list[float | None]] = {}
    rows = connection.execute(HISTORY, parameters).fetchall()
    for *key, place, value in rows:
        found.setdefault(tuple(key), [None] * PERIODS)[place] = value
    return {key: tuple(values) for key, values in found.items()}
