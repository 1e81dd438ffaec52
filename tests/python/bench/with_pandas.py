"""The same visits and KPIs as an analyst would write them in pandas."""

import sys
from pathlib import Path

import pandas as pd

GRAINS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def main(landing: str, bots: str, out: str) -> None:
    """Write visits and KPI counts of a landing folder to Parquet files beside `out`."""
    pattern = "|".join(pd.read_csv(bots)["pattern"])
    columns = ["event_id", "visitor_id", "event_name", "occurred_at", "loaded_at", "user_agent"]
    files = sorted(Path(landing, "web_events").glob("*.parquet"))
    events = pd.concat(pd.read_parquet(file, columns=columns) for file in files)
    agents = pd.Series(events["user_agent"].dropna().unique())
    is_bot = agents[agents.str.contains(pattern, case=False, regex=True)]
    events = events[~events["user_agent"].isin(is_bot)]
    events = events.dropna(subset=["event_id", "event_name", "occurred_at"])
    ahead = events["occurred_at"] > events["loaded_at"] + pd.Timedelta(hours=24)
    events = events[~ahead].sort_values("loaded_at").drop_duplicates("event_id")
    events = events.dropna(subset=["visitor_id"])
    events = events.sort_values(["visitor_id", "occurred_at", "event_id"])
    by_visitor = events.groupby("visitor_id", sort=False)
    starts = ~(by_visitor["occurred_at"].diff() <= pd.Timedelta(minutes=30))
    events["visit"] = starts.groupby(events["visitor_id"], sort=False).cumsum()
    for name in ("page_view", "search", "purchase"):
        events[name] = events["event_name"] == name
    visits = events.groupby(["visitor_id", "visit"], sort=False).agg(
        started_at=("occurred_at", "min"),
        ended_at=("occurred_at", "max"),
        page_views=("page_view", "sum"),
        has_search=("search", "any"),
        has_purchase=("purchase", "any"),
    )
    visits = visits.reset_index()
    visits["duration"] = (visits["ended_at"] - visits["started_at"]).dt.total_seconds()
    visits["is_engaged"] = (
        (visits["page_views"] > 1) | (visits["duration"] >= 10) | visits["has_purchase"]
    )
    visits["is_new"] = visits["visit"] == 1
    visits.to_parquet(f"{out}.visits.parquet")
    sales = orders(landing)
    for grain, frequency in GRAINS.items():
        traffic = visits.groupby(visits["started_at"].dt.to_period(frequency).dt.start_time).agg(
            visits=("visit", "size"),
            unique_visitors=("visitor_id", "nunique"),
            new_visitors=("is_new", "sum"),
            page_views_in_visits=("page_views", "sum"),
            time_per_visit=("duration", "mean"),
            engagement_rate=("is_engaged", "mean"),
            conversion_rate=("has_purchase", "mean"),
            site_search_rate=("has_search", "mean"),
        )
        sold = sales.groupby(sales["placed_at"].dt.to_period(frequency).dt.start_time)["gross"]
        sold = sold.agg(orders="size", gross_sales="sum", average_order_value="mean")
        told = traffic.join(sold, how="outer").rename_axis("period").reset_index()
        told.to_parquet(f"{out}.{grain}.parquet")


def orders(landing: str) -> pd.DataFrame:
    """Return what each order brings."""
    lines = pd.read_parquet(Path(landing) / "order_lines")
    placed = pd.read_parquet(Path(landing) / "orders")
    placed = placed.sort_values(["updated_at", "loaded_at"], ascending=False)
    placed = placed.drop_duplicates("order_id")
    placed = placed[~placed["is_test"].fillna(False).astype(bool)]
    lines = lines.merge(placed[["order_id", "placed_at"]], on="order_id")
    lines["gross"] = lines["quantity"].astype(float) * lines["unit_price"].astype(float)
    return lines.groupby(["order_id", "placed_at"], as_index=False)["gross"].sum()


if __name__ == "__main__":
    main(*sys.argv[1:])
