"""The table web_events."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .arrivals import loaded
from .catalogue import SEARCHES
from .columns import counts, ids, money, table, texts, times
from .days import CURRENCIES, STORES
from .journeys import Journey
from .places import BROWSERS, DEVICES, PLACES, user_agents
from .sources import FILMS, HOSTS, SOURCES
from .store import Chunk
from .visitors import customer_ids, visitor_ids
from .visits import IN_CART
from .walks import (
    ADD,
    CHECKOUT,
    EVENT_NAMES,
    PAGE,
    PURCHASE,
    SEARCH,
    SECOND_PURCHASE,
    VIEW,
    Walk,
)

_LOADS_SLOWER = np.array([1.0, 1.7, 1.3])  # by device


@dataclass(frozen=True)
class _Rows:
    """What every group of columns needs: the chunk, its journey, and each event's visit."""

    chunk: Chunk
    journey: Journey
    walk: Walk
    visit: np.ndarray
    nth: np.ndarray  # position of the event in its visit


def event_rows(chunk: Chunk, journey: Journey) -> pa.Table:
    """Return all events of a chunk, in order of visit."""
    walk = journey.walk
    nth = np.arange(len(walk.visit)) - np.searchsorted(walk.visit, walk.visit)
    rows = _Rows(chunk, journey, walk, walk.visit, nth)
    events = table(
        "web_events",
        event_id=ids("e", chunk.numbers("event", len(nth))),
        occurred_at=times(walk.moment),
        event_name=texts(EVENT_NAMES, walk.kind),
        loaded_at=times(loaded(chunk, "events", walk.moment)),
        **_who(rows),
        **_page(rows),
        **_tags(rows),
        **_deal(rows),
        **_search(rows),
    )
    blocked = chunk.stream("blocked").among(
        walk.kind == PURCHASE, chunk.store.rates.orders.no_purchase_event
    )
    return events.filter(pa.array(~blocked))


def _who(rows: _Rows) -> dict[str, pa.Array]:
    visits, visit = rows.journey.visits, rows.visit
    store, stream = rows.chunk.store, rows.chunk.stream("who")
    begun = rows.journey.checkout[visit]
    known = visits.signed_in[visit] | (
        rows.journey.knows[visit] & (begun >= 0) & (rows.walk.moment >= begun)
    )
    over = stream.among(visits.level < IN_CART, store.rates.traffic.two_stores)
    shop = np.where(over[visit] & (rows.nth > 0), 1 - visits.shop[visit], visits.shop[visit])
    device = [DEVICES[row[2]] for row in BROWSERS] + ["desktop"] * 20
    agent = visits.agent[visit]
    place = visits.place[visit]
    return {
        "visitor_id": visitor_ids(visits.visitor[visit], visits.hides[visit]),
        "customer_id": customer_ids(visits.shown[visit], ~known | visits.hides[visit]),
        "store_id": texts(list(STORES), shop),
        "user_agent": texts(user_agents(store.rates.short_user_agents), agent),
        "device": texts(device, agent),
        "country": texts([p.country for p in PLACES] + [None], place),
        "region": texts([p.region for p in PLACES] + [None], place),
        "city": texts([p.city for p in PLACES] + [None], place),
    }


def _page(rows: _Rows) -> dict[str, pa.Array]:
    walk, pages = rows.walk, rows.chunk.store.pages
    rates, stream, n = rows.chunk.store.rates.pages, rows.chunk.stream("pages"), len(rows.nth)
    is_page = walk.kind == PAGE
    is_gone = (walk.page >= pages.gone) & (walk.page < pages.product)
    device = np.array([row[2] for row in BROWSERS] + [0] * 20)
    slower = _LOADS_SLOWER[device[rows.journey.visits.agent[rows.visit]]]
    load = stream.spread(pages.median_ms[walk.page] * slower, 0.8, n)
    no_load = ~is_page | (stream.uniform(n) < rates.no_load_time)
    return {
        "page_path": texts(pages.paths, walk.page),
        "page_referrer": _referrers(rows, is_page, is_gone, stream.uniform(n)),
        "http_status": counts(np.where(is_gone, 404, 200), ~is_page),
        "page_load_ms": counts(np.minimum(load, 60_000), no_load),
    }


def _referrers(rows: _Rows, is_page: np.ndarray, is_gone: np.ndarray, u: np.ndarray) -> pa.Array:
    """Return the source's link on a first event, on some later ones the page before."""
    pages, visits = rows.chunk.store.pages, rows.journey.visits
    before = np.concatenate([rows.walk.page[:1], rows.walk.page[:-1]])
    host = texts([f"https://{host}" for host in HOSTS], visits.shop[rows.visit])
    inside = pc.binary_join_element_wise(host, texts(pages.paths, before), "")
    share = rows.chunk.store.rates.pages.internal_referrer
    is_inside = (rows.nth > 0) & is_page & (is_gone | (u < share))
    outside = texts([s.referrer for s in SOURCES], visits.source[rows.visit], rows.nth > 0)
    return pc.if_else(pa.array(is_inside), inside, outside)


def _tags(rows: _Rows) -> dict[str, pa.Array]:
    """Return utm_* and click ids: on the first event mostly, sometimes on the second."""
    visits, stream = rows.journey.visits, rows.chunk.stream("tags")
    rates, mails, n = rows.chunk.store.rates.pages, rows.chunk.store.mails.ids, len(visits)
    at = np.where(stream.mask(n, rates.late_tag), 1, 0)[rows.visit]
    source = visits.source[rows.visit]
    campaign = np.where(visits.mail >= 0, len(SOURCES) + visits.mail, visits.source)[rows.visit]
    # A second campaign in the middle of a visit must not split it.
    other = stream.mask(n, rates.second_campaign)[rows.visit] & (rows.nth == 2)
    paid = [i for i, s in enumerate(SOURCES) if s.ad and s.campaign and i not in FILMS]
    other_source = np.array(paid)[stream.below(len(paid), n)][rows.visit]
    source, campaign = (np.where(other, other_source, x) for x in (source, campaign))
    none = (rows.nth != at) & ~other
    loud = stream.mask(n, rates.capital_tags)[rows.visit]

    def tag(pool: list, codes: np.ndarray) -> pa.Array:
        return texts(pool + [x and x.upper() for x in pool], codes + loud * len(pool), none)

    return {
        "utm_source": tag([s.source for s in SOURCES], source),
        "utm_medium": tag([s.medium for s in SOURCES], source),
        "utm_campaign": texts([*(s.campaign for s in SOURCES), *mails], campaign, none),
        "utm_term": texts([s.term for s in SOURCES], source, none),
        "click_id_kind": texts([s.click for s in SOURCES], source, none),
    }


def _deal(rows: _Rows) -> dict[str, pa.Array]:
    """Return what events say of products, carts and orders."""
    walk, visits, lines = rows.walk, rows.journey.visits, rows.journey.lines
    number = visits.number[rows.visit]
    no_cart = ~np.isin(walk.kind, (ADD, CHECKOUT, PURCHASE))
    no_line = walk.kind != ADD
    # Events without a line have line -1, which takes the zero at the end.
    quantity, cents = np.append(lines.quantity, 0)[walk.line], np.append(lines.cents, 0)[walk.line]
    is_second = walk.kind == SECOND_PURCHASE
    return {
        "cart_id": ids("k", number, no_cart),
        "order_id": ids("o", number * 10 + is_second, ~is_second & (walk.kind != PURCHASE)),
        "product_id": ids("p", walk.product + 1, ~np.isin(walk.kind, (VIEW, ADD))),
        "quantity": counts(quantity, no_line),
        "unit_price": money(cents, no_line),
        "currency": texts(list(CURRENCIES), visits.shop[rows.visit], no_line),
    }


def _search(rows: _Rows) -> dict[str, pa.Array]:
    stream, n = rows.chunk.stream("searches"), len(rows.nth)
    none = rows.walk.kind != SEARCH
    search = stream.pick([weight for _, _, weight in SEARCHES], n)
    return {
        "search_term": texts([term for term, _, _ in SEARCHES], search, none),
        "search_results": counts(np.array([found for _, found, _ in SEARCHES])[search], none),
    }
