"""Rows that come twice: newer versions of states, duplicates of events, ties of both."""

from datetime import datetime

from stores.contract import CONTRACT, REFERENCE, STATES, Row
from stores.edges import DAY, SECOND, TICK, ZERO
from stores.world import World

# A post says the same of itself in all snapshots: else whose post is it?
_SAME = {"social_posts": ("account_id", "published_at")}
# What must stay together: currency and value of a cart (see carts).
_TOGETHER = {"cart_value": "currency", "currency": "cart_value"}

_OFTEN = STATES | {"web_events", "email_events", "refunds"}


def versions(world: World) -> None:
    """Add up to four rows whose keys are there already."""
    dice = world.dice
    tables = sorted(set(world.tables) - REFERENCE)
    favoured = [table for table in tables if table in _OFTEN and world.rows(table)]
    tables = [table for table in tables if world.rows(table)] + favoured * 2
    for _ in range(dice.below(5) if tables else 0):
        _again(world, dice.pick(tables))


def _again(world: World, table: str) -> None:
    """Add a row once more, with up to two columns of another row, and other times."""
    dice, rows = world.dice, world.rows(table)
    row, other = dice.pick(rows), dice.pick(rows)
    kept = (*CONTRACT[table].key, *_SAME.get(table, ()), "updated_at", "loaded_at")
    free = [column for column in row if column not in kept]
    again = dict(row)
    for column in [dice.pick(free) for _ in range(dice.below(3))] if free else ():
        again[column] = other.get(column)
        if table == "carts" and column in _TOGETHER:
            again[_TOGETHER[column]] = other[_TOGETHER[column]]
    _stamp(world, table, again)
    place = dice.pick((len(rows), 0))
    rows.insert(place, again)


def _stamp(world: World, table: str, again: Row) -> None:
    """Change updated_at and loaded_at: earlier, later, NULL, or just as they were."""
    dice, contract = world.dice, CONTRACT[table]
    updated = again.get("updated_at")
    if isinstance(updated, datetime):
        changed = updated + dice.pick((ZERO, ZERO, SECOND, -SECOND, TICK, DAY))
        nothing = changed if "updated_at" in contract.bold else None
        again["updated_at"] = dice.pick((changed, changed, changed, nothing))
    if "loaded_at" in contract.types:
        columns = [again.get(column) for column in contract.of("time") if column != "loaded_at"]
        moments = [moment for moment in columns if isinstance(moment, datetime)]
        before = again.get("loaded_at")
        newest = max(moments, default=before or world.moment())
        same = before if before and before >= newest else None
        again["loaded_at"] = dice.pick((same, same, None, newest, newest + SECOND))
