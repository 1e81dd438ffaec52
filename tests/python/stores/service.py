"""Support cases: spam, merged ones, replies before the opening, all kinds of satisfaction."""

from datetime import datetime

from stores.edges import DAY, HOUR, MINUTE, ZERO
from stores.world import CUSTOMERS, World

CHANNELS = ("email", "email", "phone", "chat", "form", "social", "other", None)
SCORES = (None, 5, 3, 1, None, 4, 0, 6)
WAITS = (ZERO, MINUTE, HOUR, DAY, -MINUTE, DAY * 2)


def service(world: World) -> None:
    """Add one to four cases; one may be merged into another, or into one that is not there."""
    dice = world.dice
    for _ in range(1 + dice.below(4)):
        opened = world.moment()
        world.add(
            "support_cases",
            case_id=world.new_id("t"),
            opened_at=opened,
            updated_at=world.exactly(opened, ZERO, DAY) if dice.chance(2) else None,
            channel=dice.pick(CHANNELS),
            customer_id=dice.pick(CUSTOMERS),
            order_id=world.some("orders", "order_id", None, None),
            first_reply_at=_later(world, opened),
            resolved_at=_later(world, opened),
            is_spam=dice.pick((None, False, False, None, False, None, False, True)),
            merged_into=world.some("support_cases", "case_id", "t9") if dice.chance(8) else None,
            satisfaction=dice.pick(SCORES),
            topic=dice.pick((None, "delivery")),
        )


def _later(world: World, opened: datetime) -> datetime | None:
    return world.near(opened, *WAITS) if not world.dice.chance(3) else None
