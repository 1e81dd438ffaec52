"""What visitors put into their carts."""

from dataclasses import dataclass

import numpy as np

from .draw import repeated
from .store import Chunk
from .visits import IN_CART, Visits

MOST_LINES = 6


@dataclass(frozen=True)
class Lines:
    """Cart lines, sorted by visit; cents are of the store's currency."""

    visit: np.ndarray
    product: np.ndarray
    quantity: np.ndarray
    cents: np.ndarray  # price of one unit
    count: np.ndarray  # lines of each visit
    first: np.ndarray  # first line of each visit

    def of(self, visit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return for carts of these visits the position of each line's visit, and its line."""
        position, nth = repeated(np.arange(len(visit)), self.count[visit])
        return position, self.first[visit[position]] + nth

    def total(self, values: np.ndarray, visits: int) -> np.ndarray:
        """Return the sum of a whole number per visit."""
        return np.bincount(self.visit, values, visits).astype(np.int64)


def make_lines(chunk: Chunk, visits: Visits) -> Lines:
    """Return the lines of all visits that fill a cart."""
    stream, goods = chunk.stream("lines"), chunk.store.goods
    rates = chunk.store.rates
    filled = visits.level >= IN_CART
    count = np.where(filled, 1 + stream.counts(rates.funnel.more_lines, len(visits)), 0)
    count = np.minimum(count, MOST_LINES)
    visit, _ = repeated(np.arange(len(visits)), count)
    n = len(visit)
    product = stream.pick(goods.weights, n)
    product[stream.chosen(n, rates.orders.gift_card)] = goods.gift_card
    several = stream.mask(n, rates.funnel.more_units)
    return Lines(
        visit=visit,
        product=product,
        quantity=np.where(several, 2 + stream.below(2, n), 1),
        cents=goods.prices[visits.shop[visit], product],
        count=count,
        first=np.cumsum(count) - count,
    )
