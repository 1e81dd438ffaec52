"""Experiments: whom they showed what, at the edges of what counts, and what came of it."""

from datetime import datetime

from stores.contract import Row
from stores.edges import DAY, HOUR, ZERO
from stores.traffic import event
from stores.world import VISITORS, World

BEFORE = DAY * 28  # In which a visitor's own past is looked at.
CONTROL = "control"
# One of a larger and a smaller name than the control; a control that nobody sees; nothing else.
VARIANTS = (
    (CONTROL, "bold"),
    (CONTROL, "bold"),
    (CONTROL, "bold", "plain"),
    (CONTROL, "plain"),
    ("bold", "plain"),
    (CONTROL,),
)
# Most are never seen but here.
SHOWN = ("t1", "t2", *VISITORS, "t3", "t4", "v9", "t5", "t6")
ROBOT = "r1"
BOTS = ("googlebot/2.1", "HEADLESSCHROME")
# Few enough to be reached; none at all; far away.
PLANNED = (None, 2, 4, 1, 3, 6, 5000, 0)
# About as many as a crowd has; 0 is as good as none, where a plan is asked for.
FEW = (20, 16, 1, 0, 17, None)
CROWDS = 6  # One experiment in so many has enough visitors to be sure of something.


def trials(world: World) -> None:
    """Add an experiment or two, perhaps over the same visitors."""
    for _ in range(world.dice.pick((1, 1, 2))):
        name = world.new_id("x")
        if world.dice.chance(CROWDS):
            _crowd(world, name)
        else:
            _trial(world, name)


def _trial(world: World, name: str) -> None:
    """Show variants to one to eight visitors; then choose its ends near what happened."""
    dice = world.dice
    variants, first = dice.pick(VARIANTS), dice.below(len(SHOWN))
    at, shown, outcomes = world.moment(), [], []
    for place in range(1 + dice.below(8)):
        visitor = SHOWN[(first + place) % len(SHOWN)]
        at = _exposure(world, visitor, at)
        _assign(world, name, visitor, dice.pick(variants), at)
        shown.append(at)
        outcomes += _outcomes(world, visitor, at)
        _again(world, name, visitor, variants, at)
    if dice.chance(3):
        _robot(world, name, dice.pick(variants), at)
    if dice.chance(8):
        _assign(world, "x9", "t1", CONTROL, at)  # nobody knows this experiment
    _experiment(world, name, *_bounds(world, shown, outcomes), dice.pick(PLANNED))


def _crowd(world: World, name: str) -> None:
    """Show variants to so many that one is better for sure, or that their numbers can't be."""
    dice, at = world.dice, world.moment()
    if dice.chance(2):
        # Of two halves one that nobody is in: with 11 visitors a mismatch, with 10 not yet.
        seen = dice.pick(("bold", "bold", "plain", CONTROL))
        for place in range(dice.pick((11, 10, 11, 12))):
            variant = CONTROL if dice.chance(40) else seen
            _assign(world, name, f"t{place}", variant, at)
        _experiment(world, name, None, None, dice.pick(PLANNED))
        return
    buyers = dice.pick(("bold", CONTROL))
    for place in range(16):
        variant = (CONTROL, "bold")[place % 2]
        _assign(world, name, f"t{place}", variant, at)
        # All but the first two do what their variant is meant for.
        if (variant == buyers) != (place < 2):
            _buy(world, f"t{place}", at + HOUR)
    _experiment(world, name, None, dice.pick((None, at + HOUR)), dice.pick(FEW))


def _exposure(world: World, visitor: str, at: datetime) -> datetime:
    """Return a moment at the edge of what the visitor does, else near the one before."""
    dice = world.dice
    moments = [
        *(row["placed_at"] for row in world.rows("orders") if row["visitor_id"] == visitor),
        *(row["occurred_at"] for row in world.rows("web_events") if row["visitor_id"] == visitor),
    ]
    if moments and not dice.chance(4):
        return world.near(dice.pick(moments[-16:]), ZERO, ZERO, -HOUR, BEFORE, BEFORE, -DAY)
    return world.near(at, ZERO, HOUR, DAY, -DAY)


def _outcomes(world: World, visitor: str, at: datetime) -> list[datetime]:
    """Let a visitor buy or come: after the exposure, just at it, 28 days before it."""
    dice, found = world.dice, []
    for _ in range(dice.pick((0, 1, 1, 2))):
        found.append(world.near(at, ZERO, HOUR, DAY, -BEFORE, -BEFORE, -HOUR))
        dice.pick((_buy, _come))(world, visitor, found[-1])
    return found


def _again(world: World, name: str, visitor: str, variants: tuple[str, ...], at: datetime) -> None:
    """Assign once more: the same variant, or another one, which crosses, if it counts."""
    dice = world.dice
    if dice.chance(5):
        variant = dice.pick((*variants, CONTROL))
        _assign(world, name, visitor, variant, world.near(at, DAY, -DAY, ZERO, DAY * 30))


def _robot(world: World, name: str, variant: str, at: datetime) -> None:
    """Assign a bot; with an event of a person it is one, unless that is after as_of."""
    dice = world.dice
    _assign(world, name, ROBOT, variant, at)
    event(world, ROBOT, at, "page_view", user_agent=dice.pick(BOTS))
    if dice.chance(3):
        seen = world.near(dice.pick((at, world.setting.last)), ZERO)
        event(world, ROBOT, seen, "page_view", user_agent=None)


def _bounds(
    world: World, shown: list[datetime], outcomes: list[datetime]
) -> tuple[datetime | None, datetime | None]:
    """Return start and end: open, at the edge of something, or still to come."""
    dice, last = world.dice, world.setting.last
    start = dice.pick(
        (None, None, world.near(dice.pick(shown), ZERO), world.near(min(shown), -DAY, -HOUR))
    )
    end = dice.pick(
        (
            None,
            None,
            world.near(dice.pick(shown), ZERO),
            world.near(dice.pick(outcomes or shown), ZERO),
            world.near(max(shown), DAY),
            world.near(last, ZERO),
            last + DAY * 9,
        )
    )
    return start, end


def _experiment(
    world: World,
    name: str,
    started_at: datetime | None,
    ended_at: datetime | None,
    planned: int | None,
) -> None:
    world.add(
        "experiments",
        experiment_id=name,
        control_variant=CONTROL,
        name=world.dice.pick((None, "new hero, bold")),
        started_at=started_at,
        ended_at=ended_at,
        planned_visitors=planned,
        updated_at=world.dice.pick((None, world.moment())),
    )


def _assign(world: World, name: str, visitor: str, variant: str, at: datetime) -> None:
    world.add(
        "experiment_assignments",
        experiment_id=name,
        visitor_id=visitor,
        variant=variant,
        assigned_at=at,
    )


def _buy(world: World, visitor: str, at: datetime) -> None:
    dice = world.dice
    order: Row = {
        "order_id": world.new_id("o"),
        "placed_at": at,
        "visitor_id": visitor,
        "customer_id": dice.pick((None, "c1")),
        "currency": dice.pick((None, "USD", "EUR")),
        "discount_amount": world.maybe_money(),
    }
    world.add("orders", **order)
    for _ in range(1 + dice.below(2)):
        world.add(
            "order_lines",
            order_line_id=world.new_id("l"),
            order_id=order["order_id"],
            quantity=1 + dice.below(2),
            unit_price=world.money(),
            unit_cost=world.money(),
        )


def _come(world: World, visitor: str, at: datetime) -> None:
    """Add a visit: engaged with two page views, not with one."""
    for _ in range(world.dice.pick((2, 2, 1))):
        event(world, visitor, at, "page_view", user_agent=None)
