"""Visits with their carts, events and orders: what all other tables follow from."""

from dataclasses import dataclass

import numpy as np

from .draw import DAY, HOUR, MINUTE, SECOND
from .experiments import effect
from .films import come_backs
from .lines import Lines, make_lines
from .mails import ABANDONED_CART, FLOWS
from .sources import CAMPAIGN_MAIL, DIRECT, FLOW_MAIL, RETARGETS
from .store import Chunk
from .visits import BOUGHT, IN_CHECKOUT, Visits, make_visits
from .walks import CHECKOUT, PURCHASE, Walk, make_return_walk, make_walk


@dataclass(frozen=True)
class Journey:
    """All visits of a chunk. The last ones are returns to a cart that was left at checkout."""

    visits: Visits
    walk: Walk
    lines: Lines  # of the visits in which carts were filled
    contact: np.ndarray  # when each cart-filling visit gave an address, -1 without
    second: np.ndarray  # rows with a second order
    checkout: np.ndarray  # when each visit began checkout, -1 without
    purchase: np.ndarray  # when each visit bought, -1 without
    knows: np.ndarray  # whether each visit shows a customer_id at some time


def make_journey(chunk: Chunk) -> Journey:
    """Return all that happens in the visits of a chunk."""
    rates, stream = chunk.store.rates, chunk.stream("journeys")
    visits = make_visits(chunk, effect)
    visits = visits.join(come_backs(chunk, visits))
    lines = make_lines(chunk, visits)
    second = np.flatnonzero(stream.among(visits.level == BOUGHT, rates.orders.second))
    walk = make_walk(chunk, visits, lines, second)
    contact = _contact(chunk, visits, walk)
    again = _returns(chunk, visits, contact)
    if len(again):
        walk = _joined(walk, make_return_walk(chunk, again), len(visits))
        visits = visits.join(again)
    _set_mails(chunk, visits)
    n = len(visits)
    account = chunk.store.visitors.has_account(visits.person) & ~visits.hides
    return Journey(
        visits=visits,
        walk=walk,
        lines=lines,
        contact=contact,
        second=second,
        checkout=walk.first(CHECKOUT, n),
        purchase=walk.first(PURCHASE, n),
        knows=visits.signed_in | (account & (visits.level == BOUGHT)),
    )


def _contact(chunk: Chunk, visits: Visits, walk: Walk) -> np.ndarray:
    """Return when an address was given: soon after checkout began, always before buying."""
    stream, n = chunk.stream("contact"), len(visits)
    begun = walk.first(CHECKOUT, n)
    shy = stream.among(visits.level == IN_CHECKOUT, chunk.store.rates.funnel.no_contact)
    contact = begun + np.floor(stream.between(15, 60, n)).astype(np.int64) * SECOND
    return np.where((begun < 0) | shy, -1, contact)


def _returns(chunk: Chunk, visits: Visits, contact: np.ndarray) -> Visits:
    """Return the visits in which a lost checkout is completed after all."""
    rates, stream = chunk.store.rates.funnel, chunk.stream("returns")
    lost = (visits.level == IN_CHECKOUT) & (contact >= 0)
    row = np.flatnonzero(stream.among(lost, rates.recovered, floor=3))
    n = len(row)
    late = stream.among(contact[row] < chunk.store.plan.end - 20 * DAY, rates.back_after_week)
    quick = stream.among(~late, rates.back_within_hour)
    lag = np.select(
        [late, quick],
        [stream.between(7.1 * DAY, 19 * DAY, n), stream.between(12 * MINUTE, 60 * MINUTE, n)],
        stream.between(HOUR, 5 * DAY, n),
    )
    start = (contact[row] + lag.astype(np.int64)) // SECOND * SECOND
    kind = stream.pick((5, 3, 2), n)
    retarget = np.array(RETARGETS)[visits.shop[row]]
    again = Visits(**{name: values[row] for name, values in vars(visits).items()})
    again.start = start
    again.source = np.select([kind == 0, kind == 1], [np.full(n, FLOW_MAIL), DIRECT], retarget)
    again.level = np.full(n, BOUGHT)
    again.cart_of = row
    keep = start < chunk.store.plan.end - 2 * HOUR
    return Visits(**{name: values[keep] for name, values in vars(again).items()})


def _joined(first: Walk, second: Walk, visits: int) -> Walk:
    """Return both walks; the second's visits come after the first's."""
    second.visit = second.visit + visits
    return Walk(
        **{
            name: np.concatenate([values, getattr(second, name)])
            for name, values in vars(first).items()
        }
    )


def _set_mails(chunk: Chunk, visits: Visits) -> None:
    """Set which mail brought each visit that came by mail."""
    mails, stream, n = chunk.store.mails, chunk.stream("visits' mails"), len(visits)
    last = mails.before(visits.start - 10 * MINUTE)
    stale = stream.among(visits.source == CAMPAIGN_MAIL, chunk.store.rates.email.stale_click)
    last = np.where(stale & (last > len(FLOWS)), last - 1, last)
    flow = 1 + stream.below(len(FLOWS) - 1, n)
    flow = np.where(visits.cart_of == np.arange(n), flow, ABANDONED_CART)
    is_campaign = (visits.source == CAMPAIGN_MAIL) & (last >= len(FLOWS))
    visits.source = np.where(
        (visits.source == CAMPAIGN_MAIL) & ~is_campaign, FLOW_MAIL, visits.source
    )
    visits.mail = np.select([is_campaign, visits.source == FLOW_MAIL], [last, flow], -1)
