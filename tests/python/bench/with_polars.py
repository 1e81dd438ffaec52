"""The same visits and KPIs as an analyst would write them in Polars."""

import sys

import polars as pl

GRAINS = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}


def main(landing: str, bots: str, out: str) -> None:
    """Write visits and KPI counts of a landing folder to Parquet files beside `out`."""
    pattern = "(?i)" + "|".join(pl.read_csv(bots)["pattern"])
    columns = ("event_id", "visitor_id", "event_name", "occurred_at", "loaded_at", "user_agent")
    events = pl.scan_parquet(f"{landing}/web_events/*.parquet").select(columns).collect()
    agents = events.select("user_agent").unique()
    is_bot = agents.filter(pl.col("user_agent").str.contains(pattern))
    events = (
        events.join(is_bot, on="user_agent", how="anti")
        .drop_nulls(["event_id", "event_name", "occurred_at"])
        .filter(
            pl.col("loaded_at").is_null()
            | (pl.col("occurred_at") <= pl.col("loaded_at") + pl.duration(hours=24))
        )
        .sort("loaded_at", nulls_last=True)
        .unique("event_id", keep="first")
    )
    silence = pl.col("occurred_at").diff().over("visitor_id") > pl.duration(minutes=30)
    visits = (
        events.drop_nulls("visitor_id")
        .sort("visitor_id", "occurred_at", "event_id")
        .with_columns(silence.fill_null(True).cum_sum().over("visitor_id").alias("visit"))
        .group_by("visitor_id", "visit")
        .agg(
            pl.col("occurred_at").min().alias("started_at"),
            pl.col("occurred_at").max().alias("ended_at"),
            (pl.col("event_name") == "page_view").sum().alias("page_views"),
            (pl.col("event_name") == "search").any().alias("has_search"),
            (pl.col("event_name") == "purchase").any().alias("has_purchase"),
        )
        .with_columns((pl.col("ended_at") - pl.col("started_at")).alias("duration"))
    )
    visits.write_parquet(f"{out}.visits.parquet")
    sales = orders(landing)
    for grain, step in GRAINS.items():
        traffic = visits.group_by(pl.col("started_at").dt.truncate(step).alias("period")).agg(
            pl.len().alias("visits"),
            pl.col("visitor_id").n_unique().alias("unique_visitors"),
            (pl.col("visit") == 1).sum().alias("new_visitors"),
            pl.col("page_views").sum().alias("page_views_in_visits"),
            pl.col("duration").mean().alias("time_per_visit"),
            (
                (pl.col("page_views") > 1)
                | (pl.col("duration") >= pl.duration(seconds=10))
                | pl.col("has_purchase")
            )
            .mean()
            .alias("engagement_rate"),
            pl.col("has_purchase").mean().alias("conversion_rate"),
            pl.col("has_search").mean().alias("site_search_rate"),
        )
        sold = sales.group_by(pl.col("placed_at").dt.truncate(step).alias("period")).agg(
            pl.len().alias("orders"),
            pl.col("gross").sum().alias("gross_sales"),
            pl.col("gross").mean().alias("average_order_value"),
        )
        told = traffic.join(sold, on="period", how="full", coalesce=True)
        told.write_parquet(f"{out}.{grain}.parquet")


def orders(landing: str) -> pl.DataFrame:
    """Return what each order brings."""
    lines = pl.read_parquet(f"{landing}/order_lines/*.parquet")
    placed = (
        pl.read_parquet(f"{landing}/orders/*.parquet")
        .sort("updated_at", "loaded_at", descending=True, nulls_last=True)
        .unique("order_id", keep="first")
        .filter(~pl.col("is_test").fill_null(False))
    )
    return (
        placed.select("order_id", "placed_at")
        .join(lines, on="order_id")
        .group_by("order_id", "placed_at")
        .agg((pl.col("quantity") * pl.col("unit_price")).sum().alias("gross"))
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
