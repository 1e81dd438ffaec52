"""``commerce scorecard``: the KPIs of the last complete week and month, beside those before."""

from datetime import date
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from commerce.errors import BadInput

# Per KPI and grain: value in the last complete period and in the one before it, each with
# whether waiting would still change it. Periods are the same for all KPIs of a grain.
QUERY = """
with

last_periods as (

    select period_grain, max(period_start) as period_start
    from kpi_values
    where is_complete and segment_by = 'all' and period_grain in ('week', 'month')
    group by period_grain

),

pairs as (

    select
        period_grain,
        period_start,
        cast(
            period_start - case period_grain
                when 'week' then interval 1 week else interval 1 month
            end as date
        ) as period_before
    from last_periods

)

select
    catalogue.family,
    catalogue.label,
    catalogue.unit,
    pairs.period_grain,
    pairs.period_start,
    latest.value,
    latest.is_mature,
    before.value,
    before.is_mature
from kpi_catalogue as catalogue
cross join pairs
inner join (select distinct kpi from kpi_values where segment_by = 'all') as told
    on catalogue.kpi = told.kpi
left join kpi_values as latest
    on
        latest.kpi = catalogue.kpi
        and latest.segment_by = 'all'
        and latest.period_grain = pairs.period_grain
        and latest.period_start = pairs.period_start
left join kpi_values as before
    on
        before.kpi = catalogue.kpi
        and before.segment_by = 'all'
        and before.period_grain = pairs.period_grain
        and before.period_start = pairs.period_before
order by catalogue.family, catalogue.label, pairs.period_grain
"""

FAMILIES = ["traffic", "sales", "carts", "ppc", "email", "social", "marketplace", "service"]
UNITS = {"minutes": " min", "hours": " h", "seconds": " s", "ms": " ms"}
# A value and whether it is mature; the same of the period before.
Cell = tuple[float | None, bool | None, float | None, bool | None]


def read_scorecard(marts: Path) -> tuple[dict[str, date], dict[tuple, dict[str, Cell]]]:
    """Read the KPIs of the last complete week and month.

    Returns:
        First day of the period by grain; and by (family, label, unit) the cell of each grain.

    Raises:
        BadInput: nothing is published.
    """
    if not marts.is_file():
        raise BadInput(f"nothing is published at {marts}: run 'commerce build' first")
    with duckdb.connect(str(marts), read_only=True) as connection:
        rows = connection.execute(QUERY).fetchall()
    periods: dict[str, date] = {}
    kpis: dict[tuple, dict[str, Cell]] = {}
    for family, label, unit, grain, start, *cell in rows:
        periods[grain] = start
        kpis.setdefault((family, label, unit), {})[grain] = tuple(cell)
    return periods, kpis


def print_scorecard(console: Console, marts: Path) -> None:
    """Print the published KPIs by family: per grain the value and the one before."""
    periods, kpis = read_scorecard(marts)
    if not periods:
        raise BadInput(f"no complete week or month in {marts} yet")
    grains = [grain for grain in ("week", "month") if grain in periods]
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("KPI", no_wrap=True)
    for grain in grains:
        start = periods[grain]
        heading = f"wk {start.day} {start:%b}" if grain == "week" else f"{start:%b %Y}"
        table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("before", justify="right", style="dim", no_wrap=True)
    for family in FAMILIES:
        rows = [(key, cells) for key, cells in kpis.items() if key[0] == family]
        if rows:
            table.add_row(f"[bold cyan]{family}[/]")
        for (_, label, unit), cells in rows:
            table.add_row(f"  {label}", *_cells(cells, grains, unit))
    console.print(table)
    console.print("[dim]~ a look-forward window is still open: the value can change[/]")


def _cells(cells: dict[str, Cell], grains: list[str], unit: str) -> list[str]:
    """Return the printed cells of one KPI: value and value before, for each grain."""
    printed = []
    for grain in grains:
        value, is_mature, before, was_mature = cells.get(grain, (None, None, None, None))
        printed += [_marked(value, is_mature, unit), _marked(before, was_mature, unit)]
    return printed


def _marked(value: float | None, is_mature: bool | None, unit: str) -> str:
    """Return a value as printed, with a mark where waiting would still change it."""
    return ("~" if value is not None and is_mature is False else "") + _number(value, unit)


def _number(value: float | None, unit: str) -> str:
    """Return a value as a person reads it: shares in percent, counts whole, the rest short."""
    if value is None:
        return "–"
    if unit == "ratio":
        return f"{value:.1%}"
    whole = value == int(value) or abs(value) >= 1_000
    digits = 0 if abs(value) >= 10_000 or (whole and unit != "money") else 2
    return f"{value:,.{digits}f}{UNITS.get(unit, '')}"
