"""Who visits. Every visitor is a number; all that is known of one is a hash of it.

Nothing is stored about a visitor, so a store of any size remembers all of them.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import Missing, blank, ids
from .draw import pick_trait, trait
from .places import BROWSERS, DEVICE_WEIGHTS, PLACES
from .rates import Rates

LOYAL_EVERY = 24  # every so many-th visitor is loyal
CRAWLERS_FROM = 10**9  # numbers from here on are crawlers' cookies

_NAMES = (
    "anna", "ben", "chloe", "david", "emma", "felix", "grace", "hugo", "ines", "jonas", "karl",
    "lena", "marco", "nora", "oscar", "paula", "quinn", "rosa", "sven", "tara", "ugo", "vera",
    "will", "xenia", "yann", "zoe",
)  # fmt: skip
_DOMAINS = ("@example.com", "@example.org")


@dataclass(frozen=True)
class Visitors:
    """Lasting traits of visitors and persons."""

    seed: int
    rates: Rates

    def person(self, visitor: np.ndarray) -> np.ndarray:
        """Return the person behind each visitor number: loyal ones may have two devices."""
        second = (visitor % LOYAL_EVERY == 1) & (visitor < CRAWLERS_FROM)
        share = self.rates.traffic.second_device
        return visitor - (second & (trait(visitor, self.seed, "second device") < share))

    def is_loyal(self, person: np.ndarray) -> np.ndarray:
        """Return who keeps coming back."""
        return person % LOYAL_EVERY == 0

    def loyal_near(self, visitor: np.ndarray) -> np.ndarray:
        """Return the loyal visitor who was new at about the same time."""
        return visitor // LOYAL_EVERY * LOYAL_EVERY

    def meets_film(self, visitor: np.ndarray) -> np.ndarray:
        """Return who first comes by a film: nobody loyal, and nobody with a second device."""
        able = (visitor % LOYAL_EVERY > 1) & (visitor < CRAWLERS_FROM)
        return able & (trait(visitor, self.seed, "film") < self.rates.film.met)

    def place(self, person: np.ndarray) -> np.ndarray:
        """Return the index in PLACES where each person lives."""
        eu = self.rates.traffic.eu
        store = np.array([p.store for p in PLACES])
        weights = np.array([p.weight for p in PLACES])
        totals = np.array([weights[store == s].sum() for s in (0, 1)])
        weights = weights / totals[store] * np.where(store == 1, eu, 1 - eu)
        return pick_trait(weights, person, self.seed, "place")

    def browser(self, visitor: np.ndarray) -> np.ndarray:
        """Return the index in BROWSERS of each visitor; its device goes with it."""
        device = np.array([row[2] for row in BROWSERS])
        weights = np.array([row[3] for row in BROWSERS], float)
        for d, share in enumerate(DEVICE_WEIGHTS):
            weights[device == d] *= share / weights[device == d].sum()
        return pick_trait(weights, visitor, self.seed, "browser")

    def hides(self, visitor: np.ndarray) -> np.ndarray:
        """Return who gave no consent."""
        return trait(visitor, self.seed, "consent") < self.rates.traffic.no_consent

    def has_account(self, person: np.ndarray) -> np.ndarray:
        """Return who has an account, and so a customer_id."""
        share = np.where(
            self.is_loyal(person), self.rates.orders.loyal_account, self.rates.orders.account
        )
        return trait(person, self.seed, "account") < share

    def born(self, person: np.ndarray) -> np.ndarray:
        """Return birth dates as days since 1970; ages 16 to 80 in 2024, the thirties most."""
        u = trait(person, self.seed, "age") + trait(person, self.seed, "more age")
        return (19_800 - 365.25 * (16 + 32 * u)).astype(np.int64)

    def gender(self, person: np.ndarray) -> np.ndarray:
        """Return 0 female, 1 male, 2 other, 3 not known."""
        unknown = self.rates.catalogue.no_gender
        weights = np.array([0.52, 0.45, 0.03, 0.0]) * (1 - unknown) + (0, 0, 0, unknown)
        return pick_trait(weights, person, self.seed, "gender")

    def emails(
        self, person: np.ndarray, untidy: np.ndarray | None = None, missing: Missing = None
    ) -> pa.Array:
        """Return each person's email; untidy ones with capitals and spaces."""
        name = pick_trait(np.ones(len(_NAMES)), person, self.seed, "name")
        domain = pick_trait(np.array([3, 1]), person, self.seed, "domain")
        array = pc.binary_join_element_wise(
            pa.array(_NAMES).take(pa.array(name)),
            pc.cast(pa.array(person), pa.string()),
            pa.array(_DOMAINS).take(pa.array(domain)),
            "",
        )
        if untidy is not None:
            spaced = pc.binary_join_element_wise(" ", pc.utf8_title(array), " ", "")
            array = pc.if_else(pa.array(untidy), spaced, array)
        return blank(array, missing)


def customer_ids(person: np.ndarray, missing: Missing = None) -> pa.Array:
    """Return the customer_id of each person."""
    return ids("c", person, missing)


def visitor_ids(visitor: np.ndarray, missing: Missing = None) -> pa.Array:
    """Return the visitor_id of each visitor."""
    return ids("v", visitor, missing)
