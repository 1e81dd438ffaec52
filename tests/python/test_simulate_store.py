"""The simulated store hangs together, and has what a shop has."""

import duckdb
import pytest
from simulated import SINGLE_KEYS, one

from commerce.simulate import simulate


@pytest.mark.parametrize("store", ["demo", "large"])
def test_rows_that_belong_together_find_each_other(store, request):
    connection = request.getfixturevalue(store)
    orders = "(select order_id from good_orders)"
    good_line = (
        "order_line_id not like 'bad%' and quantity > 0 and unit_price > 0 and order_id not null"
    )
    for query in (
        f"from order_lines where {good_line} and order_id not in {orders}",
        f"from good_carts where order_id not in {orders}",
        f"from good_events where event_name = 'purchase' and order_id not in {orders}",
        "from good_orders where cart_id not in (select cart_id from good_carts)",
        "from good_orders where order_id not in "
        "(select order_id from order_lines where order_id not null)",
        "from good_events where product_id not in "
        "(select product_id from products where product_id not null)",
        f"from refunds where refund_id not like 'bad%' and order_id not in {orders}",
        "from good_events where customer_id <> '' and customer_id not in "
        "(select customer_id from customers where customer_id not null)",
    ):
        assert one(connection, f"select count(*) {query}") == 0, query


def test_ids_are_used_once_over_all_chunks(large):
    for table, moment in (
        ("web_events", "occurred_at"),
        ("orders", "placed_at"),
        ("refunds", "refunded_at"),
        ("email_events", "occurred_at"),
        ("support_cases", "opened_at"),
        ("marketplace_questions", "asked_at"),
    ):
        key = SINGLE_KEYS[table]
        query = f"select {key} from {table} where {key} is not null group by 1"
        clash = f"{query} having count(distinct {moment}) > 1"
        assert one(large, f"select count(*) from ({clash})") == 0, table


def test_conversion_and_size_of_visits_are_those_of_a_shop(demo, large):
    for store in (demo, large):
        assert 0.01 < one(store, "select avg((purchases > 0)::int) from visits") < 0.06
    assert 5 <= one(large, "select count(*) / 40000 from web_events") <= 7
    assert one(large, "select count(*) from visits where purchases > 1") >= 5


def test_refunds_are_mostly_no_more_than_was_bought(large):
    over = one(
        large,
        """
        with sold as (
            select order_line_id, any_value(quantity) as sold
            from order_lines
            where quantity > 0
            group by all
        ),

        returned as (
            select order_line_id, sum(quantity) as returned
            from (
                select distinct on (refund_id) *
                from refunds
                where amount > 0 and refund_id not like 'bad%'
            )
            group by all
        )

        select avg((returned > sold)::int) from returned inner join sold using (order_line_id)
        """,
    )
    assert 0 < over < 0.06


def test_visitors_and_customers_come_back_over_months(large):
    long = "select visitor_id from visits group by 1 having max(started_at) - min(started_at) > "
    assert one(large, f"select count(*) from ({long} interval 90 day)") > 500
    again = "select customer_id from good_orders where customer_id <> '' group by 1"
    assert one(large, f"select count(*) from ({again} having count(*) >= 3)") > 5
    shown = "select visitor_id from good_events group by 1 having count(distinct customer_id) >= 1"
    assert one(large, f"select count(*) from ({shown})") > 1000
    devices = (
        "select customer_id from good_events group by 1 having count(distinct visitor_id) > 1"
    )
    assert one(large, f"select count(*) from ({devices})") > 20


def test_checkouts_end_in_every_way(demo):
    demo.execute("""
        create or replace temp view checkouts as
        select
            coalesce(good_carts.completed_at, placed_at) - contact_given_at as took,
            good_carts.*
        from good_carts
        left join good_orders using (order_id)
    """)
    conditions = {
        "completed": "took <= interval 10 minute",
        "recovered": "took > interval 10 minute and took <= interval 7 day",
        "recovered after days": "took > interval 1 day and took <= interval 7 day",
        "too late": "took > interval 7 day",
        "lost": "contact_given_at is not null and took is null",
        "no contact": "checkout_started_at is not null and contact_given_at is null",
        "emptied": "emptied_at is not null and item_count = 0",
        "filled again": "emptied_at is not null and item_count > 0",
        "never a cart": "item_count = 0 and emptied_at is null and checkout_started_at is null",
        "no order_id": "completed_at is not null and order_id is null",
        "no completed_at": "completed_at is null and order_id is not null",
        "no value": "cart_value is null",
    }
    for name, condition in conditions.items():
        assert one(demo, f"select count(*) from checkouts where {condition}") >= 1, name


def test_visits_come_by_many_channels(demo):
    mediums = "select count(distinct trim(lower(utm_medium))) from good_events"
    assert one(demo, mediums) >= 10
    clicks = "select count(distinct click_id_kind) from good_events where utm_source is null"
    assert one(demo, clicks) >= 4
    for referrer in ("google", "bing", "youtube", "reddit", "perplexity", "shop.app", "facebook"):
        query = f"select count(*) from good_events where page_referrer like '%{referrer}%'"
        assert one(demo, query) >= 1, referrer
    assert one(demo, "select count(*) from good_events where utm_source = 'chatgpt.com'") >= 1


def test_orders_follow_advertisements_and_mails(demo):
    paid = """
        select count(distinct order_id) from good_events
        inner join (
            select visitor_id, min(occurred_at) as clicked_at
            from good_events
            where click_id_kind in ('gclid', 'msclkid', 'ttclid', 'dclid')
            group by 1
        ) using (visitor_id)
        where occurred_at between clicked_at and clicked_at + interval 30 day
    """
    assert one(demo, paid) >= 5
    mailed = """
        select count(distinct order_id) from good_orders
        inner join email_events
            on trim(lower(recipient_email)) = trim(lower(customer_email))
            and placed_at between occurred_at and occurred_at + interval 5 day
        where event_type = 'clicked' and not is_machine
    """
    assert one(demo, mailed) >= 5


def test_paid_visits_are_in_the_platforms_reports(large):
    query = """
        with seen as (
            select lower(utm_campaign) as campaign, count(*) as visits
            from good_events
            where utm_campaign is not null
            group by 1
        ),

        paid as (
            select lower(campaign_name) as campaign, sum(clicks) as clicks
            from ad_performance
            where cost >= 0
            group by 1
        )

        select corr(visits, clicks) from seen inner join paid using (campaign)
    """
    assert one(large, query) > 0.98


def test_seasons_weekdays_and_growth_show(tmp_path):
    simulate(8000, 730, 4, tmp_path / "store")
    rows = duckdb.execute(f"""
        select year(occurred_at) as year, month(occurred_at) as month, count(*) as events
        from read_parquet('{tmp_path}/store/web_events/*')
        where occurred_at is not null
        group by all
    """).fetchall()
    events = {(year, month): count for year, month, count in rows}
    assert events[2024, 11] > 1.3 * events[2024, 2]
    assert events[2024, 6] > 1.05 * events[2023, 6]


def test_the_site_is_slower_on_phones_and_has_vain_searches_and_dead_links(demo):
    p75 = "select quantile_cont(page_load_ms, 0.75) from good_events where page_load_ms > 0"
    assert one(demo, f"{p75} and device = 'mobile'") > one(demo, f"{p75} and device = 'desktop'")
    assert one(demo, "select count(*) from good_events where search_results = 0") >= 5
    for referrer in ("like '%northlake%'", "not like '%northlake%'", "is null"):
        query = "select count(*) from good_events where http_status = 404 and page_referrer "
        assert one(demo, query + referrer) >= 1, referrer


def test_the_marketplace_and_the_service_have_every_case(demo):
    demo.execute("""
        create or replace temp view questions as
        select
            marketplace_questions.*,
            answered_at - asked_at as took
        from marketplace_questions
        left join marketplace_answers
            on marketplace_questions.question_id = marketplace_answers.question_id
            and coalesce(answered_by, 'seller') = 'seller'
        where marketplace = 'amazon'
    """)
    for condition in (
        "took <= interval 24 hour",
        "took > interval 24 hour",
        "took is null",
        "not needs_response",
        "needs_response is null",
    ):
        assert one(demo, f"select count(*) from questions where {condition}") >= 1, condition
    assert (
        one(demo, "select count(*) from marketplace_answers where answered_by = 'community'") >= 1
    )
    for kind in ("seller_feedback", "product_review"):
        assert one(demo, f"select count(*) from marketplace_feedback where kind = '{kind}'") >= 5
    for channel in ("email", "phone", "chat", "form", "social", "other"):
        assert one(demo, f"select count(*) from support_cases where channel = '{channel}'") >= 1
    for condition in (
        "is_spam",
        "merged_into is not null",
        "satisfaction = 5",
        "order_id is null",
    ):
        assert one(demo, f"select count(*) from support_cases where {condition}") >= 1, condition


def test_margins_can_be_computed(demo):
    required = "select month from operating_expenses where category = '{}' and amount > 0"
    months = one(demo, "select count(distinct month) from operating_expenses")
    assert months == 5
    for category in ("payroll", "rent", "software"):
        query = f"select count(distinct month) from ({required.format(category)})"
        assert one(demo, query) == months, category
    uncosted = """
        with newest as (
            select product_id, unit_cost from products
            where product_id is not null
            qualify row_number() over (partition by product_id order by updated_at desc) = 1
        )

        select sum(quantity) filter (order_lines.unit_cost is null and newest.unit_cost is null)
            / sum(quantity)
        from order_lines
        inner join newest using (product_id)
        where quantity > 0 and coalesce(not is_gift_card, true)
    """
    assert 0 < one(demo, uncosted) < 0.05
