"""Orders: when, whose, in which visit; with their purchase events, lines and refunds."""

from datetime import datetime, timedelta
from decimal import Decimal

from stores.contract import Row
from stores.edges import DAY, ENGAGED, HOUR, MINUTE, SECOND, ZERO, first_instant
from stores.setting import CURRENCIES
from stores.traffic import advertised, event
from stores.world import CUSTOMERS, EMAILS, FIRST_CART, PRODUCTS, STORES, VISITORS, World

CHANNELS = ("online_store", "online_store", "amazon", "pos", None, "phone", "other")
CANCELLED = (None,) * 6 + (ZERO, DAY)
TEST = (None, None, None, False, False, False, False, True)
GIFT = (None, False, False, None, False, True)
QUANTITIES = tuple(map(Decimal, ("1", "2", "1", "0.5", "1.5", "3", "0", "2")))
RETURNED = (None, *map(Decimal, ("1", "2", "0.5", "5", "1")))

COSTS = tuple(map(Decimal, ("4", "0", "2.3456", "12.5")))
UNKNOWN_COSTS = (COSTS[0], None, COSTS[2], None, None)


def sales(world: World) -> None:
    """Add one to four orders, and what hangs on them; most stores know all their costs."""
    costs = UNKNOWN_COSTS if world.dice.chance(4) else COSTS
    for _ in range(1 + world.dice.below(4)):
        order = _order(world)
        if world.dice.chance(10):
            _share(world, order)
            continue
        for _ in range(world.dice.pick((1, 1, 2, 0, 3))):
            _line(world, order, costs)
    for _ in range(world.dice.pick((0, 1, 1, 2, 2, 3))):
        _refund(world)


def forget_early_refunds(world: World) -> None:
    """Drop refunds in a currency that has no rate yet: the contract says nothing of them."""
    if any(order["currency"] == "SEK" for order in world.rows("orders")):
        late = first_instant(world.setting, world.setting.first_sek) + DAY * 2
        kept = [refund for refund in world.rows("refunds") if refund["refunded_at"] >= late]
        world.tables["refunds"] = kept


def _order(world: World) -> Row:
    dice = world.dice
    visitor, placed = _who_and_when(world)
    cancelled, updated = dice.pick(CANCELLED), dice.pick((None, ZERO, SECOND, DAY))
    row: Row = {
        "order_id": world.new_id("o"),
        "placed_at": placed,
        "updated_at": _after(placed, updated),
        "store_id": dice.pick(STORES),
        "sales_channel": dice.pick(CHANNELS),
        "customer_id": dice.pick(CUSTOMERS),
        "customer_email": dice.pick(EMAILS),
        "visitor_id": visitor,
        "cart_id": dice.pick((None, FIRST_CART)),
        "cancelled_at": _after(placed, cancelled),
        "is_test": dice.pick(TEST),
        "currency": dice.pick(CURRENCIES),
        "loaded_at": world.loaded(_after(placed, updated or ZERO), _after(placed, cancelled)),
    }
    for cost in ("discount", "shipping", "tax", "duties"):
        row[f"{cost}_amount"] = world.maybe_money()
    row |= {"fulfilment_cost": world.maybe_money(), "payment_fee": world.maybe_money()}
    _purchases(world, row)
    if dice.chance(2):
        advertised(world, visitor, placed)
    return world.add("orders", **row)


def _who_and_when(world: World) -> tuple[str | None, datetime]:
    """Return a visitor and a moment: mostly at the edge of one of the visitor's events."""
    dice, timeout, ppc = world.dice, world.windows.timeout, world.windows.ppc
    events = world.rows("web_events")
    if not events or dice.chance(3):
        return dice.pick((None, *VISITORS, "v9")), world.moment()
    seen = dice.pick(events[-12:])
    distances = (ZERO, timeout, timeout, timeout, MINUTE, -SECOND, ppc, ppc, -timeout)
    return seen["visitor_id"], world.near(seen["occurred_at"], *distances)


def _purchases(world: World, order: Row) -> None:
    """Add up to two purchase events: in other visits, of other visitors, or of none."""
    dice, timeout = world.dice, world.windows.timeout
    for _ in range(dice.pick((0, 0, 1, 1, 2))):
        visitor = dice.pick((order["visitor_id"], order["visitor_id"], *VISITORS[:2], None))
        at = world.near(order["placed_at"], ZERO, ZERO, ENGAGED, -MINUTE, timeout, -timeout, DAY)
        event(world, visitor, at, "purchase", order_id=order["order_id"])


def _share(world: World, order: Row) -> None:
    """Add two lines of which just max_uncosted_share, or a little more, has no cost."""
    largest = Decimal(str(world.setting.vars.get("max_uncosted_share", 0.05)))
    _line(world, order, COSTS, quantity=1 / largest - 1, is_gift_card=None)
    more = world.dice.pick((Decimal(0), Decimal(0), Decimal("0.001")))
    _line(world, order, (None,), quantity=1 + more, is_gift_card=False, product_id=None)


def _line(world: World, order: Row, costs: tuple, **columns: object) -> None:
    dice = world.dice
    line: Row = {
        "order_line_id": world.new_id("l"),
        "order_id": order["order_id"],
        "quantity": dice.pick(QUANTITIES),
        "unit_price": world.money(),
        "product_id": dice.pick(PRODUCTS),
        "discount_amount": world.maybe_money(),
        "unit_cost": dice.pick(costs),
        "is_gift_card": dice.pick(GIFT),
        "loaded_at": world.loaded(order["placed_at"]),
    }
    world.add("order_lines", **(line | columns))


def _refund(world: World) -> None:
    """Add a refund: of a line of its order, of another's, of none; early, late, too much."""
    dice, returns = world.dice, world.windows.returns
    order = dice.pick(world.rows("orders"))
    own = [line for line in world.rows("order_lines") if line["order_id"] == order["order_id"]]
    anyones = own if own and not dice.chance(4) else world.rows("order_lines")
    line = dice.pick([row["order_line_id"] for row in anyones] * 3 + [None, "l9"])
    distances = (DAY, returns, returns, returns, ZERO, -HOUR, DAY * 2, -DAY * 3, DAY * 45)
    at = world.near(order["placed_at"], *distances)
    twins = [row["refunded_at"] for row in world.rows("refunds")]
    world.add(
        "refunds",
        refund_id=world.new_id("f"),
        order_id=order["order_id"],
        refunded_at=dice.pick(twins) if twins and dice.chance(5) else at,
        amount=world.money(),
        order_line_id=line,
        quantity=dice.pick(RETURNED),
        tax_amount=world.maybe_money(),
        shipping_amount=world.maybe_money(),
        is_return=dice.pick((True, True, None, False, True)),
        reason=dice.pick((None, "too large")),
        loaded_at=world.loaded(at, *twins),
    )


def _after(moment: datetime, later: timedelta | None) -> datetime | None:
    return None if later is None else moment + later
