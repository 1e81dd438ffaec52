"""The table carts: filled, left, emptied, bought, and those that never held anything."""

import numpy as np
import pyarrow as pa

from .arrivals import loaded
from .columns import counts, ids, money, table, texts, times
from .days import CURRENCIES, STORES
from .draw import DAY, HOUR, MINUTE, SECOND, Stream
from .journeys import Journey
from .store import Chunk
from .visitors import customer_ids, visitor_ids
from .visits import BOUGHT, IN_CART
from .walks import ADD

_LATER = (  # what a new cart does not have yet
    "emptied_at", "checkout_started_at", "contact_given_at", "completed_at", "order_id",
    "cart_value",
)  # fmt: skip


def cart_rows(chunk: Chunk, journey: Journey) -> pa.Table:
    """Return the last state of each cart of a chunk, and of some their first state too."""
    filled = _filled(chunk, journey)
    stream = chunk.stream("early carts")
    early = stream.chosen(len(filled), chunk.store.rates.funnel.early_state)
    return pa.concat_tables([_first_state(filled.take(early)), filled, _empty(chunk, journey)])


def _filled(chunk: Chunk, journey: Journey) -> pa.Table:
    """Return the carts of visits that put something into one."""
    visits, lines, stream = journey.visits, journey.lines, chunk.stream("carts")
    n = len(lines.count)
    created = journey.walk.first(ADD, len(visits))[:n]
    row = np.flatnonzero(visits.level[:n] >= IN_CART)
    buyer = np.full(n, -1)
    bought = np.flatnonzero(visits.level == BOUGHT)
    buyer[visits.cart_of[bought]] = bought
    buyer = buyer[row]
    is_bought = buyer >= 0
    begun, contact = journey.checkout[row], journey.contact[row]
    completed = np.where(is_bought, journey.purchase[buyer], -1)
    value = lines.total(lines.cents * lines.quantity, n)[row]
    items = lines.total(lines.quantity, n)[row]
    emptied, items = _emptied(chunk, stream, created[row], is_bought, items)
    updated = np.max([created[row] + MINUTE, begun, contact, completed, emptied], axis=0)
    rates = chunk.store.rates.funnel
    no_time = ~is_bought | stream.among(is_bought, rates.no_completed_at)
    no_order = ~is_bought | stream.among(is_bought & ~no_time, rates.no_order_id)
    hidden = visits.hides[row]
    shown = journey.knows[row] | (is_bought & journey.knows[buyer])
    return table(
        "carts",
        cart_id=ids("k", visits.number[row]),
        created_at=times(created[row]),
        updated_at=times(updated),
        visitor_id=visitor_ids(visits.visitor[row], hidden),
        customer_id=customer_ids(visits.person[row], ~shown | hidden),
        store_id=texts(list(STORES), visits.shop[row]),
        emptied_at=times(emptied, emptied < 0),
        checkout_started_at=times(begun, begun < 0),
        contact_given_at=times(contact, contact < 0),
        completed_at=times(completed, no_time),
        order_id=ids("o", visits.number[row] * 10, no_order),
        currency=texts(list(CURRENCIES), visits.shop[row]),
        cart_value=money(value, stream.mask(len(row), rates.no_value)),
        item_count=counts(items),
        loaded_at=times(loaded(chunk, "carts", updated)),
    )


def _emptied(
    chunk: Chunk, stream: Stream, created: np.ndarray, is_bought: np.ndarray, items: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return when carts were emptied (-1: not), and what is in them since."""
    rates, n = chunk.store.rates.funnel, len(items)
    is_emptied = stream.among(~is_bought, rates.emptied, floor=2)
    moment = created + np.floor(stream.between(HOUR, 2 * DAY, n)).astype(np.int64)
    is_emptied &= moment < chunk.store.plan.end
    refilled = stream.among(is_emptied, rates.refilled)
    moment = np.where(is_emptied, moment // SECOND * SECOND, -1)
    return moment, np.where(is_emptied, refilled * 1, items)


def _first_state(carts: pa.Table) -> pa.Table:
    """Return carts as they were when created: one item, no checkout yet."""
    n = len(carts)
    now = carts["created_at"]
    loaded_at = now.combine_chunks().view(pa.int64()).to_numpy() + 5 * MINUTE
    changes = {
        "updated_at": now,
        "item_count": counts(np.ones(n)),
        "loaded_at": times(loaded_at // SECOND * SECOND),
    }
    for name in _LATER:
        changes[name] = pa.nulls(n, carts.schema.field(name).type)
    return pa.table(
        {name: changes.get(name, carts[name]) for name in carts.schema.names}, carts.schema
    )


def _empty(chunk: Chunk, journey: Journey) -> pa.Table:
    """Return carts that a visit opened and never filled: no carts at all, says the contract."""
    visits, stream = journey.visits, chunk.stream("empty carts")
    able = ~visits.is_bot & (visits.level < IN_CART)
    row = np.flatnonzero(stream.among(able, chunk.store.rates.funnel.empty_cart))
    n, moment = len(row), visits.start[row] + SECOND
    return table(
        "carts",
        cart_id=ids("k", chunk.numbers("empty cart", n) + 10**9),
        created_at=times(moment),
        updated_at=times(moment),
        visitor_id=visitor_ids(visits.visitor[row], visits.hides[row]),
        store_id=texts(list(STORES), visits.shop[row]),
        currency=texts(list(CURRENCIES), visits.shop[row]),
        cart_value=money(np.zeros(n)),
        item_count=counts(np.zeros(n)),
        loaded_at=times(loaded(chunk, "empty carts", moment)),
    )
