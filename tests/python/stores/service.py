"""Support cases: spam, merged ones, replies before the opening, at the edges of working time."""

from datetime import datetime

from stores.edges import DAY, HOUR, MINUTE, ZERO, local_date, working_edges
from stores.world import CUSTOMERS, World

CHANNELS = ("email", "chat", "chat", "phone", "chat", "form", "social", "other", None)
SCORES = (None, 5, 3, 1, None, 4, 0, 6)
WAITS = (ZERO, MINUTE, HOUR, DAY, -MINUTE, DAY * 2)


def service(world: World) -> None:
    """Add one to four cases; one may be merged into another, or into one that is not there."""
    dice = world.dice
    for _ in range(1 + dice.below(4)):
        opened, channel = _opened(world), dice.pick(CHANNELS)
        world.add(
            "support_cases",
            case_id=world.new_id("t"),
            opened_at=opened,
            updated_at=world.exactly(opened, ZERO, DAY) if dice.chance(2) else None,
            channel=channel,
            customer_id=dice.pick(CUSTOMERS),
            order_id=world.some("orders", "order_id", None, None),
            first_reply_at=_replied(world, opened, channel),
            resolved_at=_later(world, opened),
            is_spam=dice.pick((None, False, False, None, False, None, False, True)),
            merged_into=world.some("support_cases", "case_id", "t9") if dice.chance(8) else None,
            satisfaction=dice.pick(SCORES),
            topic=dice.pick((None, "delivery")),
        )


def _opened(world: World) -> datetime:
    """Return any moment, or one at the edge of working time, now and then on a holiday."""
    holidays, moment = world.setting.lists.holidays, world.moment()
    if world.dice.chance(3):
        return moment
    day = local_date(world.setting, moment)
    if holidays and world.dice.chance(6):
        day = world.dice.pick(holidays)
    edges = working_edges(world.setting, day)
    return world.near(world.dice.pick(edges), ZERO) if edges else moment


def _replied(world: World, opened: datetime, channel: str | None) -> datetime | None:
    """Return when a case was replied to: chats just in time, others when someone is there."""
    dice = world.dice
    if channel == "chat" and not dice.chance(3):
        return world.near(opened, world.windows.chat)
    day = local_date(world.setting, opened) + DAY * dice.pick((0, 1, 3))
    edges = working_edges(world.setting, day)
    if edges and dice.chance(2):
        return world.near(dice.pick(edges), ZERO, -HOUR, MINUTE)
    return _later(world, opened)


def _later(world: World, opened: datetime) -> datetime | None:
    return world.near(opened, *WAITS) if not world.dice.chance(3) else None
