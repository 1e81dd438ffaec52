"""Queries that led from a search engine to the shop: with more clicks than visits, or fewer."""

from datetime import date
from decimal import Decimal

from stores.edges import local_date
from stores.sources import ORGANIC
from stores.world import COUNTRIES, World

# With a term of the brand, in part of a word or not; nearly; blank.
QUERIES = ("lamp", "lamp", "Acme lamp", "bigACMEstore", "acm e", "  ", " Lamp", "lazz", "zz")
CLICKS = (0, 1, 1, 2, 3)


def search(world: World) -> None:
    """Add one to four queries; what differs in nothing but clicks is one query told twice."""
    dice = world.dice
    days = _days_of_visits(world)
    for _ in range(1 + dice.below(4)):
        world.add(
            "organic_queries",
            query_date=dice.pick(days) if days and not dice.chance(3) else world.day(),
            query=dice.pick(QUERIES),
            clicks=dice.pick(CLICKS),
            impressions=dice.pick((None, 0, 7, 10)),
            position=dice.pick((None, Decimal("1.5"), Decimal("12"))),
            page_path=dice.pick((None, None, None, "/", "/p/1")),
            country=dice.pick(COUNTRIES) if dice.chance(3) else None,
            device=dice.pick((None, None, "mobile", "desktop")),
        )


def _days_of_visits(world: World) -> list[date]:
    """Return the days on which someone came from a search engine."""
    found = [
        local_date(world.setting, event["occurred_at"])
        for event in world.rows("web_events")
        if any(source.items() <= event.items() for source in ORGANIC)
    ]
    return found[-8:]
