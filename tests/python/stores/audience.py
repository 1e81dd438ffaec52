"""People: at the edges of ages, and as many of a kind as are just shown, or just hidden."""

from datetime import date

from stores.edges import DAY
from stores.traffic import event
from stores.world import World

GENDERS = (None, "female", "male", "other", "female")
AGES = (18, 25, 35, 45, 55, 65, 17, 0, 40)
# Unknown; a birthday that most years lack; one that is still to come.
BIRTHS = (None, None, date(2004, 2, 29), date(1990, 2, 28), date(2031, 5, 5))


def birth_date(world: World) -> date | None:
    """Return a day of birth: mostly a birthday on, before or after the end of a period."""
    dice = world.dice
    if dice.chance(3):
        return dice.pick(BIRTHS)
    day = world.day()
    if dice.chance(3):
        day = day.replace(day=1)
    day += DAY * dice.pick((1, 0, 2, -1))
    year = day.year - dice.pick(AGES)
    # A year without its day has the day before.
    return date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)


def crowd(world: World) -> None:
    """Add people of one kind on one day: just enough to be shown, one more, or one less."""
    dice = world.dice
    least = world.setting.vars.get("audience_min_people", 10)
    gender, born, at = dice.pick(GENDERS[1:]), birth_date(world), world.moment()
    for place in range(least + dice.pick((0, -1, 1))):
        person = f"w{place}"
        world.add("customers", customer_id=person, gender=gender, birth_date=born)
        event(world, person, at, "page_view", customer_id=person, user_agent=None)
        if dice.chance(3):
            order = {"order_id": world.new_id("o"), "placed_at": at, "currency": None}
            world.add("orders", **order, customer_id=person)
