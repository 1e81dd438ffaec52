"""What the families of one store share: its dice, its moments, its pools, its tables."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

from stores.contract import Row, Tables
from stores.dice import Dice
from stores.edges import (
    DAY,
    MINUTE,
    NUDGES,
    SECOND,
    ZERO,
    Windows,
    anchors,
    local_date,
    offsets,
    windows,
)
from stores.setting import Setting

# Small pools, so that things collide; None is NULL. e-mails of one person differ in case and
# blanks, and one is blank, which is none.
VISITORS = ("v1", "v2", "v3")
CUSTOMERS = (None, "c1", "c1", "c2", "c9")
EMAILS = (None, "Ann@x.example", "ann@x.example", "  ANN@X.EXAMPLE ", "bob@x.example", None, "  ")
STORES = (None, "s1", "s1", "s2")
COUNTRIES = ("DE", "DE", "US", None)
REGIONS = (None, None, "BE", "BY")
PRODUCTS = ("p1", "p1", "p2", "p3", None, "p9")
MONEY = tuple(
    Decimal(text)
    for text in ("10", "10", "20", "0", "7.5", "19.99", "0.01", "33.3333", "0.0001", "12.34565")
)
NO_MONEY = (None, Decimal(0))
FIRST_CART = "k619"
LATER = (ZERO, SECOND, MINUTE * 5, DAY, DAY * 3)


class World:
    """One store in the making."""

    def __init__(self, setting: Setting, dice: Dice):
        self.setting = setting
        self.dice = dice
        self.tables: Tables = {}
        self.windows: Windows = windows(setting)
        self._ids: Counter[str] = Counter()
        self._anchor = self._clamped(dice.pick(dice.pick(anchors(setting))))
        self._moments = [self._anchor]

    def new_id(self, letter: str) -> str:
        """Return a new key: the second is smaller than the first, the third larger."""
        self._ids[letter] += 1
        return f"{letter}{self._ids[letter] * 619 % 997:03d}"

    def add(self, table: str, **columns: object) -> Row:
        """Add a row to a table; columns that are None stay, as NULL."""
        self.tables.setdefault(table, []).append(columns)
        return columns

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, none if it has none."""
        return self.tables.get(table, [])

    def some(self, table: str, column: str, *others: object) -> object:
        """Return the column of some row of the table, or one of the others."""
        return self.dice.pick([row[column] for row in self.rows(table)][-8:] + list(others))

    def near(self, base: datetime, *distances: timedelta) -> datetime:
        """Return base plus one of the distances, exactly or a hair beside it."""
        moment = base + self.dice.pick(distances) + self.dice.pick(NUDGES)
        return self._kept(moment)

    def exactly(self, base: datetime, *distances: timedelta) -> datetime:
        """Return base plus one of the distances."""
        return self._kept(base + self.dice.pick(distances))

    def moment(self) -> datetime:
        """Return the anchor, or a moment at an edge's distance from it or from one before."""
        if self.dice.chance(4):
            return self.near(self._anchor, ZERO)
        base = self.dice.pick((self._anchor, self._anchor, *self._moments[-5:]))
        return self.near(base, *offsets(self.setting))

    def day(self) -> date:
        """Return the local date of a moment of the store."""
        return local_date(self.setting, self.moment())

    def loaded(self, *moments: datetime | None) -> datetime | None:
        """Return a loaded_at that is not before any of the row's moments, or NULL."""
        newest = max(moment for moment in moments if moment)
        return self.dice.pick((None, None, *(newest + later for later in LATER)))

    def money(self) -> Decimal:
        """Return an amount that is known."""
        return self.dice.pick(MONEY)

    def maybe_money(self) -> Decimal | None:
        """Return an amount, or nothing."""
        return self.dice.pick(NO_MONEY * 3 + MONEY[1:7])

    def _kept(self, moment: datetime) -> datetime:
        kept = self._clamped(moment)
        self._moments.append(kept)
        return kept

    def _clamped(self, moment: datetime) -> datetime:
        return min(max(moment, self.setting.start), self.setting.end)
