"""Process behaviour charts tell signals from noise as often as theory says."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from compiled import compile_inline
from scipy import stats

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "models" / "marts" / "control" / "kpi_control_limits.sql"
WEEKS, DAYS = 26, 182  # of a baseline
MONDAY = date(2020, 1, 6)


@pytest.fixture(scope="module")
def limits_sql() -> str:
    """The model over a table `kpi_values`."""
    sql = MODEL.read_text("utf-8").replace("{{ ref('kpi_values') }}", "kpi_values")
    sql = sql.replace("{{ ref('kpi_last_7_days') }}", "(select * from kpi_values limit 0)")
    return compile_inline(sql)


def charted(sql: str, series: np.ndarray, grain: str = "week") -> duckdb.DuckDBPyConnection:
    """Return a connection with `charted`: the chart of each row of an array of (series, points).

    Its columns: those of kpi_control_limits; kpi is the number of the series.
    """
    many, points = series.shape
    step = {"day": 1, "week": 7}[grain]
    starts = [MONDAY + timedelta(days=step * number) for number in range(points)]
    connection = duckdb.connect()
    values = pa.table(
        {
            "kpi": np.repeat(np.arange(many), points),
            "period_start": pa.array(starts * many, pa.date32()),
            "value": series.ravel(),
        }
    )
    connection.execute(
        "create table kpi_values as select *, $grain as period_grain, 'all' as segment_by,"
        " 'all' as segment, true as is_complete, true as is_mature from values",
        {"grain": grain},
    )
    connection.execute(f"create table charted as {sql}")
    assert values.num_rows == many * points
    return connection


def test_limits_are_those_of_a_published_example(limits_sql):
    # NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flowrate of ten batches. It
    # multiplies the mean moving range by 3 / 1.128, which is 2.6596.
    flowrate = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    chart = charted(limits_sql, np.array([flowrate]))
    rows = chart.execute(
        "select distinct center_line, lower_limit, upper_limit from charted"
    ).fetchall()
    assert rows == [(pytest.approx(50.81), *map(near, (45.8159, 55.8041)))]


def near(published: float) -> object:
    return pytest.approx(published, abs=0.001)


def rates(chart: duckdb.DuckDBPyConnection, baseline: int) -> tuple[float, float]:
    """Return shares of the points behind the first baseline: beyond limits, and any signal."""
    return chart.execute(
        "select avg((adjusted_value not between lower_limit and upper_limit)::int),"
        " avg((signal is not null)::int) from (select *, row_number() over ("
        "partition by kpi order by period_start) as place from charted) where place > $baseline",
        {"baseline": baseline},
    ).fetchone()


def beyond_by_chance(baseline: int) -> float:
    """Return how often noise lies beyond limits from a baseline of that many points.

    The mean of a baseline has an error of its own, and a mean of moving ranges is worth about
    0.62 degrees of freedom a range. With an endless baseline it would be 0.0027.
    """
    reach = 2.66 * 1.128 / np.sqrt(1 + 1 / baseline)
    return 2 * stats.t.sf(reach, 0.62 * (baseline - 1))


# Each point lies above the mean of those before it as often as below, whatever others did.
RUN_BY_CHANCE = 2 / 2**8
TREND_BY_CHANCE = 2 / 720  # two of the orders that six points can have


def test_noise_is_a_signal_as_often_as_theory_says(limits_sql):
    series = np.random.default_rng(1).normal(100, 10, (10_000, 2 * WEEKS))
    beyond, signals = rates(charted(limits_sql, series), WEEKS)
    assert beyond == pytest.approx(beyond_by_chance(WEEKS), rel=0.15)
    # Some points break two rules, so the sum of the three is a little more than their union.
    expected = beyond + RUN_BY_CHANCE + TREND_BY_CHANCE
    assert 0.9 * expected < signals < expected


def test_days_without_their_weekdays_are_noise_as_often(limits_sql):
    noise = np.random.default_rng(3).normal(100, 10, (300, 2 * DAYS))
    pattern = np.array([30, 0, 0, 10, 20, -40, -20] * (2 * DAYS // 7))
    beyond, _ = rates(charted(limits_sql, noise + pattern, "day"), DAYS)
    assert beyond == pytest.approx(beyond_by_chance(DAYS), rel=0.25)


def delay_by_chance(shift: float) -> float:
    """Return after how many points a shift (in sigma) is signalled, limits being known.

    By the first two rules: a chain over how many points in a row lie on the side shifted to.
    """
    out, above = stats.norm.sf(3 - shift), stats.norm.cdf(shift)
    stay = np.zeros((8, 8))
    for length in range(8):
        stay[length, 0] = 1 - above
        if length < 7:
            stay[length, length + 1] = above - out
    return float(np.linalg.solve(np.eye(8) - stay, np.ones(8))[0])


def test_a_shift_of_two_sigma_is_signalled_as_soon_as_expected(limits_sql):
    series = np.random.default_rng(2).normal(100, 10, (10_000, 2 * WEEKS))
    series[:, WEEKS:] += 20
    delays = (
        charted(limits_sql, series)
        .execute(
            "select min(place) filter (signal is not null) - $weeks from (select *, row_number()"
            " over (partition by kpi order by period_start) as place from charted)"
            " where place > $weeks group by kpi",
            {"weeks": WEEKS},
        )
        .fetchnumpy()
    )
    (found,) = delays.values()
    assert np.ma.count(found) / len(found) > 0.97
    assert np.ma.mean(found) == pytest.approx(delay_by_chance(2), rel=0.1)
