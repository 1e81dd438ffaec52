"""Whether other ways tell what the marts tell: KPIs that all have, period by period."""

from pathlib import Path

import duckdb

GRAINS = ("day", "week", "month", "quarter", "year")
# Those that all define alike; the others' orders have no currency, tax or discount.
KPIS = ("visits", "unique_visitors", "new_visitors", "site_search_rate", "orders")
TOLERANCE = 1e-9  # of a value: means of doubles


def compared(warehouse: Path, out: Path) -> tuple[int, int]:
    """Return how many values a way has written (`out`.<grain>.parquet), and how many differ."""
    values, differing = 0, 0
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for grain in GRAINS:
            for kpi in KPIS:
                found = connection.execute(_query(grain, kpi), [f"{out}.{grain}.parquet"])
                counts = found.fetchone()
                values, differing = values + counts[0], differing + counts[1]
    return values, differing


def _query(grain: str, kpi: str) -> str:
    return f"""
        select count(*), count(*) filter (
            where not abs(coalesce(theirs.value, 0) - coalesce(ours.value, 0))
            <= {TOLERANCE} * abs(coalesce(ours.value, 0))
        )
        from (
            select cast(period as date) as period_start, cast({kpi} as double) as value
            from read_parquet(?)
        ) as theirs
        full join (
            select period_start, value from kpi_values
            where kpi = '{kpi}' and period_grain = '{grain}' and segment_by = 'all'
        ) as ours using (period_start)
    """
