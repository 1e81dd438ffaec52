"""The steps of each visit, one after the other, and when each is taken."""

from dataclasses import dataclass

import numpy as np

from .draw import HOUR, MINUTE, SECOND, Stream, repeated
from .lines import Lines
from .sources import CAMPAIGN_MAIL, SOURCES
from .store import Chunk
from .timing import set_special_gaps
from .visits import BOUGHT, IN_CART, IN_CHECKOUT, PRODUCT_SEEN, Visits

PAGE, VIEW, ADD, SEARCH, CHECKOUT, PURCHASE, SECOND_PURCHASE = range(7)
EVENT_NAMES = [
    "page_view", "view_item", "add_to_cart", "search", "begin_checkout", "purchase", "purchase",
]  # fmt: skip
_STAGE = 100  # slots of one stage of a visit


@dataclass
class Walk:
    """Events by visit, in order; -1 where an event has no product or line."""

    visit: np.ndarray
    kind: np.ndarray
    page: np.ndarray  # index in the store's pages
    product: np.ndarray
    line: np.ndarray
    moment: np.ndarray  # microseconds since 1970

    def first(self, kind: int, visits: int) -> np.ndarray:
        """Return the moment of each visit's first event of a kind, -1 without one."""
        rows = np.flatnonzero(self.kind == kind)[::-1]
        result = np.full(visits, -1, np.int64)
        result[self.visit[rows]] = self.moment[rows]
        return result


class _Steps:
    """Collects events as (visit, slot, kind, page, product, line)."""

    def __init__(self) -> None:
        self._parts: list[tuple[np.ndarray, ...]] = []

    def add(
        self,
        visit: np.ndarray,
        stage: int,
        nth: np.ndarray | int,
        kind: int,
        page: np.ndarray | int,
        product: np.ndarray | int = -1,
        line: np.ndarray | int = -1,
    ) -> None:
        shape = np.zeros(len(visit), np.int64)
        slot = stage * _STAGE + nth
        self._parts.append(
            (visit, slot + shape, kind + shape, page + shape, product + shape, line + shape)
        )

    def sorted(self) -> list[np.ndarray]:
        """Return the columns, sorted by visit and slot."""
        visit, slot, *rest = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        order = np.lexsort((slot, visit))
        return [column[order] for column in (visit, slot, *rest)]


def make_walk(chunk: Chunk, visits: Visits, lines: Lines, second: np.ndarray) -> Walk:
    """Return the events of visits; `second` are rows with a second order."""
    stream = chunk.stream("walks")
    steps = _Steps()
    _arrive(chunk, stream, visits, steps)
    _look(chunk, stream, visits, lines, steps)
    _buy(chunk, visits, second, steps)
    return _timed(chunk, stream, visits, steps)


def make_return_walk(chunk: Chunk, visits: Visits) -> Walk:
    """Return the events of visits that go straight to a cart filled in an earlier visit."""
    steps = _Steps()
    steps.add(np.arange(len(visits)), 0, 0, PAGE, chunk.store.pages.cart)
    _buy(chunk, visits, np.zeros(0, np.int64), steps)
    return _timed(chunk, chunk.stream("return walks"), visits, steps)


def _timed(chunk: Chunk, stream: Stream, visits: Visits, steps: _Steps) -> Walk:
    """Return the walk of these steps, and set the visits' starts to it."""
    visit, slot, kind, page, product, line = steps.sorted()
    gap = _gaps(chunk, stream, visits, visit, slot, kind)
    start = visits.start.copy()
    set_special_gaps(chunk, stream, visits, visit, slot // _STAGE, kind, gap, start)
    moment = _moments(stream, chunk, visit, gap, start)
    visits.start = moment[np.searchsorted(visit, np.arange(len(visits)))]
    return Walk(visit, kind, page, product, line, moment)


def _arrive(chunk: Chunk, stream: Stream, visits: Visits, steps: _Steps) -> None:
    """Land, and browse a while."""
    rates, pages, n = chunk.store.rates, chunk.store.pages, len(visits)
    rows = np.arange(n)
    landing = np.select(
        [
            np.isin(visits.source, [i for i, s in enumerate(SOURCES) if s.landing == name])
            for name in ("category", "blog", "product")
        ],
        [
            pages.category + stream.below(6, n),
            pages.blog + stream.below(4, n),
            pages.product + stream.pick(chunk.store.goods.weights, n),
        ],
        pages.home,
    )
    dead = stream.mask(n, rates.pages.dead_link, floor=5)
    landing = np.where(dead, pages.gone + stream.below(4, n), landing)
    of_mail = visits.source == CAMPAIGN_MAIL
    dead = stream.among(of_mail, rates.pages.newsletter_dead_link, floor=3)
    landing = np.where(dead, pages.newsletter, landing)
    steps.add(rows, 0, 0, PAGE, landing)
    stays = (visits.level > 0) | (stream.uniform(n) >= rates.pages.bounce)
    count = stream.counts(rates.pages.browse, n)
    bot_count = 2 + stream.counts(rates.traffic.bot_pages, n)
    count = np.where(visits.is_bot, bot_count, np.where(stays, count, 0))
    visit, nth = repeated(rows, count)
    steps.add(visit, 1, nth, PAGE, _browsed(chunk, stream, visits, visit))


def _browsed(chunk: Chunk, stream: Stream, visits: Visits, visit: np.ndarray) -> np.ndarray:
    """Return the pages browsed: crawlers read products, people categories."""
    pages, m = chunk.store.pages, len(visit)
    kind = stream.pick((20, 45, 12, 8, 15), m)  # home, category, blog, help, product
    product = pages.product + stream.pick(chunk.store.goods.weights, m)
    page = np.select(
        [kind == 0, kind == 1, kind == 2, kind == 3],
        [
            np.full(m, pages.home),
            pages.category + stream.pick((5, 6, 3, 3, 2, 2), m),
            pages.blog + stream.below(4, m),
            np.full(m, pages.help),
        ],
        product,
    )
    page = np.where(visits.is_bot[visit], product, page)
    lost = stream.mask(m, chunk.store.rates.pages.not_found)
    return np.where(lost, pages.gone + stream.pick((5, 3, 2, 1), m), page)


def _look(chunk: Chunk, stream: Stream, visits: Visits, lines: Lines, steps: _Steps) -> None:
    """Search, look at products, and put some into the cart."""
    rates, pages = chunk.store.rates.pages, chunk.store.pages
    searchers = np.flatnonzero(stream.among(~visits.is_bot, rates.search))
    times = 1 + stream.mask(len(searchers), rates.second_search)
    visit, nth = repeated(searchers, times)
    steps.add(visit, 2, 2 * nth, PAGE, pages.search)
    steps.add(visit, 2, 2 * nth + 1, SEARCH, pages.search)
    lookers = np.flatnonzero(visits.level >= PRODUCT_SEEN)
    pairs = np.maximum(1 + stream.counts(rates.product_pairs, len(lookers)), lines.count[lookers])
    visit, nth = repeated(lookers, pairs)
    in_cart = nth < lines.count[visit]
    own = lines.first[visit] + nth
    product = stream.pick(chunk.store.goods.weights, len(visit))
    product[in_cart] = lines.product[own[in_cart]]
    steps.add(visit, 3, 2 * nth, PAGE, pages.product + product)
    steps.add(visit, 3, 2 * nth + 1, VIEW, pages.product + product, product)
    nth = np.arange(len(lines.visit)) - lines.first[lines.visit]
    steps.add(
        lines.visit,
        4,
        nth,
        ADD,
        pages.product + lines.product,
        lines.product,
        np.arange(len(lines.visit)),
    )
    steps.add(np.flatnonzero(visits.level >= IN_CART), 5, 0, PAGE, pages.cart)


def _buy(chunk: Chunk, visits: Visits, second: np.ndarray, steps: _Steps) -> None:
    """Begin checkout and buy."""
    pages = chunk.store.pages
    checkout = np.flatnonzero(visits.level >= IN_CHECKOUT)
    steps.add(checkout, 6, 0, PAGE, pages.checkout)
    steps.add(checkout, 6, 1, CHECKOUT, pages.checkout)
    bought = np.flatnonzero(visits.level == BOUGHT)
    steps.add(bought, 7, 0, PURCHASE, pages.thanks)
    steps.add(bought, 7, 1, PAGE, pages.thanks)
    steps.add(second, 8, 0, SECOND_PURCHASE, pages.thanks)


def _gaps(
    chunk: Chunk,
    stream: Stream,
    visits: Visits,
    visit: np.ndarray,
    slot: np.ndarray,
    kind: np.ndarray,
) -> np.ndarray:
    """Return microseconds from each event's predecessor; 0 for the first of a visit."""
    rates, n = chunk.store.rates, len(visit)
    slow = stream.among(kind == PURCHASE, rates.funnel.slow_payment)
    seconds = np.select(
        [
            visits.is_bot[visit],
            kind == PAGE,
            kind == VIEW,
            slow,
            kind == PURCHASE,
            kind == SECOND_PURCHASE,
        ],
        [
            stream.between(1, 4, n),
            1 + stream.spread(rates.pages.dwell_seconds, 1.1, n),
            stream.between(0, 2, n),
            stream.between(11.5 * 60, 26 * 60, n),
            np.clip(stream.spread(150.0, 0.6, n), 61, 560),
            stream.between(120, 500, n),
        ],
        1 + stream.spread(6.0, 0.7, n),
    )
    gap = np.floor(np.minimum(seconds, 1790) * SECOND).astype(np.int64)
    gap[slot == 0] = 0
    pause = stream.chosen(len(visits), rates.pages.long_pause)
    is_pause = np.isin(visit, pause) & (slot == _STAGE)
    long = np.floor(stream.between(31 * MINUTE, 5 * HOUR, n)).astype(np.int64)
    return np.where(is_pause, long, gap)


def _moments(
    stream: Stream, chunk: Chunk, visit: np.ndarray, gap: np.ndarray, start: np.ndarray
) -> np.ndarray:
    """Add up the gaps of each visit; most visits are timed in whole seconds."""
    share = chunk.store.rates.pages.fractions
    fine = stream.uniform(len(start)) < share
    start = start + np.where(fine, stream.below(SECOND, len(start)), 0)
    gap = np.where(fine[visit], gap, gap // SECOND * SECOND)
    running = np.cumsum(gap)
    first = np.searchsorted(visit, visit)
    moment = start[visit] + running - running[first]
    last = np.searchsorted(visit, np.arange(len(start)), side="right") - 1
    days_over = np.maximum(moment[last] - chunk.store.plan.end, -1) // (24 * HOUR) + 1
    return moment - (days_over * 24 * HOUR)[visit]
