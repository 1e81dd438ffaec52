"""Touches: what came before an order, by its visitor and by others who are the same person."""

from datetime import datetime

from stores.contract import Row
from stores.edges import DAY, HOUR, ZERO
from stores.sources import DIRECT, OTHER, PAID
from stores.traffic import event
from stores.world import VISITORS, World

# Campaigns that ads know by their id or their name, in other case too; one in several channels.
CAMPAIGNS: tuple[Row, ...] = (
    {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "summer"},
    {"utm_source": "bing", "utm_medium": "cpc", "utm_campaign": "Summer"},
    {"utm_source": "facebook", "utm_medium": "social", "utm_campaign": "Summer"},
    {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "SUMMER"},
    {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "G1"},
    {"utm_source": "facebook", "utm_medium": "paid_social", "utm_campaign": "g1"},
    {"utm_source": "bing", "utm_medium": "ppc", "utm_campaign": "g2"},
    {"utm_campaign": "winter"},
)
OTHERS = (*VISITORS[:2], "v8", "v9")


def touches(world: World) -> None:
    """Add visits before an order or two, at the ends of the attribution window."""
    for _ in range(1 + world.dice.below(2)):
        orders = world.rows("orders")[-8:]
        if orders:
            _before(world, world.dice.pick(orders))


def _before(world: World, order: Row) -> None:
    """Add one to five: six models can tell three touches apart, and the middle of four."""
    dice, placed, window = world.dice, order["placed_at"], world.windows.attribution
    for _ in range(dice.pick((1, 2, 3, 4, 5))):
        start = world.near(placed, -window, -window, -HOUR, -DAY * 3, -DAY * 7, -DAY * 2, ZERO)
        _touch(world, order, start)


def _touch(world: World, order: Row, start: datetime) -> None:
    """Add one: others are the order's person if they ever, even later, show its account."""
    dice, account = world.dice, order["customer_id"]
    source = dice.pick(dice.pick((CAMPAIGNS, CAMPAIGNS, PAID, DIRECT, DIRECT, OTHER)))
    if dice.chance(2):
        event(world, order["visitor_id"], start, "page_view", **source)
        return
    other, shows = dice.pick(OTHERS), dice.pick((account, account, None, "c3"))
    late = dice.chance(4)
    event(world, other, start, "scroll", customer_id=None if late else shows, **source)
    if late:
        event(world, other, world.near(order["placed_at"], DAY, HOUR), "scroll", customer_id=shows)
