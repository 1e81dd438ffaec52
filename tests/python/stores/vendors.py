"""What other systems report: near our own numbers, far from them, of KPIs that we lack."""

from datetime import date
from decimal import Decimal

from stores.contract import Row
from stores.edges import DAY, local_date
from stores.world import World

SALES = ("total_sales", "net_sales", "total_sales", "average_order_value", "orders")
TRAFFIC = ("visits", "unique_visitors", "page_views")
OTHERS = ("conversion_rate", "open_cases", "page_load_p75", "footfall", "Orders")
COUNTS = tuple(map(Decimal, ("1", "0", "2", "3", "1", "4", "5.5")))
CHARGES = ("tax_amount", "shipping_amount", "duties_amount")


def vendors(world: World) -> None:
    """Add one to four numbers of one or two systems."""
    dice = world.dice
    for _ in range(1 + dice.below(4)):
        kind = dice.pick((_of_sales, _of_sales, _of_traffic, _of_others))
        day, metric, value = kind(world)
        world.add(
            "vendor_reported",
            day=day + DAY * dice.pick((0, 0, 0, 0, 0, 1, -1)),
            system=dice.pick(("shop", "shop", "analytics")),
            metric=metric,
            value=value,
        )


def _of_sales(world: World) -> tuple[date, str, Decimal]:
    """Return a number of an order's day: what its order was worth, with some charges or none."""
    if not world.rows("orders"):
        return _of_traffic(world)
    dice = world.dice
    order, metric = dice.pick(world.rows("orders")), dice.pick(SALES)
    if metric == "orders":
        return _day(world, order, "placed_at"), metric, dice.pick(COUNTS)
    lines = [row for row in world.rows("order_lines") if row["order_id"] == order["order_id"]]
    value = sum((line["quantity"] * line["unit_price"] for line in lines), Decimal(0))
    value += sum(order[charge] or 0 for charge in CHARGES[: dice.below(4)])
    if dice.chance(4):
        value += dice.pick((Decimal("0.5"), Decimal("20"), Decimal("0.0001")))
    return _day(world, order, "placed_at"), metric, round(value, 4)


def _of_traffic(world: World) -> tuple[date, str, Decimal]:
    events = world.rows("web_events")
    if not events:
        return _of_others(world)
    dice = world.dice
    return (
        _day(world, dice.pick(events[-16:]), "occurred_at"),
        dice.pick(TRAFFIC),
        dice.pick(COUNTS),
    )


def _of_others(world: World) -> tuple[date, str, Decimal]:
    return world.day(), world.dice.pick(OTHERS), world.dice.pick(COUNTS)


def _day(world: World, row: Row, column: str) -> date:
    return local_date(world.setting, row[column])
