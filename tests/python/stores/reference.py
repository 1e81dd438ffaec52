"""Customers, products and the books: what the other families point at."""

from datetime import date
from decimal import Decimal

from stores.audience import GENDERS, birth_date
from stores.edges import DAY, local_date
from stores.setting import CURRENCIES
from stores.world import COUNTRIES, EMAILS, REGIONS, World

REQUIRED = ("payroll", "rent", "software")
FURTHER = ("marketing", "payment_fees", "fulfilment", "depreciation", "other")
COSTS = (Decimal("5"), None, Decimal("0"), Decimal("3.3333"), Decimal("12.5"))


def customers(world: World) -> None:
    """Add up to three customers, two of whom may share an e-mail."""
    dice = world.dice
    for name in ("c1", "c2", "c3")[: 1 + dice.below(3)]:
        world.add(
            "customers",
            customer_id=name,
            created_at=dice.pick((None, world.moment())),
            updated_at=dice.pick((None, world.moment())),
            email=dice.pick(EMAILS),
            birth_date=birth_date(world),
            gender=dice.pick(GENDERS),
            country=dice.pick(COUNTRIES),
            region=dice.pick(REGIONS),
            city=dice.pick((None, "Berlin")),
        )


def products(world: World) -> None:
    """Add up to three products, some without a cost, in currencies that have a rate."""
    dice = world.dice
    for name in ("p1", "p2", "p3")[: 1 + dice.below(3)]:
        world.add(
            "products",
            product_id=name,
            sku=dice.pick((None, name.upper())),
            product_name=dice.pick((None, "Lamp, large")),
            category=dice.pick((None, "lamps")),
            brand=dice.pick((None, 'Bright "B"')),
            unit_cost=dice.pick(COSTS),
            currency=dice.pick(("USD", None, "EUR", "GBP")),
            updated_at=dice.pick((None, world.moment())),
        )


def books(world: World) -> None:
    """Add the expenses of one to three months, or, seldom, of all, with or without a gap."""
    dice = world.dice
    month = local_date(world.setting, world.moment()).replace(day=1)
    count = 1 + dice.below(3)
    if dice.chance(12):
        month, count = date(world.setting.year - 1, 11, 1), 15
    lacking = (dice.below(count), dice.pick((*REQUIRED, None, None, None)))
    for place in range(count):
        left_out = lacking[1] if place == lacking[0] else None
        for category in REQUIRED:
            if category != left_out:
                _expense(world, month, category)
        if count < 4:
            _expense(world, month, dice.pick(FURTHER))
        month = (month + DAY * 31).replace(day=1)


def _expense(world: World, month: date, category: str) -> None:
    dice = world.dice
    world.add(
        "operating_expenses",
        expense_id=world.new_id("i"),
        month=month,
        category=category,
        amount=world.money(),
        currency=dice.pick(CURRENCIES),
        store_id=dice.pick((None, "s1")),
    )
