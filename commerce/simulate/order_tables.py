"""The tables orders and order_lines."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .arrivals import loaded
from .columns import counts, flags, ids, money, table, texts, times
from .days import CURRENCIES, STORES
from .draw import DAY, HOUR, SECOND
from .journeys import Journey
from .orders import AMAZON, CHANNELS, ONLINE, PHONE, POS, Orders, cancelled
from .store import Chunk
from .visitors import customer_ids, visitor_ids

_LATER = ("cancelled_at", "fulfilment_cost", "payment_fee")  # what a new order does not have yet


def order_rows(chunk: Chunk, journey: Journey, orders: Orders) -> pa.Table:
    """Return the last state of each order, and of some their first state too."""
    stream, n = chunk.stream("orders"), len(orders)
    gone = cancelled(chunk, orders)
    sent = orders.placed + np.floor(stream.between(2 * HOUR, 3 * DAY, n)).astype(np.int64)
    updated = np.maximum(sent // SECOND * SECOND, gone)
    updated = np.where(updated < chunk.store.plan.end, updated, orders.placed)
    last = table(
        "orders",
        order_id=orders.order_ids(np.arange(n)),
        placed_at=times(orders.placed),
        updated_at=times(updated),
        store_id=texts(list(STORES), orders.shop),
        sales_channel=texts(CHANNELS, orders.channel),
        cancelled_at=times(gone, gone < 0),
        is_test=flags(stream.among(orders.channel == ONLINE, chunk.store.rates.orders.test)),
        currency=texts(list(CURRENCIES), orders.shop),
        loaded_at=times(loaded(chunk, "orders", updated)),
        **_buyer(chunk, journey, orders),
        **_amounts(chunk, orders),
    )
    early = stream.chosen(n, chunk.store.rates.orders.early_state)
    return pa.concat_tables([_first_state(chunk, orders.placed[early], last.take(early)), last])


def _buyer(chunk: Chunk, journey: Journey, orders: Orders) -> dict[str, pa.Array]:
    """Return who bought: account, email, visitor, cart, as far as each channel knows them."""
    store, visits = chunk.store, journey.visits
    stream, n = chunk.stream("buyers"), len(orders)
    rates, person = store.rates.orders, orders.person
    row = np.maximum(orders.visit, 0)
    no_visit = orders.visit < 0
    account = store.visitors.has_account(person)
    is_guest = np.where(no_visit, ~account, ~journey.knows[row] | visits.hides[row])
    is_guest |= orders.channel == AMAZON
    nameless = stream.among(is_guest & (orders.channel == ONLINE), rates.no_email)
    no_email = nameless | ((orders.channel == POS) & (stream.uniform(n) < 0.8))
    untidy = stream.mask(n, rates.untidy_email)
    email = store.visitors.emails(person, untidy, no_email)
    alias = pc.binary_join_element_wise(ids("m", person), "@marketplace.example.org", "")
    email = pc.if_else(pa.array(orders.channel == AMAZON), alias, email)
    hidden = no_visit | visits.hides[row]
    cart = np.maximum(orders.cart, 0)
    return {
        "customer_id": customer_ids(person, is_guest),
        "customer_email": email,
        "visitor_id": visitor_ids(visits.visitor[row], hidden),
        "cart_id": ids("k", visits.number[cart], orders.cart < 0),
    }


def _amounts(chunk: Chunk, orders: Orders) -> dict[str, pa.Array]:
    rates, stream, n = chunk.store.rates.orders, chunk.stream("costs"), len(orders)
    charged = orders.net + orders.shipping + orders.tax + orders.duties
    fee = np.floor(charged * rates.payment_share).astype(np.int64) + rates.payment_cents
    fulfilment = stream.spread(rates.fulfilment_cents, 0.4, n)
    none = orders.discount == 0
    return {
        "discount_amount": money(orders.discount, none & (stream.uniform(n) < 0.5)),
        "shipping_amount": money(orders.shipping),
        "tax_amount": money(orders.tax),
        "duties_amount": money(orders.duties, orders.duties == 0),
        "fulfilment_cost": money(fulfilment, orders.channel == POS),
        "payment_fee": money(fee, orders.channel == PHONE),
    }


def _first_state(chunk: Chunk, placed: np.ndarray, orders: pa.Table) -> pa.Table:
    """Return orders as they were when placed: not sent, not cancelled."""
    changes = {name: pa.nulls(len(orders), orders.schema.field(name).type) for name in _LATER}
    changes["updated_at"] = times(placed)
    changes["loaded_at"] = times(loaded(chunk, "new orders", placed))
    return pa.table(
        {name: changes.get(name, orders[name]) for name in orders.schema.names}, orders.schema
    )


def line_rows(chunk: Chunk, orders: Orders) -> pa.Table:
    """Return all lines of a chunk's orders, and an older version of a few."""
    goods, rates, stream = chunk.store.goods, chunk.store.rates.orders, chunk.stream("lines' cost")
    n = len(orders.order)
    shop = orders.shop[orders.order]
    cost = goods.cost_in(shop, orders.product)
    no_cost = (goods.cost[orders.product] < 0) | (stream.uniform(n) >= rates.line_cost)
    is_gift = orders.product == goods.gift_card
    lines = table(
        "order_lines",
        order_line_id=line_ids(orders, np.arange(n)),
        order_id=orders.order_ids(orders.order),
        quantity=counts(orders.quantity),
        unit_price=money(orders.cents),
        product_id=ids("p", orders.product + 1),
        discount_amount=money(orders.line_discount, orders.line_discount == 0),
        unit_cost=money(cost, no_cost),
        is_gift_card=flags(is_gift, ~is_gift & (stream.uniform(n) < 0.5)),
        loaded_at=times(loaded(chunk, "lines", orders.placed[orders.order])),
    )
    # Some lines were loaded before their price was final; the later row counts.
    early = stream.chosen(n, rates.early_state / 5)
    old = lines.take(early)
    before = times(orders.placed[orders.order[early]] // SECOND * SECOND)
    old = old.set_column(3, "unit_price", money(orders.cents[early] + 100))
    old = old.set_column(len(old.schema) - 1, "loaded_at", before)
    return pa.concat_tables([old.cast(lines.schema), lines])


def line_ids(orders: Orders, row: np.ndarray) -> pa.Array:
    """Return the order_line_id of these lines: order_id and position."""
    first = np.searchsorted(orders.order, orders.order[row])
    position = ids("-", row - first + 1)
    return pc.binary_join_element_wise(orders.order_ids(orders.order[row]), position, "")
