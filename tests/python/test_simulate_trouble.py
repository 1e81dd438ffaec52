"""The simulated store has what real data have wrong."""

from decimal import Decimal

import pytest
from simulated import CONTRACT, DST_CHANGES, SINGLE_KEYS, one

from commerce.simulate.trouble_kinds import (
    BAD_NUMBER,
    BAD_ROWS,
    BAD_TIMESTAMP,
    CODES,
    COERCED,
    EMPTY,
    MISSING_KEY,
    ORPHAN,
    OTHER_SPELLING,
    UNREADABLE,
)


@pytest.mark.parametrize("store", ["demo", "large"])
def test_every_bad_row_is_there_for_its_reason(store, request):
    connection = request.getfixturevalue(store)
    for table, kinds in BAD_ROWS.items():
        for kind in kinds:
            found = one(connection, f"select count(*) from {table} where {spoilt(table, kind)}")
            assert found >= 1, (table, kind)


def spoilt(table: str, kind) -> str:
    if kind.reason == MISSING_KEY:
        return f"{kind.column} is null"
    if kind.reason == BAD_TIMESTAMP:
        return f"{kind.column} > loaded_at + interval 24 hour"
    if kind.reason == BAD_NUMBER:
        return f"{kind.column} = {kind.value}"
    if kind.reason == ORPHAN:
        parent = "marketplace_questions" if table == "marketplace_answers" else "good_orders"
        return (
            f"{kind.column} not in "
            f"(select {kind.column} from {parent} where {kind.column} is not null)"
        )
    return f"{kind.column} = '{kind.value}'"


def test_every_unusable_optional_value_is_there(demo):
    for table, values in COERCED.items():
        for column, value in values.items():
            if isinstance(value, str):
                condition = f"{column} = '{value}'"
            elif column.endswith("_at"):
                condition = f"{column} > loaded_at + interval 24 hour"
            else:
                condition = f"{column} = {Decimal(str(value))}"
            assert one(demo, f"select count(*) from {table} where {condition}") >= 1, (
                table,
                column,
            )


def test_bad_rows_stay_few(large):
    for table, column in SINGLE_KEYS.items():
        share = one(
            large,
            f"select avg((coalesce({column}, 'bad') like 'bad%')::int) from {table}",
        )
        # Small tables have one row of each kind all the same.
        assert share < 0.01 or one(large, f"select count(*) from {table}") < 600, table


def test_a_csv_has_texts_that_no_one_can_read(demo):
    for table, texts in UNREADABLE.items():
        for column, text in texts.items():
            found = one(demo, f"select count(*) from raw_{table} where {column} = '{text}'")
            assert found >= 1, (table, column)


def test_a_csv_has_times_with_offsets(demo):
    for table, column in OTHER_SPELLING.items():
        for ending in ("Z", "+02:00"):
            query = f"select count(*) from raw_{table} where {column} like '____-__-__T%{ending}'"
            assert one(demo, query) >= 1, (table, ending)


def test_codes_and_emails_are_untidy_here_and_there(demo):
    for table, columns in CODES.items():
        for column in columns:
            untidy = f"{column} <> trim(lower({column}))"
            assert one(demo, f"select count(*) from {table} where {untidy}") >= 1, (table, column)
    for table, column in (("orders", "customer_email"), ("email_events", "recipient_email")):
        untidy = f"{column} <> trim(lower({column}))"
        assert one(demo, f"select avg(({untidy})::int) from {table}") > 0.02


def test_empty_strings_stand_for_null(large):
    for table, column in EMPTY.items():
        assert one(large, f"select count(*) from {table} where {column} = ''") >= 1, table


def test_rows_are_loaded_twice_alike_and_a_little_different(demo):
    for table in CONTRACT:
        total, distinct = (
            one(demo, f"select count(*) from ({part} {table})")
            for part in ("from", "select distinct * from")
        )
        assert total > distinct, table
    for table in ("web_events", "refunds", "email_events", "marketplace_answers"):
        key = SINGLE_KEYS[table]
        changed = one(
            demo,
            f"select count(*) from (select {key} from (select distinct * from raw_{table}) "
            f"where {key} is not null group by 1 having count(*) > 1)",
        )
        assert changed >= 1, table


@pytest.mark.parametrize(
    "table",
    ["carts", "orders", "customers", "products", "email_campaigns", "support_cases"],
)
def test_states_have_several_versions(demo, table):
    key = SINGLE_KEYS[table]
    query = f"select {key} from {table} group by 1 having count(distinct updated_at) > 1"
    assert one(demo, f"select count(*) from ({query})") >= 3


def test_ads_are_restated(demo):
    query = """
        select ad_date from ad_performance
        group by ad_date, platform, campaign_id, ad_group_id, keyword, store_id
        having count(distinct updated_at) > 1
    """
    assert one(demo, f"select count(*) from ({query})") >= 20


@pytest.mark.parametrize("table", ["web_events", "email_events", "orders"])
def test_rows_come_late_and_out_of_order(demo, table):
    moment = {"orders": "updated_at"}.get(table, "occurred_at")
    lag = f"select count(*) from {table} where loaded_at - {moment} > interval"
    assert one(demo, f"{lag} '6 hours'") >= 2
    assert one(demo, f"{lag} '3 days'") >= 1
    assert one(demo, f"select count(*) from {table} where loaded_at is null") >= 1
    earlier = f"select {moment} < lag({moment}) over (order by rowid) as back from {table}"
    assert one(demo, f"select count_if(back) from ({earlier})") >= 1


def test_crawlers_name_themselves_and_buy_nothing(demo):
    for name in ("Googlebot/2.1", "bingbot", "AhrefsBot", "GPTBot", "curl"):
        found = f"select count(*) from web_events where user_agent like '%{name}%'"
        assert one(demo, found) >= 3, name
    query = (
        "select count(*) from web_events where user_agent like '%bot%' and order_id is not null"
    )
    assert one(demo, query) == 0


def test_some_events_are_without_consent(demo):
    share = one(demo, "select avg((visitor_id is null)::int) from good_events")
    assert 0.03 < share < 0.15


def test_gaps_at_the_edge_of_the_timeout(demo):
    for gap in ("30 minutes", "30 minutes 1 second"):
        assert one(demo, f"select count(*) from steps where gap = interval '{gap}'") >= 1, gap


def test_visits_cross_midnight_and_the_change_of_clocks(demo):
    for zone in ("America/New_York", "Europe/Berlin", "UTC"):
        local = f"((started_at at time zone 'UTC') at time zone '{zone}')::date"
        crossing = f"{local} < {local.replace('started_at', 'ended_at')}"
        assert one(demo, f"select count(*) from visits where {crossing}") >= 1, zone
    for instant in DST_CHANGES:
        crossing = f"started_at < timestamp '{instant}' and ended_at > timestamp '{instant}'"
        assert one(demo, f"select count(*) from visits where {crossing}") >= 1, instant


def test_orders_have_all_their_oddities(demo):
    conditions = {
        "guest": "customer_id is null and customer_email is not null",
        "nobody": "customer_id is null and customer_email is null",
        "no email": "customer_id is not null and customer_email is null",
        "test": "is_test",
        "cancelled": "cancelled_at is not null",
        "euro": "currency = 'EUR'",
        "dollar": "currency = 'USD'",
        "hidden": "visitor_id is null and cart_id is not null",
        **{c: f"sales_channel = '{c}'" for c in ("amazon", "pos", "phone", "other")},
    }
    for name, condition in conditions.items():
        assert one(demo, f"select count(*) from good_orders where {condition}") >= 1, name
    assert one(demo, "select count(*) from order_lines where is_gift_card") >= 1
    assert one(demo, "select count(distinct currency) from products") == 2


def test_refunds_have_all_their_oddities(demo):
    demo.execute("""
        create or replace temp view refunded as
        select
            refunds.*,
            refunded_at - placed_at as after,
            order_lines.quantity as sold,
            is_gift_card
        from refunds
        inner join good_orders using (order_id)
        left join order_lines using (order_line_id)
    """)
    conditions = {
        "months later": "after > interval 40 day",
        "within 30 days": "is_return and after <= interval 30 day",
        "no return": "is_return = false",
        "no line": "order_line_id is null",
        "no quantity": "order_line_id is not null and quantity is null",
        "gift card": "is_gift_card",
    }
    for name, condition in conditions.items():
        assert one(demo, f"select count(*) from refunded where {condition}") >= 1, name


def test_mail_is_opened_by_machines_and_by_people(demo):
    kinds = ("sent", "delivered", "bounced", "opened", "clicked", "unsubscribed", "complained")
    for kind in kinds:
        assert one(demo, f"select count(*) from email_events where event_type = '{kind}'") >= 1
    query = "select count(distinct is_machine) from email_events where event_type = '{}'"
    assert one(demo, query.format("opened")) == 2
    assert one(demo, query.format("clicked")) == 2
    assert (
        one(demo, "select count(distinct kind) from email_campaigns where kind <> 'leaflet'") == 2
    )


def test_social_counters_fall_at_times_and_days_are_missing(demo):
    step = "{0} - lag({0}) over (partition by {1} order by snapshot_date)"
    for table, counter, key in (
        ("social_posts", "likes", "post_id"),
        ("social_accounts", "followers", "account_id"),
    ):
        query = f"select {step.format(counter, key)} as won from {table} where {counter} >= 0"
        assert one(demo, f"select count(*) from ({query}) where won < 0") >= 1, table
        assert one(demo, f"select count_if(won > 0) from ({query})") > 20, table
        days = f"select {step.format('snapshot_date', key)} as days from {table}"
        assert one(demo, f"select count(*) from ({days}) where days > 1") >= 2, table
    assert one(demo, "select count(*) from social_posts where likes is null") >= 1
    assert one(demo, "select count(*) from social_posts where published_at < '2024-01-03'") >= 1


# Coherence
