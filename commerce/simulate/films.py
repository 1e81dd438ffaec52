"""Those whom a film brought: they come back by search, some once more directly, and buy then."""

import numpy as np

from .draw import DAY, HOUR, SECOND, Stream
from .sources import DIRECT, FILMS, ORGANIC
from .store import Chunk
from .visits import BOUGHT, PRODUCT_SEEN, Visits

_LAST = 12 * HOUR  # nobody comes back so near to the end that a long visit would pass it


def come_backs(chunk: Chunk, visits: Visits) -> Visits:
    """Return the later visits of those who met a film, of which nothing else makes any."""
    rates, stream = chunk.store.rates.film, chunk.stream("films")
    met = np.flatnonzero(np.isin(visits.source, FILMS))
    row = met[stream.chosen(len(met), rates.back)]
    n = len(row)
    buys, twice = stream.mask(n, rates.buy), stream.mask(n, rates.twice)
    by_search = _later(stream, visits.start[row], 4)
    direct = _later(stream, by_search, 2)[twice]
    again = np.concatenate([row, row[twice]])
    later = Visits(**{name: values[again] for name, values in vars(visits).items()})
    later.start = np.concatenate([by_search, direct])
    later.source = np.where(np.arange(len(again)) < n, ORGANIC, DIRECT)
    later.level = np.where(np.concatenate([buys & ~twice, buys[twice]]), BOUGHT, PRODUCT_SEEN)
    keep = later.start < chunk.store.plan.end - _LAST
    later = Visits(**{name: values[keep] for name, values in vars(later).items()})
    later.number = _numbers(chunk, len(later))
    later.day = _days(chunk, later)
    later.cart_of = len(visits) + np.arange(len(later))
    return later


def _later(stream: Stream, moment: np.ndarray, most: int) -> np.ndarray:
    """Return moments 1 to `most` days later, at nearly the same hour."""
    n = len(moment)
    lag = (1 + stream.below(most, n)) * DAY + stream.between(-3 * HOUR, 3 * HOUR, n)
    return (moment + lag.astype(np.int64)) // SECOND * SECOND


def _numbers(chunk: Chunk, n: int) -> np.ndarray:
    """Return numbers of visits beyond those that are planned."""
    return int(chunk.store.plan.visits.sum()) + chunk.numbers("film", n)


def _days(chunk: Chunk, visits: Visits) -> np.ndarray:
    """Return the local day of each visit."""
    plan = chunk.store.plan
    day = np.minimum(visits.start // DAY - plan.first_day, plan.days - 1)
    local = (visits.start + chunk.store.offsets[visits.shop, day]) // DAY
    return np.clip(local - plan.first_day, 0, plan.days - 1)
