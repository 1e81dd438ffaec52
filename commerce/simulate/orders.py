"""Orders of all sales channels, with their lines and amounts."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import ids
from .draw import DAY, MINUTE, SECOND, Stream, repeated
from .journeys import Journey
from .places import PLACES
from .store import Chunk
from .visits import BOUGHT
from .walks import SECOND_PURCHASE

CHANNELS = ["online_store", "amazon", "pos", "phone", "other"]
PREFIXES = ("o", "a", "t", "h", "w")
ONLINE, AMAZON, POS, PHONE, OTHER = range(5)


@dataclass
class Orders:
    """Orders of a chunk and their lines; amounts are cents of the order's currency."""

    number: np.ndarray  # unique within a channel
    channel: np.ndarray  # index in CHANNELS
    shop: np.ndarray
    placed: np.ndarray  # microseconds since 1970
    person: np.ndarray
    visit: np.ndarray  # row of the visit, -1 without
    cart: np.ndarray  # row of the visit that filled the cart, -1 without
    order: np.ndarray  # of each line: row of its order; sorted
    product: np.ndarray
    quantity: np.ndarray
    cents: np.ndarray  # price of one unit
    line_discount: np.ndarray
    discount: np.ndarray  # of the whole order
    shipping: np.ndarray
    tax: np.ndarray
    duties: np.ndarray

    def __len__(self) -> int:
        """Return the number of orders."""
        return len(self.number)

    @property
    def tax_share(self) -> np.ndarray:
        """Tax of each order as a share of its net value."""
        return self.tax / np.maximum(self.net, 1)

    @property
    def net(self) -> np.ndarray:
        """Value of each order after discounts, before tax."""
        return self.gross - self.discount

    @property
    def gross(self) -> np.ndarray:
        """Value of each order after its lines' discounts."""
        return self.per_order(self.quantity * self.cents - self.line_discount)

    def per_order(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of a whole number of each line per order."""
        return np.bincount(self.order, values, len(self)).astype(np.int64)

    def order_ids(self, row: np.ndarray) -> pa.Array:
        """Return the order_id of these rows."""
        array = pa.nulls(len(row), pa.string())
        for channel, prefix in enumerate(PREFIXES):
            of_channel = pa.array(self.channel[row] == channel)
            array = pc.if_else(of_channel, ids(prefix, self.number[row]), array)
        return array


def make_orders(chunk: Chunk, journey: Journey) -> Orders:
    """Return the orders of a chunk: those of its visits, then those without a visit."""
    parts = [_first(chunk, journey), _second(chunk, journey)]
    rates = chunk.store.rates.orders
    shares = {AMAZON: rates.amazon, POS: rates.pos, PHONE: rates.phone, OTHER: rates.other}
    parts += [_elsewhere(chunk, channel, share) for channel, share in shares.items()]
    sizes = np.array([len(part["number"]) for part in parts])
    for part, shift in zip(parts, np.cumsum(sizes) - sizes, strict=True):
        part["order"] = part["order"] + shift
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return _with_amounts(chunk, joined)


def _first(chunk: Chunk, journey: Journey) -> dict[str, np.ndarray]:
    """Return the orders of carts."""
    visits, lines = journey.visits, journey.lines
    row = np.flatnonzero(visits.level == BOUGHT)
    cart = visits.cart_of[row]
    order, line = lines.of(cart)
    early = 1 + chunk.stream("placed").below(4, len(row))  # the thank-you page comes after
    return {
        "number": visits.number[row] * 10,
        "channel": np.full(len(row), ONLINE),
        "shop": visits.shop[row],
        "placed": journey.purchase[row] - early * SECOND,
        "person": visits.person[row],
        "visit": row,
        "cart": cart,
        "order": order,
        "product": lines.product[line],
        "quantity": lines.quantity[line],
        "cents": lines.cents[line],
    }


def _second(chunk: Chunk, journey: Journey) -> dict[str, np.ndarray]:
    """Return second orders of a visit: one more of the first thing bought, without a cart."""
    visits, lines, row = journey.visits, journey.lines, journey.second
    line = lines.first[row]
    moment = journey.walk.first(SECOND_PURCHASE, len(visits))[row]
    return {
        "number": visits.number[row] * 10 + 1,
        "channel": np.full(len(row), ONLINE),
        "shop": visits.shop[row],
        "placed": moment - SECOND,
        "person": visits.person[row],
        "visit": row,
        "cart": np.full(len(row), -1),
        "order": np.arange(len(row)),
        "product": lines.product[line],
        "quantity": np.ones(len(row), np.int64),
        "cents": lines.cents[line],
    }


def _elsewhere(chunk: Chunk, channel: int, share: float) -> dict[str, np.ndarray]:
    """Return orders without a visit: marketplace, till, telephone."""
    store, plan = chunk.store, chunk.store.plan
    stream = chunk.stream(f"orders {CHANNELS[channel]}")
    visits = plan.visits[chunk.pieces]
    day = np.repeat(plan.piece_day[chunk.pieces], visits)
    day = day[stream.chosen(len(day), share)]
    n = len(day)
    person = _returning_persons(chunk, stream, day)
    shop = store.place_store[store.visitors.place(person)]
    order, _ = repeated(np.arange(n), 1 + stream.counts(0.4, n, most=4))
    product = stream.pick(store.goods.weights, len(order))
    return {
        "number": chunk.numbers(CHANNELS[channel], n),
        "channel": np.full(n, channel),
        "shop": shop,
        "placed": chunk.moments(stream, day, shop),
        "person": person,
        "visit": np.full(n, -1),
        "cart": np.full(n, -1),
        "order": order,
        "product": product,
        "quantity": 1 + stream.counts(0.15, len(order), most=5),
        "cents": store.goods.prices[shop[order], product],
    }


def _returning_persons(chunk: Chunk, stream: Stream, day: np.ndarray) -> np.ndarray:
    """Return persons seen before a day; loyal ones come again and again."""
    store = chunk.store
    visitor = store.plan.number_at(day - stream.exponential(40.0, len(day)))
    visitor = np.maximum(visitor, 0)
    # Those who met a film buy on the site alone, so that no order is nearest to the film.
    loyal = (stream.uniform(len(day)) < 0.4) | store.visitors.meets_film(visitor)
    return store.visitors.person(np.where(loyal, store.visitors.loyal_near(visitor), visitor))


def _with_amounts(chunk: Chunk, parts: dict[str, np.ndarray]) -> Orders:
    """Return orders with discounts, shipping, tax and duties."""
    rates, stream = chunk.store.rates.orders, chunk.stream("amounts")
    n, lines = len(parts["number"]), len(parts["order"])
    value = parts["quantity"] * parts["cents"]
    off = stream.mask(lines, rates.line_discount) * rates.line_depth
    zero = np.zeros(n, np.int64)
    orders = Orders(
        **parts,
        line_discount=_cents(value * off),
        discount=zero, shipping=zero, tax=zero, duties=zero,
    )  # fmt: skip
    depth = stream.between(0.5, 1.5, n) * rates.code_depth
    orders.discount = _cents(orders.gross * depth * stream.mask(n, rates.code))
    net = orders.net
    pays = (net < rates.free_shipping_cents) & (orders.channel != POS)
    orders.shipping = pays * rates.shipping_cents
    orders.tax = _cents(net * np.where(orders.shop == 1, rates.tax_eu, rates.tax_us))
    place = chunk.store.visitors.place(orders.person)
    customs = np.array([p.customs for p in PLACES])[place] & (orders.channel != POS)
    taxed = customs & (stream.uniform(n) < rates.duties)
    orders.duties = _cents(net * rates.duty_depth * taxed)
    return orders


def _cents(amount: np.ndarray) -> np.ndarray:
    return np.floor(amount + 0.5).astype(np.int64)


def cancelled(chunk: Chunk, orders: Orders) -> np.ndarray:
    """Return when orders were cancelled, -1 where not."""
    stream, n = chunk.stream("cancelled"), len(orders)
    lag = np.floor(stream.between(5 * MINUTE, 3 * DAY, n)).astype(np.int64) // SECOND * SECOND
    moment = orders.placed + lag
    chosen = stream.among(moment < chunk.store.plan.end, chunk.store.rates.orders.cancelled)
    return np.where(chosen, moment, -1)
