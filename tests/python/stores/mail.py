"""E-mail messages around orders: windows, ties of clicks, machines, bounces."""

from datetime import datetime

from stores.edges import DAY, HOUR, MINUTE, SECOND, ZERO
from stores.world import CUSTOMERS, EMAILS, World

CAMPAIGNS = ("m1", "m1", "m2", None)
MACHINE = (None, False, False, True)
KINDS = ("campaign", "flow", None)


def mail(world: World) -> None:
    """Add one to four messages, and their campaigns."""
    dice = world.dice
    clicks: list[datetime] = []
    for _ in range(1 + dice.below(4)):
        _message(world, clicks)
    for campaign in ("m1", "m2")[: dice.below(3)]:
        world.add(
            "email_campaigns",
            campaign_id=campaign,
            campaign_name=dice.pick((None, "Welcome")),
            kind=dice.pick(KINDS),
            updated_at=dice.pick((None, world.moment())),
        )


def _message(world: World, clicks: list[datetime]) -> None:
    """Add one message; mostly to the customer of an order, delivered in its window."""
    dice = world.dice
    email, customer, placed = _reader(world)
    delivered = world.moment()
    if placed:
        window = world.windows.email
        delivered = world.near(placed, -window, -window, -window, -HOUR, ZERO, -window - DAY)
    message = {"message_id": world.new_id("q"), "customer_id": customer}
    events = [("sent", world.exactly(delivered, ZERO, -SECOND))] if dice.chance(2) else []
    events += [("delivered", delivered)] * (not dice.chance(10))
    events += [("delivered", world.near(delivered, DAY, ZERO, -DAY))] * dice.chance(8)
    events += [("bounced", world.near(delivered, MINUTE, DAY, -DAY))] * dice.chance(8)
    for _ in range(dice.pick((0, 1, 2))):
        events.append(("opened", world.near(delivered, ZERO, MINUTE, DAY, -MINUTE)))
    for _ in range(dice.pick((0, 1, 1, 2))):
        clicks.append(_click(world, delivered, placed, clicks))
        events.append(("clicked", clicks[-1]))
    if dice.chance(8):
        events.append((dice.pick(("unsubscribed", "complained")), world.moment()))
    for kind, at in events:
        _event(world, message, kind, at, email)


def _event(world: World, message: dict, kind: str, at: datetime, email: str | None) -> None:
    dice = world.dice
    world.add(
        "email_events",
        event_id=world.new_id("n"),
        event_type=kind,
        occurred_at=at,
        campaign_id=dice.pick(CAMPAIGNS),
        recipient_email=dice.pick((email, email, email, email, None, dice.pick(EMAILS))),
        is_machine=dice.pick(MACHINE) if kind in ("opened", "clicked") else None,
        link=dice.pick((None, "https://shop.example/")),
        loaded_at=world.loaded(at),
        **message,
    )


def _reader(world: World) -> tuple[str | None, str | None, datetime | None]:
    """Return e-mail and customer of an order, with the moment it was placed; or of nobody."""
    dice = world.dice
    if not world.rows("orders") or dice.chance(5):
        return dice.pick(EMAILS), dice.pick(CUSTOMERS), None
    order = dice.pick(world.rows("orders"))
    email = order["customer_email"]
    spelled = dice.pick((email, email.upper(), f" {email}")) if email else None
    return spelled, dice.pick((order["customer_id"], None)), order["placed_at"]


def _click(
    world: World, delivered: datetime, placed: datetime | None, clicks: list[datetime]
) -> datetime:
    """Return a click: just before the order, before the delivery, or with another click."""
    if clicks and world.dice.chance(3):
        return world.dice.pick(clicks)
    if placed and not world.dice.chance(3):
        return world.near(placed, ZERO, ZERO, ZERO, -MINUTE)
    return world.near(delivered, MINUTE, ZERO, HOUR, -MINUTE, DAY)
