"""Carts in every state, and checkouts completed at the edges of 10 minutes and 7 days."""

from datetime import datetime

from stores.contract import Row
from stores.edges import CHECKOUT, DAY, HOUR, MINUTE, RECOVERY, SECOND, ZERO
from stores.setting import CURRENCIES
from stores.world import CUSTOMERS, MONEY, STORES, VISITORS, World

ITEMS = (1, 0, None, 2, 0)
VALUES = (None, *MONEY[:6])
COMPLETIONS = (CHECKOUT, RECOVERY, CHECKOUT, RECOVERY, ZERO, -MINUTE, DAY)


def carts(world: World) -> None:
    """Add one to four carts."""
    for _ in range(1 + world.dice.below(4)):
        world.dice.pick((_left, _left, _emptied, _checked_out, _checked_out, _ordered, _ordered))(
            world
        )


def _cart(world: World, created: datetime, updated: datetime, **columns: object) -> None:
    dice = world.dice
    value = dice.pick(VALUES)
    # A currency without a rate beside no money at all is a case the contract leaves open.
    currencies = CURRENCIES if value is not None else ("USD", None)
    row: Row = {
        "cart_id": world.new_id("k"),
        "created_at": created,
        "updated_at": updated,
        "visitor_id": dice.pick((None, *VISITORS)),
        "customer_id": dice.pick(CUSTOMERS),
        "store_id": dice.pick(STORES),
        "currency": dice.pick(currencies),
        "cart_value": value,
        "item_count": dice.pick(ITEMS),
    } | columns
    row["loaded_at"] = world.loaded(*(at for at in row.values() if isinstance(at, datetime)))
    world.add("carts", **row)


def _updated(world: World, created: datetime) -> datetime:
    """Return an updated_at: soon, or at the edge between open and abandoned."""
    if world.dice.chance(2):
        return world.near(world.setting.last, -world.windows.cart)
    return world.near(created, ZERO, MINUTE, HOUR)


def _left(world: World) -> None:
    """Neither bought nor emptied: open, abandoned, or, without items, never a cart."""
    created = world.moment()
    started = world.exactly(created, MINUTE) if world.dice.chance(4) else None
    _cart(world, created, _updated(world, created), checkout_started_at=started)


def _emptied(world: World) -> None:
    """Emptied, maybe filled again, maybe bought none the less."""
    created = world.moment()
    emptied = world.near(created, ZERO, MINUTE)
    completed = world.exactly(emptied, DAY) if world.dice.chance(5) else None
    updated = _updated(world, created)
    _cart(world, created, updated, emptied_at=emptied, completed_at=completed)


def _checked_out(world: World) -> None:
    """A checkout that completed_at ends, or that nothing ends: pending or lost."""
    contact, ended = world.moment(), not world.dice.chance(3)
    if world.dice.chance(3):
        contact = world.near(world.setting.last, -CHECKOUT, -CHECKOUT, -RECOVERY)
        ended = world.dice.chance(4)
    completed = world.near(contact, *COMPLETIONS) if ended else None
    _checkout(world, contact, completed_at=completed)


def _ordered(world: World) -> None:
    """A checkout that an order ends, or completed_at although an order is named."""
    if not world.rows("orders"):
        return _checked_out(world)
    order = world.dice.pick(world.rows("orders"))
    contact = world.near(order["placed_at"], *(-late for late in COMPLETIONS))
    completed = world.near(contact, CHECKOUT, RECOVERY) if world.dice.chance(5) else None
    named = world.dice.pick((order["order_id"],) * 5 + ("o9",))
    return _checkout(world, contact, completed_at=completed, order_id=named)


def _checkout(world: World, contact: datetime, **ended: object) -> None:
    dice = world.dice
    created = world.exactly(contact, ZERO, -MINUTE, -DAY)
    started = dice.pick((None, contact, world.exactly(contact, -SECOND)))
    given = contact if not dice.chance(8) else None
    updated = _updated(world, created)
    _cart(world, created, updated, checkout_started_at=started, contact_given_at=given, **ended)
