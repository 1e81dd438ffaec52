"""The strategy of a store: its families one after the other, then what befalls its rows."""

from collections.abc import Callable

from hypothesis import strategies as st

from stores.ads import ads
from stores.audience import crowd
from stores.carts import carts
from stores.contract import REFERENCE, Tables
from stores.dice import Dice
from stores.mail import mail
from stores.marketplace import marketplace
from stores.reference import books, customers, products
from stores.sales import forget_early_refunds, sales
from stores.search import search
from stores.service import service
from stores.setting import Setting
from stores.social import social
from stores.touches import touches
from stores.traffic import traffic
from stores.trials import trials
from stores.trouble import trouble
from stores.vendors import vendors
from stores.versions import versions
from stores.world import World

# One store in so many goes without a family.
FAMILIES: tuple[tuple[Callable[[World], None], int], ...] = (
    (traffic, 16),
    (customers, 3),
    (products, 3),
    (sales, 16),
    (carts, 3),
    (ads, 3),
    (mail, 3),
    (social, 3),
    (marketplace, 3),
    (service, 3),
    (books, 3),
    (search, 3),
    (vendors, 3),
    (touches, 3),
    (trials, 3),
)
CROWDS = 16  # One store in so many has a crowd.


@st.composite
def store(draw: Callable, setting: Setting) -> Tables:
    """Build one small store, of about 40 to 100 rows, that sits on an edge of the setting."""
    dice = Dice(draw)
    world = World(setting, dice)
    world.tables |= setting.reference()
    for family, without in FAMILIES:
        dice.fresh()
        if not dice.chance(without):
            family(world)
    dice.fresh()
    if dice.chance(CROWDS):
        crowd(world)
    for befall in (versions, forget_early_refunds, trouble, _drop):
        dice.fresh()
        befall(world)
    return world.tables


def _drop(world: World) -> None:
    """Leave out a table or two of every third store, or leave them empty."""
    dice = world.dice
    for _ in range(dice.pick((0, 0, 0, 0, 1, 2))):
        tables = sorted(set(world.tables) - REFERENCE)
        if tables:
            name = dice.pick(tables)
            world.tables[name] = []
            if not dice.chance(4):
                del world.tables[name]
