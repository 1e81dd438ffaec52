"""The landing contract once more, and what the tests of the simulated store share."""

import hashlib
from pathlib import Path

import duckdb

from commerce.simulate import simulate
from commerce.simulate.columns import SCHEMAS

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
    "vendor_reported": "day system metric value",
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
        "vendor_reported",
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
