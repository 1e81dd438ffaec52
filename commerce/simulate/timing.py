"""Visits at the edges of the rules: exact gaps, midnight, and changed clocks."""

import numpy as np

from .draw import HOUR, MINUTE, SECOND, Stream
from .store import Chunk
from .visits import Visits

_BEFORE = 2 * MINUTE  # such a visit starts so long before the instant
_STEP = 4 * MINUTE  # and its second event follows so much later


def set_special_gaps(
    chunk: Chunk,
    stream: Stream,
    visits: Visits,
    visit: np.ndarray,
    stage: np.ndarray,
    kind: np.ndarray,
    gap: np.ndarray,
    start: np.ndarray,
) -> None:
    """Change gaps and starts of some visits, in place. Arrays are by event, `start` by visit.

    A visit is changed once at most, and only one whose second event is a page view outside the
    checkout (kind 0, stage below 5), so that payment stays as quick as it was.
    """
    rates = chunk.store.rates.pages
    second = np.searchsorted(visit, np.arange(len(visits))) + 1
    exists = second < len(visit)
    at = np.where(exists, second, 0)
    is_free = exists & (visit[at] == np.arange(len(visits))) & (stage[at] < 5) & (kind[at] == 0)
    is_free &= ~visits.is_bot & ~visits.hides
    is_free &= ~chunk.store.visitors.meets_film(visits.visitor)  # they come in a planted order

    def take(rows: np.ndarray, length: int) -> None:
        is_free[rows] = False
        gap[second[rows]] = length

    for instant in chunk.store.clock_changes:
        rows = _nearest(start, is_free, instant, rates.clock_change)
        take(rows, _STEP)
        start[rows] = instant - _BEFORE
    take(np.flatnonzero(stream.among(is_free, rates.gap_exact)), 30 * MINUTE)
    take(np.flatnonzero(stream.among(is_free, rates.gap_over)), 30 * MINUTE + SECOND)
    rows = np.flatnonzero(stream.among(is_free, rates.midnight))
    take(rows, _STEP)
    start[rows] = _midnight_after(chunk, visits, rows) - _BEFORE


def _nearest(start: np.ndarray, is_free: np.ndarray, instant: int, most: int) -> np.ndarray:
    """Return the free visits nearest to an instant, none further than a day."""
    rows = np.flatnonzero(is_free & (np.abs(start - instant) < 24 * HOUR))
    return rows[np.argsort(np.abs(start[rows] - instant), kind="stable")[:most]]


def _midnight_after(chunk: Chunk, visits: Visits, rows: np.ndarray) -> np.ndarray:
    """Return the local midnight that ends each visit's day; the last day's lies one earlier."""
    plan = chunk.store.plan
    day = np.minimum(visits.day[rows] + 1, plan.days - 1)
    midnight = (plan.first_day + day) * 24 * HOUR
    return midnight - chunk.store.offsets[visits.shop[rows], day]
