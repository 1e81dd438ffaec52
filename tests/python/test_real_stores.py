"""Two real stores, with most tables and columns absent."""

import resource
import time

import pytest
from conftest import REAL, build, needs_real_stores, query

pytestmark = needs_real_stores


def spent() -> tuple[float, float]:
    """Return seconds of the clock, and of the processors for calls that are over.

    Beside other tests the clock tells of those too; on two cores of its own a build takes less
    of the clock than of the processors.
    """
    calls = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic(), calls.ru_utime + calls.ru_stime


@pytest.fixture(scope="module")
def online_retail(tmp_path_factory):
    warehouse = tmp_path_factory.mktemp("online_retail") / "w.duckdb"
    started = spent()
    done = build(
        warehouse,
        "--landing",
        str(REAL / "online_retail"),
        "--vars",
        "reporting_currency: GBP",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert min(now - then for now, then in zip(spent(), started, strict=True)) < 60
    return warehouse


@pytest.fixture(scope="module")
def weblog(tmp_path_factory):
    warehouse = tmp_path_factory.mktemp("weblog") / "w.duckdb"
    started = spent()
    done = build(warehouse, "--landing", str(REAL / "weblog"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert min(now - then for now, then in zip(spent(), started, strict=True)) < 60
    return warehouse


def test_no_row_of_the_gift_shop_vanishes(online_retail):
    rows = query(
        online_retail,
        "select entity, measure, value from data_quality where detail = 'all' and value > 0"
        " and measure in ('landed', 'quarantined', 'duplicates') order by all",
    )
    assert rows == [
        ("customers", "landed", 4372),
        ("order_lines", "landed", 532618),
        ("order_lines", "quarantined", 1336),
        ("orders", "landed", 22061),
        ("products", "landed", 4070),
        ("refunds", "landed", 9288),
        ("refunds", "quarantined", 1777),
    ]
    reasons = query(
        online_retail, "select distinct entity, reason from quarantine order by entity"
    )
    assert reasons == [("order_lines", "bad_number"), ("refunds", "orphan")]


def test_the_sales_of_the_gift_shop_are_those_of_its_files(online_retail):
    # It sells gift vouchers too, which are no sales; none of them came back.
    lines, refunds = REAL / "online_retail" / "order_lines", REAL / "online_retail" / "refunds"
    orders = REAL / "online_retail" / "orders"
    ((expected,),) = query(
        online_retail,
        f"""
        select
            (
                select sum(quantity * unit_price - coalesce(discount_amount, 0))
                from '{lines}/*.parquet'
                where quantity >= 0 and unit_price >= 0 and not is_gift_card
            )
            - (
                select sum(amount)
                from '{refunds}/*.parquet'
                where order_id in (select order_id from '{orders}/*.parquet')
            )
        """,
    )
    ((told,),) = query(
        online_retail,
        "select sum(value) from kpi_values"
        " where kpi = 'net_sales' and period_grain = 'year' and segment_by = 'all'",
    )
    assert told == pytest.approx(float(expected), abs=0.005)


def test_margins_of_a_shop_without_costs_are_not_known(online_retail):
    rows = query(
        online_retail,
        "select count(*), count(value), count(numerator) from kpi_values"
        " where kpi = 'contribution_margin' and period_grain = 'month'",
    )
    assert rows[0][0] > 0 and rows[0][1:] == (0, 0)


def test_the_weblog_has_visits_bots_and_pages_not_found(weblog):
    quality = dict(
        query(weblog, "select measure, value from data_quality where entity = 'web_events'")
    )
    assert quality["landed"] == quality["accepted"] == 4266
    assert 500 < quality["bots"] < 2000
    ((views,),) = query(
        weblog,
        "select sum(value) from kpi_values"
        " where kpi = 'page_views' and period_grain = 'day' and segment_by = 'all'",
    )
    assert views == quality["accepted"] - quality["bots"]
    ((not_found,),) = query(
        weblog,
        "select sum(numerator) from kpi_values where kpi = 'not_found_rate'"
        " and period_grain = 'year' and segment_by = 'all'",
    )
    assert not_found > 0


def test_a_site_without_a_shop_has_no_row_of_the_sales_kpis(weblog):
    families = query(
        weblog,
        "select distinct family from kpi_values inner join kpi_catalogue using (kpi)",
    )
    assert families == [("traffic",)]
    assert query(weblog, "select count(*) from kpi_values where kpi = 'conversion_rate'") == [(0,)]
