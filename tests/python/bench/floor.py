"""The least that it takes: ``python -m bench.floor LANDING BOTS OUT``.

A script by hand, for this one question: visits and the traffic and sales KPIs by day, week, month,
quarter and year. It reads each column once, user agents twice, and keeps no row that it does not
need.
"""

import sys

import duckdb

GRAINS = ("day", "week", "month", "quarter", "year")


def main(landing: str, bots: str, out: str) -> None:
    """Write visits of a landing folder to a DuckDB file, KPIs to Parquet files beside it."""
    with duckdb.connect(out) as connection:
        connection.execute("set TimeZone = 'UTC'; set threads = 2; set memory_limit = '8GB'")
        connection.execute(
            f"create temp table agents as select user_agent, regexp_matches(user_agent, "
            f"(select string_agg(pattern, '|') from read_csv('{bots}')), 'i') as is_bot from "
            f"(select distinct user_agent from read_parquet('{landing}/web_events/*.parquet'))"
        )
        connection.execute(
            f"""
            create temp table events as
            select event_id, visitor_id, event_name, order_id, occurred_at, loaded_at
            from read_parquet('{landing}/web_events/*.parquet') as events
            anti join agents
                on events.user_agent = agents.user_agent and agents.is_bot
            where occurred_at is not null and event_id is not null and event_name is not null
            and (loaded_at is null or occurred_at <= loaded_at + interval 24 hour)
            """
        )
        connection.execute(
            """
            create temp table repeats as
            select row_id from (
                select rowid as row_id, row_number() over (
                    partition by event_id order by loaded_at nulls last, occurred_at
                ) as place
                from events where event_id in (
                    select event_id from events group by event_id having count(*) > 1
                )
            ) where place > 1
            """
        )
        connection.execute("delete from events where rowid in (select row_id from repeats)")
        connection.execute(
            """
            create table visits as
            select visitor_id, visit, min(occurred_at) as started_at, max(occurred_at) as ended_at,
                count(*) filter (where event_name = 'page_view') as page_views,
                bool_or(event_name = 'search') as has_search,
                bool_or(event_name = 'purchase') as has_purchase
            from (
                select *, sum(starts) over (
                    partition by visitor_id order by occurred_at, event_id
                    rows unbounded preceding
                ) as visit
                from (
                    select *, case
                        when occurred_at <= lag(occurred_at) over (
                            partition by visitor_id order by occurred_at, event_id
                        ) + interval 30 minute then 0 else 1 end as starts
                    from events where visitor_id is not null
                )
            )
            group by visitor_id, visit
            """
        )
        connection.execute(f"create table orders as {orders(landing)}")
        for grain in GRAINS:
            connection.execute(f"copy ({kpis(grain)}) to '{out}.{grain}.parquet'")


def orders(landing: str) -> str:
    """Return the query for what each order brings."""
    return f"""
        select order_id, any_value(placed_at) as placed_at, sum(quantity * unit_price) as gross
        from (
            select * from read_parquet('{landing}/orders/*.parquet')
            qualify row_number() over (
                partition by order_id order by updated_at desc nulls last, loaded_at desc
            ) = 1
        ) as orders
        join read_parquet('{landing}/order_lines/*.parquet') as lines using (order_id)
        where not coalesce(orders.is_test, false)
        group by order_id
    """


def kpis(grain: str) -> str:
    """Return the query for the KPIs of a grain."""
    period = f"date_trunc('{grain}', started_at)::date"
    return f"""
        select * from (
            select {period} as period, count(*) as visits,
                count(distinct visitor_id) as unique_visitors,
                count(*) filter (where visit = 1) as new_visitors,
                sum(page_views) as page_views_in_visits,
                avg(epoch(ended_at - started_at)) as time_per_visit,
                avg((page_views > 1 or ended_at - started_at >= interval 10 second
                    or has_purchase)::int) as engagement_rate,
                avg(has_purchase::int) as conversion_rate,
                avg(has_search::int) as site_search_rate
            from visits group by period
        ) full join (
            select date_trunc('{grain}', placed_at)::date as period, count(*) as orders,
                sum(gross) as gross_sales, avg(gross) as average_order_value
            from orders group by period
        ) using (period)
    """


if __name__ == "__main__":
    main(*sys.argv[1:])
