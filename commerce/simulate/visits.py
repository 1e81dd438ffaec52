"""Visits: who comes when, from where, and how far towards an order."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from .draw import Stream
from .places import BROWSERS, CRAWLERS, PLACES
from .sources import DIRECT, FILMS, SOURCES
from .store import Chunk, Store
from .visitors import CRAWLERS_FROM

PRODUCT_SEEN, IN_CART, IN_CHECKOUT, BOUGHT = 1, 2, 3, 4


@dataclass
class Visits:
    """Arrays of one length, one item a visit."""

    number: np.ndarray  # of the visit, over all chunks
    day: np.ndarray  # local, from the first day
    start: np.ndarray  # microseconds since 1970
    visitor: np.ndarray
    person: np.ndarray
    shop: np.ndarray  # index in STORES
    place: np.ndarray  # index in PLACES; one more is not known
    agent: np.ndarray  # index in user_agents()
    source: np.ndarray  # index in SOURCES
    hides: np.ndarray  # no visitor_id
    is_bot: np.ndarray
    signed_in: np.ndarray  # customer_id from the first event on
    shown: np.ndarray  # person whose customer_id is shown
    level: np.ndarray  # how far it gets: 0, PRODUCT_SEEN to BOUGHT
    cart_of: np.ndarray  # row of the visit in which its cart was filled
    mail: np.ndarray  # index in the store's mails that brought it; -1: none

    def __len__(self) -> int:
        """Return the number of visits."""
        return len(self.number)

    def join(self, other: "Visits") -> "Visits":
        """Return these visits and then the others."""
        pairs = {f.name: (getattr(self, f.name), getattr(other, f.name)) for f in fields(self)}
        return Visits(**{name: np.concatenate(pair) for name, pair in pairs.items()})

    @property
    def is_mobile(self) -> np.ndarray:
        """Whether each visit is on a phone."""
        return np.isin(self.agent, [i for i, row in enumerate(BROWSERS) if row[2] == 1])


def make_visits(chunk: Chunk, effect: Callable[[Store, Visits], np.ndarray]) -> Visits:
    """Return a chunk's visits, of people first and of crawlers after."""
    store, plan, pieces = chunk.store, chunk.store.plan, chunk.pieces
    stream = chunk.stream("visits")
    piece = np.repeat(pieces, plan.visits[pieces])
    n = len(piece)
    number = int(plan.visits[: pieces[0]].sum()) + 1 + np.arange(n)
    day = plan.piece_day[piece]
    visitor = _visitors(chunk, stream, piece)
    person = store.visitors.person(visitor)
    place = store.visitors.place(person)
    shop = store.place_store[place]
    unknown = stream.mask(n, store.rates.traffic.unknown_place)
    signed_in = _signed_in(chunk, stream, visitor, person, piece)
    people = Visits(
        number=number,
        day=day,
        start=chunk.moments(stream, day, shop),
        visitor=visitor,
        person=person,
        shop=shop,
        place=np.where(unknown, len(PLACES), place),
        agent=store.visitors.browser(visitor),
        source=np.where(
            store.visitors.meets_film(visitor), np.array(FILMS)[shop], _sources(stream, shop)
        ),
        hides=store.visitors.hides(visitor),
        is_bot=np.zeros(n, bool),
        signed_in=signed_in,
        shown=person,
        level=np.zeros(n, np.int64),
        cart_of=np.arange(n),
        mail=np.full(n, -1),
    )
    people.level = _levels(chunk, people, effect(store, people))
    _share_devices(chunk, people)
    return people.join(_crawlers(chunk, people))


def _visitors(chunk: Chunk, stream: Stream, piece: np.ndarray) -> np.ndarray:
    """Return the visitor of each visit: the first of a piece are new, the others return."""
    plan, rates = chunk.store.plan, chunk.store.rates.traffic
    n = len(piece)
    within = np.arange(n) - np.searchsorted(piece, piece)
    is_quick = stream.uniform(n) < rates.quick_return
    mean = np.where(is_quick, rates.quick_return_days, rates.slow_return_days)
    lag = stream.exponential(1.0, n) * mean
    moment = plan.piece_day[piece] + stream.uniform(n) - lag
    back = np.maximum(plan.number_at(np.maximum(moment, -plan.history_days)), 0)
    is_loyal = stream.uniform(n) < rates.loyal
    visitors = chunk.store.visitors
    loyal = visitors.loyal_near(back)  # the number after it may be its other device
    back = np.where(is_loyal, loyal + (stream.uniform(n) < 0.15), back)
    back = np.where(visitors.meets_film(back), loyal, back)  # how these return is in films.py
    is_new = within < plan.new_visitors[piece]
    return np.where(is_new, plan.first_number[piece] + within, back)


def _signed_in(
    chunk: Chunk, stream: Stream, visitor: np.ndarray, person: np.ndarray, piece: np.ndarray
) -> np.ndarray:
    store = chunk.store
    returns = visitor < store.plan.first_number[piece]
    able = returns & store.visitors.has_account(person) & ~store.visitors.hides(visitor)
    return able & (stream.uniform(len(visitor)) < store.rates.traffic.login)


def _sources(stream: Stream, shop: np.ndarray) -> np.ndarray:
    """Return each visit's source; the rare ones come up too, in however few visits."""
    source = np.zeros(len(shop), np.int64)
    for s in (0, 1):
        weights = np.array([w.weight if w.store in (None, s) else 0.0 for w in SOURCES])
        rows = np.flatnonzero(shop == s)
        source[rows] = stream.pick(weights, len(rows), even=True)
    return source


def _levels(chunk: Chunk, visits: Visits, effect: np.ndarray) -> np.ndarray:
    """Return how far each visit gets."""
    rates, stream, n = chunk.store.rates.funnel, chunk.stream("levels"), len(visits)
    quality = np.array([s.quality for s in SOURCES])[visits.source]
    quality = quality * np.where(chunk.store.visitors.is_loyal(visits.person), rates.loyal, 1.0)
    factor = np.sqrt(quality * np.where(visits.is_mobile, rates.mobile, 1.0))
    lift = np.cbrt(effect)  # of each of the three steps to an order
    steps = (
        np.full(n, rates.view),
        np.minimum(rates.cart * factor * lift, 0.8),
        np.minimum(rates.checkout * lift, 0.95),
        np.minimum(rates.buy * factor * lift, 0.95),
    )
    reached = np.ones(n, bool)
    level = np.zeros(n, np.int64)
    for chance in steps:
        reached = reached & (stream.uniform(n) < chance)
        level += reached
    return level


def _share_devices(chunk: Chunk, visits: Visits) -> None:
    """Let some signed-in visits show the account of somebody else in the house."""
    able = visits.signed_in & (visits.level < IN_CART)
    other = chunk.stream("shared").among(able, chunk.store.rates.traffic.shared_device)
    loyal = chunk.store.visitors.loyal_near(visits.person)
    visits.shown = np.where(other, loyal, visits.person)


def _crawlers(chunk: Chunk, people: Visits) -> Visits:
    """Return crawlers' visits: around the clock, from one place, buying nothing."""
    rates, stream = chunk.store.rates.traffic, chunk.stream("crawlers")
    like = stream.chosen(len(people), rates.bots, floor=len(CRAWLERS))
    n = len(like)
    visitor = CRAWLERS_FROM + people.number[like]
    return Visits(
        number=people.number[like],
        day=people.day[like],
        start=people.start[like],
        visitor=visitor,
        person=visitor,
        shop=people.shop[like],
        place=np.zeros(n, np.int64),
        agent=len(BROWSERS) + stream.pick(np.ones(len(CRAWLERS)), n, even=True),
        source=np.full(n, DIRECT),
        hides=stream.uniform(n) >= rates.bot_with_cookie,
        is_bot=np.ones(n, bool),
        signed_in=np.zeros(n, bool),
        shown=visitor,
        level=np.zeros(n, np.int64),
        cart_of=len(people) + np.arange(n),
        mail=np.full(n, -1),
    )
