"""Marts of "More funnels" in kpis.md: each step is counted on its own."""

from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction

from .carts import is_purchased, never_was_one
from .frame import ALL_GRAINS, period_start, period_starts, quantile, seconds
from .landing import Row
from .visits import Visit

HALF = Fraction(1, 2)
_SEEN = {"view_item": "visits_viewed", "add_to_cart": "visits_carted"}
_PRODUCT_STEPS = ("visits_viewed", "visits_carted", "visits_bought")


def funnel_products(store) -> list[dict]:
    """Visits that viewed a product, put it into the cart, bought it, on the visit's day."""
    lines_of: dict[str, list[Row]] = defaultdict(list)
    for line in store.rows["order_lines"]:
        lines_of[line["order_id"]].append(line)
    cells: dict[tuple[date, str], dict[str, set[Visit]]] = {}
    for visit in store.visits:
        month = period_start("month", store.local_day(visit.start))
        for product_id, step in _product_steps(visit, lines_of):
            if product_id is not None:
                cell = cells.setdefault((month, product_id), defaultdict(set))
                cell[step].add(visit)
    categories = {row["product_id"]: row["category"] for row in store.rows["products"]}
    return [
        {
            "month": month,
            "product_id": product_id,
            "category": categories.get(product_id) or "unknown",
            **{step: len(cells[month, product_id][step]) for step in _PRODUCT_STEPS},
        }
        for month, product_id in sorted(cells)
    ]


def _product_steps(visit: Visit, lines_of: dict[str, list[Row]]):
    for event in visit.events:
        if event["event_name"] in _SEEN:
            yield event["product_id"], _SEEN[event["event_name"]]
    for order in visit.orders:
        for line in lines_of[order["order_id"]]:
            yield line["product_id"], "visits_bought"


def funnel_checkout(store) -> list[dict]:
    """Carts by the day they were created; every period from the first to the last."""
    carts = [cart for cart in store.rows["carts"] if not never_was_one(cart)]
    placed = {order["order_id"]: order["placed_at"] for order in store.rows["orders"]}
    cells: dict[tuple, list[Row]] = defaultdict(list)
    for cart in carts:
        day = store.local_day(cart["created_at"])
        for grain in ALL_GRAINS:
            cells[grain, period_start(grain, day)].append(cart)
    span = {store.local_day(cart["created_at"]) for cart in carts}
    return [
        _checkout(grain, start, cells[grain, start], placed)
        for grain in ALL_GRAINS
        for start in period_starts(grain, span)
    ]


def _checkout(grain: str, start: date, carts: list[Row], placed: dict[str, datetime]) -> dict:
    moments = [
        (
            cart["created_at"],
            cart["checkout_started_at"],
            cart["contact_given_at"],
            cart["completed_at"] or placed.get(cart["order_id"]),
        )
        for cart in carts
    ]
    return {
        "period_grain": grain,
        "period_start": start,
        "carts": len(carts),
        "checkouts_started": sum(started is not None for _, started, _, _ in moments),
        "contacts_given": sum(given is not None for _, _, given, _ in moments),
        "completed": sum(is_purchased(cart) for cart in carts),
        "median_minutes_to_checkout": _median((made, started) for made, started, _, _ in moments),
        "median_minutes_to_contact": _median((started, given) for _, started, given, _ in moments),
        "median_minutes_to_completion": _median((given, done) for _, _, given, done in moments),
    }


def _median(pairs) -> float | None:
    """The median of the minutes between two moments, where both are known."""
    minutes = [
        seconds(later - earlier) / 60
        for earlier, later in pairs
        if earlier is not None and later is not None
    ]
    median = quantile(minutes, HALF)
    return None if median is None else float(median)
