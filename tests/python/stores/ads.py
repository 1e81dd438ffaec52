"""Advertising cost by day, with keys that are partly NULL and days without cost."""

from datetime import date
from decimal import Decimal

from stores.edges import DAY, SECOND, ZERO, first_instant, local_date
from stores.setting import CURRENCIES
from stores.world import MONEY, World

PLATFORMS = ("google_ads", "google_ads", "meta_ads", "microsoft_ads", "tiktok_ads", "other")
NAMES = (None, "Summer", "Winter", " SUMMER ", "G2", "Autumn")
COSTS = (Decimal("0"), *MONEY, Decimal("0"))
# A blank one is a keyword without text.
KEYWORDS = (None, None, None, "lamp", "Shop lamp", "my ACME lamp", "  ")
CONVERSIONS = (None, Decimal("0"), Decimal("1"), Decimal("0.5"), Decimal("2.25"))


def ads(world: World) -> None:
    """Add one to five days of campaigns; the same campaign often has several rows a day."""
    dice = world.dice
    for _ in range(1 + dice.below(5)):
        day = _day(world)
        world.add(
            "ad_performance",
            ad_date=day,
            platform=dice.pick(PLATFORMS),
            campaign_id=dice.pick(("g1", "g1", "g2")),
            cost=dice.pick(COSTS),
            campaign_name=dice.pick(NAMES),
            ad_group_id=dice.pick((None, None, "h1")),
            keyword=dice.pick(KEYWORDS),
            account_id=dice.pick((None, "z1")),
            store_id=dice.pick((None, None, None, "s1")),
            impressions=dice.pick((None, 0, 100)),
            clicks=dice.pick((None, 0, 3)),
            conversions=dice.pick(CONVERSIONS),
            conversion_value=world.maybe_money(),
            currency=dice.pick(CURRENCIES),
            updated_at=world.exactly(first_instant(world.setting, day), DAY, DAY + SECOND, ZERO),
        )


def _day(world: World) -> date:
    """Return a day: of an order, of as_of, or any."""
    placed = [order["placed_at"] for order in world.rows("orders")]
    moment = world.dice.pick([*placed, world.setting.last, world.moment(), world.moment()])
    return local_date(world.setting, moment)
