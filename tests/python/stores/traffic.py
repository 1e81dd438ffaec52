"""Web events: visits at the edges of the time-out, their sources, bots and strays."""

from datetime import datetime
from decimal import Decimal

from stores.contract import Row
from stores.edges import ENGAGED, MINUTE, SECOND, ZERO
from stores.sources import DIRECT, ORGANIC, OTHER, PAID
from stores.world import (
    COUNTRIES,
    FIRST_CART,
    PRODUCTS,
    REGIONS,
    STORES,
    VISITORS,
    World,
)

# What happens in a visit, in this order; gaps can be 0, so the ids then decide.
PATHS = (
    ("page_view",),
    ("page_view",),
    ("page_view", "view_item", "add_to_cart", "begin_checkout"),
    ("begin_checkout", "add_to_cart", "view_item"),
    ("page_view", "add_to_cart"),
    ("page_view", "page_view"),
    ("page_view", "search", "view_item"),
    ("search", "search"),
    ("scroll",),
    ("scroll", "scroll"),
    ("view_item", "begin_checkout", "add_to_cart"),
    ("view_item", "add_to_cart", "begin_checkout", "page_view"),
)
AGENTS = (
    *("Mozilla/5.0 (X11; Linux x86_64) Firefox/126.0",) * 8,
    *(None,) * 5,
    "Mozilla/5.0 (compatible; Googlebot/2.1)",
    "googlebot/2.1",
    "HEADLESSCHROME",
)
DEVICES = ("desktop", "desktop", "mobile", "tablet", None)
PAGES = (
    "/",
    "/p/1",
    None,
    "/p/1?q=a/b",
    "/category/boots/",
    "//x",
    "/?from=p",
    "/#top",
    "cart",
    "/Checkout/pay",
    "/checkout#pay",
    "/help",
)
# Ten moves are told: nine page views and the exit.
LONG = (10, 11, 9, 10)
STATUS = (200, 200, None, 404, 500)
LOAD = (None, 100, 2500, 0, 2501, 4000, 4001)
# Of pages that were not found.
REFERRERS: tuple[Row, ...] = (
    {},
    {"page_referrer": "https://shop.example/p/1"},
    {"page_referrer": "https://BLOG.example:443/shop.example"},
    {"page_referrer": "http://WWW.shop.example:80"},
    {"page_referrer": "/p/1"},
    {"page_referrer": "  "},
)
TERMS = (" Lamp ", "lamp", None, "  ", "LAMP", "big  lamp", "Unknown")
RESULTS = (0, None, 3, 0)
# Columns that no KPI hangs on, or that come with some events only.
FURTHER: tuple[Row, ...] = (
    {},
    {},
    {"city": "Berlin", "utm_term": "lamp"},
    {
        "cart_id": FIRST_CART,
        "quantity": Decimal("2"),
        "unit_price": Decimal("9.5"),
        "currency": "USD",
    },
)
CAMPAIGNS = (None, None, "summer", "winter")


def traffic(world: World) -> None:
    """Add one to six visits of one to three visitors, and events without a visitor."""
    dice = world.dice
    visitors = dice.pick((VISITORS[:1], VISITORS[:1], VISITORS[:2], VISITORS))
    for _ in range(1 + dice.below(5)):
        visitor = dice.pick(visitors)
        source = dice.pick(dice.pick((DIRECT, PAID, OTHER, DIRECT, ORGANIC)))
        visit(world, visitor, _start(world, visitor), source)
    for _ in range(dice.pick((0, 0, 0, 1, 2))):
        event(world, None, world.moment(), dice.pick(("page_view", "page_view", "search")))


def visit(world: World, visitor: str | None, start: datetime, source: Row) -> None:
    """Add a visit's events: its source may come late, and others may follow."""
    dice, at, timeout = world.dice, start, world.windows.timeout
    first, second = dice.pick(((source, {}), (source, {}), ({}, source), (source, DIRECT[2])))
    if dice.chance(6):
        second = {"utm_campaign": dice.pick(CAMPAIGNS), **dice.pick(PAID + OTHER)}
    whence: Row = {
        "store_id": dice.pick(STORES),
        "device": dice.pick(DEVICES),
        "country": dice.pick(COUNTRIES),
        "region": dice.pick(REGIONS),
    }
    path = dice.pick(PATHS) if not dice.chance(25) else ("page_view",) * dice.pick(LONG)
    for place, name in enumerate(path):
        origin = (first, second, {})[min(place, 2)]
        event(world, visitor, at, name, **whence, **origin)
        at = world.near(at, ZERO, SECOND, ENGAGED, ENGAGED, MINUTE * 3, timeout, timeout)


def event(world: World, visitor: str | None, at: datetime, name: str, **columns: object) -> Row:
    """Add an event, with what its name asks for."""
    dice = world.dice
    row: Row = {
        "event_id": world.new_id("e"),
        "occurred_at": at,
        "event_name": name,
        "visitor_id": visitor if not dice.chance(16) else None,
        "customer_id": dice.pick((None, None, None, None, "c1", "c2")),
        "user_agent": dice.pick(AGENTS),
        "loaded_at": world.loaded(at),
        **dice.pick(FURTHER),
    }
    if name == "page_view":
        status, load = dice.pick(STATUS), dice.pick(LOAD)
        row |= {"page_path": dice.pick(PAGES), "http_status": status, "page_load_ms": load}
        row |= dice.pick(REFERRERS) if status == 404 else {}
    if name == "search":
        row |= {"search_term": dice.pick(TERMS)}
        row["search_results"] = dice.pick(RESULTS)
    if name in ("view_item", "add_to_cart"):
        row["product_id"] = dice.pick(PRODUCTS)
    return world.add("web_events", **(row | columns))


def advertised(world: World, visitor: str | None, placed: datetime) -> None:
    """Add visits before an order: at the end of the PPC window, or nearer, or at once."""
    dice, ppc = world.dice, world.windows.ppc
    for _ in range(1 + dice.below(2)):
        start = world.near(placed, -ppc, -ppc, -ppc, -MINUTE * 45, ZERO, -ppc - MINUTE)
        source = dice.pick(dice.pick((PAID, PAID, DIRECT, OTHER)))
        event(world, visitor, start, dice.pick(("page_view", "scroll")), **source)


def _start(world: World, visitor: str) -> datetime:
    """Return a start: anywhere, or at the edge of the visitor's last visit."""
    seen = [row["occurred_at"] for row in world.rows("web_events") if row["visitor_id"] == visitor]
    if seen and world.dice.chance(3):
        return world.near(max(seen), world.windows.timeout)
    return world.moment()
