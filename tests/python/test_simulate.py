"""The simulated store keeps the landing contract, its promises, and its planted trouble."""

import datetime
import hashlib
import itertools
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from commerce.simulate import simulate
from commerce.simulate.columns import SCHEMAS
from commerce.simulate.demo import FOLDER, write_demo
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

# The landing contract, written down a second time on purpose.
CONTRACT = {
    "web_events": "event_id occurred_at event_name visitor_id customer_id store_id loaded_at "
    "page_path page_referrer utm_source utm_medium utm_campaign utm_term click_id_kind user_agent "
    "device country region city cart_id order_id product_id quantity unit_price currency "
    "search_term search_results http_status page_load_ms",
    "carts": "cart_id created_at updated_at visitor_id customer_id store_id emptied_at "
    "checkout_started_at contact_given_at completed_at order_id currency cart_value item_count "
    "loaded_at",
    "orders": "order_id placed_at updated_at store_id sales_channel customer_id customer_email "
    "visitor_id cart_id cancelled_at is_test currency discount_amount shipping_amount tax_amount "
    "duties_amount fulfilment_cost payment_fee loaded_at",
    "order_lines": "order_line_id order_id quantity unit_price product_id discount_amount "
    "unit_cost is_gift_card loaded_at",
    "refunds": "refund_id order_id refunded_at amount order_line_id quantity tax_amount "
    "shipping_amount is_return reason loaded_at",
    "customers": "customer_id created_at updated_at email birth_date gender country region city",
    "products": "product_id sku product_name category brand unit_cost currency updated_at",
    "operating_expenses": "expense_id month category amount currency store_id",
    "ad_performance": "ad_date platform campaign_id cost campaign_name ad_group_id keyword "
    "account_id store_id impressions clicks conversions conversion_value currency updated_at",
    "email_campaigns": "campaign_id campaign_name kind updated_at",
    "email_events": "event_id message_id event_type occurred_at campaign_id customer_id "
    "recipient_email is_machine link loaded_at",
    "social_posts": "platform post_id snapshot_date account_id published_at likes comments "
    "reposts quotes",
    "social_accounts": "platform account_id snapshot_date followers",
    "marketplace_feedback": "feedback_id marketplace kind rating submitted_at product_id",
    "marketplace_questions": "question_id marketplace asked_at product_id needs_response",
    "marketplace_answers": "answer_id question_id answered_at answered_by",
    "support_cases": "case_id opened_at updated_at channel customer_id order_id first_reply_at "
    "resolved_at is_spam merged_into satisfaction topic",
    "organic_queries": "query_date query clicks impressions position page_path country device",
    "experiments": "experiment_id control_variant name started_at ended_at planned_visitors "
    "updated_at",
    "experiment_assignments": "experiment_id visitor_id variant assigned_at",
}
SINGLE_KEYS = {
    name: columns.split()[0]
    for name, columns in CONTRACT.items()
    if name
    not in {
        "ad_performance",
        "social_posts",
        "social_accounts",
        "organic_queries",
        "experiment_assignments",
    }
}
DST_CHANGES = ("2024-03-10 07:00:00", "2024-03-31 01:00:00")  # New York, Berlin; in UTC


def digest(folder: Path) -> str:
    """Return a hash of all files below a folder, names included."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()


def small(out: Path, seed: int = 5, file_format: str = "parquet") -> dict[str, int]:
    return simulate(900, 60, seed, out, file_format)


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory):
    """A fresh demo, so that these tests say what the code does now."""
    out = tmp_path_factory.mktemp("demo")
    write_demo(out)
    return out


@pytest.fixture(scope="module")
def demo(demo_folder):
    """The demo in DuckDB: each table as text, and its readable view with the contract's types."""
    return connect(f"{demo_folder}/{{}}.csv")


@pytest.fixture(scope="module")
def large_folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("large") / "store"
    simulate(40_000, 240, 11, out)
    return out


@pytest.fixture(scope="module")
def large(large_folder):
    """A store of several chunks in DuckDB."""
    connection = duckdb.connect()
    for name in CONTRACT:
        connection.execute(
            f"create view {name} as from read_parquet('{large_folder}/{name}/*.parquet')"
        )
    return prepared(connection)


def connect(pattern: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    for name, schema in SCHEMAS.items():
        connection.execute(
            f"create table raw_{name} as from read_csv('{pattern.format(name)}', "
            "all_varchar = true, nullstr = '', header = true)"
        )
        columns = ", ".join(f'{cast(field)} as "{field.name}"' for field in schema)
        connection.execute(f"create table {name} as select {columns} from raw_{name}")
    return prepared(connection)


def cast(field) -> str:
    name, kind = f'"{field.name}"', str(field.type)
    if kind == "timestamp[us]":
        return f"try_cast({name} as timestamptz) at time zone 'UTC'"  # heeds an offset
    kinds = {"date32[day]": "date", "double": "double", "int64": "bigint", "bool": "boolean"}
    kinds |= {"decimal128(18, 4)": "decimal(18, 4)"}
    return f"try_cast({name} as {kinds[kind]})" if kind in kinds else name


def prepared(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Add what most tests ask for: accepted orders, carts and events, each key once."""
    in_time = "{0} is not null and (loaded_at is null or {0} <= loaded_at + interval 24 hour)"
    once = "qualify row_number() over (partition by {} order by {} nulls last) = 1"
    connection.execute(f"""
        create table good_orders as
        from orders
        where order_id is not null and {in_time.format("placed_at")}
            and currency in ('USD', 'EUR')
        {once.format("order_id", "updated_at desc")};

        create table good_carts as
        from carts
        where cart_id is not null and currency in ('USD', 'EUR')
            and {in_time.format("created_at")} and {in_time.format("updated_at")}
        {once.format("cart_id", "updated_at desc")};

        create table good_events as
        from web_events
        where event_id is not null and event_name is not null
            and {in_time.format("occurred_at")}
            and not regexp_matches(user_agent, '(?i)bot|curl|python')
        {once.format("event_id", "loaded_at")};

        create table steps as
        select
            *,
            occurred_at - lag(occurred_at) over previous as gap,
            coalesce(gap > interval 30 minute, true) as is_start,
        from good_events
        where visitor_id is not null
        window previous as (partition by visitor_id order by occurred_at, event_id);

        create table visits as
        select
            visitor_id,
            min(occurred_at) as started_at,
            max(occurred_at) as ended_at,
            count(*) as events,
            count_if(event_name = 'purchase') as purchases,
            count_if(event_name = 'page_view') as page_views
        from (
            select
                *,
                count_if(is_start) over (
                    partition by visitor_id order by occurred_at, event_id
                ) as visit
            from steps
        )
        group by visitor_id, visit;
    """)
    return connection


def one(connection: duckdb.DuckDBPyConnection, query: str):
    return connection.execute(query).fetchone()[0]


# Determinism and files


@pytest.mark.parametrize("file_format", ["parquet", "csv"])
def test_same_arguments_give_the_same_bytes_and_another_seed_gives_others(tmp_path, file_format):
    small(tmp_path / "a", 5, file_format)
    small(tmp_path / "b", 5, file_format)
    small(tmp_path / "c", 6, file_format)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


def test_seeds_demo_is_what_write_demo_gives_and_fits_into_2_mb(demo_folder):
    assert {p.name for p in FOLDER.glob("*.csv")} == {f"{name}.csv" for name in CONTRACT}
    for name in CONTRACT:
        kept, made = (folder / f"{name}.csv" for folder in (FOLDER, demo_folder))
        assert kept.read_bytes() == made.read_bytes(), f"{name}: run `make demo`"
    assert 1_500_000 < sum(p.stat().st_size for p in FOLDER.glob("*.csv")) <= 2_000_000


def test_csv_has_plain_cells(demo_folder):
    for name in CONTRACT:
        content = (demo_folder / f"{name}.csv").read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert content.splitlines()[0].decode() == ",".join(CONTRACT[name].split())


def test_csv_and_parquet_hold_the_same_rows_apart_from_unreadable_texts(tmp_path):
    assert small(tmp_path / "p") == small(tmp_path / "c", file_format="csv")
    texts = connect(f"{tmp_path}/c/{{}}/*.csv")
    for name, schema in SCHEMAS.items():
        columns = ", ".join(
            f'nullif("{f.name}", \'\') as "{f.name}"' if str(f.type) == "string" else f.name
            for f in schema
        )
        typed = f"select {columns} from read_parquet('{tmp_path}/p/{name}/*.parquet')"
        for a, b in ((typed, f"from {name}"), (f"from {name}", typed)):
            assert one(texts, f"select count(*) from (({a}) except all ({b}))") == 0, name


def test_every_table_and_column_of_the_contract_is_written_and_used(large_folder):
    for name, columns in CONTRACT.items():
        table = pq.read_table(large_folder / name)
        assert table.schema.names == columns.split()
        empty = [c for c in table.schema.names if table[c].null_count == len(table)]
        assert not empty, f"{name}: {empty}"


def test_parquet_has_natural_types(large_folder):
    types = {
        f.name: str(f.type) for f in pq.read_schema(next((large_folder / "refunds").iterdir()))
    }
    assert types["refunded_at"] == "timestamp[us]"
    assert types["amount"] == "decimal128(18, 4)"
    assert types["quantity"] == "int64"
    assert types["is_return"] == "bool"


def test_large_stores_have_several_files_and_tell_their_progress(tmp_path):
    calls = []
    rows = simulate(25_000, 30, 1, tmp_path / "store", progress=lambda *call: calls.append(call))
    assert len(list((tmp_path / "store" / "web_events").iterdir())) == 2
    for name, count in rows.items():
        assert pq.read_table(tmp_path / "store" / name).num_rows == count
    assert calls == sorted(calls)
    assert len(calls) == 3
    assert calls[-1] == (25_000, 25_000)


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="empty it, or name another") as error:
        small(tmp_path)
    assert "\n" not in str(error.value)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "arguments",
    [(0, 10, 1), (10, 0, 1), (10, 10, -1), (10, 10, 1, "xml")],
)
def test_arguments_that_make_no_sense_are_refused(tmp_path, arguments):
    visits, days, seed, *file_format = arguments
    with pytest.raises(ValueError, match="must be"):
        simulate(visits, days, seed, tmp_path / "store", *file_format)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(("visits", "days"), [(1, 1), (40, 2), (30, 400), (21_000, 1)])
def test_any_size_works(tmp_path, visits, days):
    rows = simulate(visits, days, 3, tmp_path / "store")
    assert set(rows) == set(CONTRACT)
    assert rows["web_events"] > visits


def test_memory_does_not_grow_with_visits(tmp_path):
    resource = pytest.importorskip("resource")
    assert resource
    peaks = {}
    for visits in (20_000, 80_000):
        code = (
            "import pathlib, resource; from commerce.simulate import simulate; "
            f"simulate({visits}, 40, 1, pathlib.Path({str(tmp_path / str(visits))!r})); "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(FOLDER.parents[1])},
        )
        peaks[visits] = int(done.stdout)
    assert peaks[80_000] < 1.25 * peaks[20_000]


def test_nothing_is_dated_outside_the_simulated_days(tmp_path):
    end = datetime.date(2023, 4, 30)
    simulate(3000, 90, 2, tmp_path / "store", end=end)
    for table, column in (("web_events", "occurred_at"), ("refunds", "refunded_at")):
        low, high = duckdb.execute(
            f"select min({column}) as low, max({column}) as high "
            f"from read_parquet('{tmp_path}/store/{table}/*') "
            f"where {column} <= loaded_at + interval 24 hour"
        ).fetchone()
        assert low >= datetime.datetime(2023, 1, 31)
        assert high < datetime.datetime(2023, 5, 1)


# Trouble


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


def test_experiments_show_what_was_planted(large):
    rows = large.execute("""
        with exposed as (
            select
                experiment_id,
                visitor_id,
                min(variant) as variant,
                count(distinct variant) as variants,
                min(assigned_at) as exposed_at
            from experiment_assignments
            where variant is not null
            group by all
        )

        select
            name,
            variant,
            count(distinct exposed.visitor_id) filter (variants = 1),
            count(distinct good_orders.visitor_id) filter (variants = 1),
            count(distinct exposed.visitor_id) filter (variants > 1)
        from exposed
        inner join experiments using (experiment_id)
        left join good_orders
            on exposed.visitor_id = good_orders.visitor_id
            and placed_at between exposed_at and coalesce(ended_at, placed_at)
        group by all
        order by all
    """).fetchall()
    trials = {name: list(group) for name, group in itertools.groupby(rows, lambda row: row[0])}
    visitors = {name: [row[2] for row in group] for name, group in trials.items()}
    crossed = {name: max(row[4] for row in group) for name, group in trials.items()}
    assert surprise(trials["express checkout"]) > 3
    assert abs(surprise(trials["new hero picture"])) < 2
    assert imbalance(visitors["trust badges"]) > 11  # chi-square: p < 0.001
    assert imbalance(visitors["new hero picture"]) < 11
    assert crossed["free returns banner"] > 10 * crossed["express checkout"]
    assert one(large, "select count(*) from experiments where ended_at is null") >= 1


def surprise(trial: list[tuple]) -> float:
    """Return z of the difference of two conversion rates."""
    (_, _, control, before, _), (_, _, treatment, after, _) = trial
    pooled = (before + after) / (control + treatment)
    error = (pooled * (1 - pooled) * (1 / control + 1 / treatment)) ** 0.5
    return (after / treatment - before / control) / error


def imbalance(visitors: list[int]) -> float:
    control, treatment = visitors
    return (control - treatment) ** 2 / (control + treatment)


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


def test_the_site_has_slow_pages_searches_without_result_and_dead_links(demo):
    p75 = "select quantile_cont(page_load_ms, 0.75) from good_events where page_load_ms > 0"
    assert one(demo, f"{p75} and page_path = '/search'") > 1.5 * one(demo, p75)
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
