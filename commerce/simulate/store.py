"""The store that is simulated, and the chunk of days at hand."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from .catalogue import Catalogue, Pages, make_catalogue, make_pages
from .days import Plan, clock_changes, hour_weights, offsets
from .draw import HOUR, Stream
from .mails import Mails, make_mails
from .places import PLACES
from .rates import Rates
from .visitors import Visitors


@dataclass(frozen=True)
class Store:
    """All that holds for the whole simulation."""

    seed: int
    rates: Rates
    plan: Plan
    goods: Catalogue
    pages: Pages
    visitors: Visitors
    offsets: np.ndarray  # (stores, days) UTC offsets in microseconds
    clock_changes: list[int]
    place_store: np.ndarray  # store of each place
    mails: Mails

    @property
    def visits_a_day(self) -> float:
        """Mean visits a day."""
        return float(self.plan.visits.sum()) / self.plan.days


def make_store(seed: int, rates: Rates, plan: Plan) -> Store:
    """Return the store of a plan."""
    goods = make_catalogue(seed, rates)
    span = (plan.first_day, plan.days)
    return Store(
        seed=seed,
        rates=rates,
        plan=plan,
        goods=goods,
        pages=make_pages(goods, rates),
        visitors=Visitors(seed, rates),
        offsets=np.stack([offsets(s, *span) for s in (0, 1)]),
        clock_changes=clock_changes(*span),
        place_store=np.array([p.store for p in PLACES]),
        mails=make_mails(plan),
    )


@dataclass(frozen=True)
class Chunk:
    """Some days of the store, or a part of a very busy one."""

    store: Store
    index: int
    used: Counter  # ids given out so far, by kind: shared by all chunks

    def numbers(self, kind: str, n: int) -> np.ndarray:
        """Return the next n numbers of a kind of id."""
        first = self.used[kind] + 1
        self.used[kind] += n
        return np.arange(first, first + n)

    @property
    def pieces(self) -> np.ndarray:
        """Indices of the plan's pieces in this chunk."""
        return np.arange(*self.store.plan.chunks[self.index])

    @property
    def is_first(self) -> bool:
        """Whether what there is only once is written with this chunk."""
        return self.index == 0

    @property
    def new_days(self) -> np.ndarray:
        """Indices of the days that begin in this chunk: a day's totals are written once."""
        plan, pieces = self.store.plan, self.pieces
        return plan.piece_day[pieces[plan.is_first_part[pieces]]]

    def parts_of(self, day: np.ndarray) -> np.ndarray:
        """Return into how many pieces each day is cut: a part stands for its whole day."""
        plan, pieces = self.store.plan, self.pieces
        return plan.piece_parts[pieces[np.searchsorted(plan.piece_day[pieces], day)]]

    def stream(self, name: str) -> Stream:
        """Return the stream of random numbers for one purpose in this chunk."""
        return Stream(self.store.seed, name, self.index)

    def moments(self, stream: Stream, day: np.ndarray, shop: np.ndarray) -> np.ndarray:
        """Return a random moment of each local day, by the store's busy hours, in seconds' steps.

        Microseconds since 1970, within the simulated days.
        """
        hour = stream.pick(hour_weights(), len(day))
        second = np.floor(stream.uniform(len(day)) * 3600).astype(np.int64)
        local = (self.store.plan.first_day + day) * 24 * HOUR + hour * HOUR + second * 1_000_000
        return self.within(local - self.store.offsets[shop, day])

    def within(self, moment: np.ndarray) -> np.ndarray:
        """Shift moments that lie outside the simulated days by whole days."""
        plan = self.store.plan
        moment = np.where(moment >= plan.end, moment - 24 * HOUR, moment)
        return np.where(moment < plan.start, moment + 24 * HOUR, moment)
