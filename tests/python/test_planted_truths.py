"""The marts find what the simulator planted in the demo store (``commerce/simulate/rates.py``)."""

import pytest
from conftest import query


@pytest.fixture(scope="module")
def ask(demo_warehouse):
    """Ask the demo store's warehouse."""
    return lambda sql: query(demo_warehouse, sql)


def test_each_experiment_has_the_verdict_that_it_deserves(ask):
    found = ask("select name, verdict from experiment_health where not is_control")
    assert dict(found) == {
        "express checkout": "better",
        "new hero picture": "no difference found",
        "trust badges": "broken",
        "free returns banner": "no difference found",
        "bundle offers": "running",
    }


def test_crossed_visitors_are_counted_where_they_were_planted(ask):
    found = dict(ask("select name, max(crossed) from experiment_health group by name"))
    assert found.pop("free returns banner") > 10
    assert set(found.values()) == {0}


def test_films_assist_and_never_close(ask):
    found = dict(
        ask(
            "select model, sum(orders) from attribution_by_campaign"
            " where period_grain = 'year' and campaign in ('us-films', 'eu-films')"
            " group by model"
        )
    )
    assert found["first_touch"] > found["linear"] > 3
    assert found["last_touch"] == found["last_non_direct"] == 0


def test_a_third_of_explained_organic_clicks_is_branded(ask):
    ((share,),) = ask(
        "select sum(case when intent = 'branded' then clicks end) / sum(clicks)"
        " from intent_daily where medium = 'organic' and intent <> 'unknown'"
    )
    assert 0.28 < share < 0.42


def test_search_is_the_slow_page_group(ask):
    found = ask(
        "select page_group, sum(page_views * page_load_p75) / sum(page_views) as load_ms"
        " from site_speed group by page_group order by load_ms desc"
    )
    (slowest, load_ms), (_, next_load_ms) = found[:2]
    assert (slowest, load_ms > 4000, next_load_ms < 3000) == ("search", True, True)


def test_the_newsletter_has_a_dead_link(ask):
    ((channel, views),) = ask(
        "select visits.channel, count(*) as views"
        " from fct_events as events inner join fct_visits as visits using (visit_id)"
        " where events.page_path = '/sale/last-chance' and events.http_status = 404"
        " group by visits.channel order by views desc limit 1"
    )
    assert channel == "Email"
    assert views > 10


def test_what_other_systems_report_is_explained_by_their_reading(ask):
    found = ask(
        "select system, kpi, explained_by from reconciliation"
        " where explained_by is not null group by all order by all"
    )
    assert found == [
        ("ga4", "page_views", "bots_in"),
        ("ga4", "visits", "bots_in"),
        ("shopify", "orders", "cancelled_out"),
        ("shopify", "total_sales", "cancelled_out"),
        ("shopify", "total_sales", "refunds_by_order_date"),
    ]


def test_chats_in_working_hours_are_answered_in_time_more_often(ask):
    ((in_time, late),) = ask(
        "select count(*) filter (where is_answered_in_time),"
        " count(*) filter (where not coalesce(is_answered_in_time, false))"
        " from fct_support_cases where case_channel = 'chat' and is_in_working_hours"
    )
    assert in_time > late > 0
