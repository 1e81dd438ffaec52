"""The table refunds: days or months later, of one line, of several, or of none."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .arrivals import loaded
from .columns import counts, flags, ids, money, table, texts, times
from .draw import DAY, HOUR, SECOND
from .order_tables import line_ids
from .orders import Orders
from .store import Chunk

_REASONS = ["size", "damaged", "late", "changed mind", None]


def refund_rows(chunk: Chunk, orders: Orders) -> pa.Table:
    """Return the refunds of a chunk's orders, wherever in the simulated days they fall."""
    rates, stream, goods = chunk.store.rates.orders, chunk.stream("refunds"), chunk.store.goods
    is_gift = orders.product == goods.gift_card
    line = np.concatenate(
        [
            np.flatnonzero(stream.among(~is_gift, rates.refunded, floor=6)),
            np.flatnonzero(stream.among(is_gift, rates.refunded)),
        ]
    )
    line = np.sort(np.concatenate([line, line[stream.chosen(len(line), rates.refund_twice)]]))
    moment = _moments(chunk, orders.placed[orders.order[line]])
    keep = moment < chunk.store.plan.end
    line, moment = line[keep], moment[keep]
    return _table(chunk, orders, line, moment)


def _moments(chunk: Chunk, placed: np.ndarray) -> np.ndarray:
    rates, stream, n = chunk.store.rates.orders, chunk.stream("refund days"), len(placed)
    months = stream.mask(n, rates.refund_months, floor=2)
    longest = min(200.0, max(41.0, chunk.store.plan.days / 2))
    lag = np.where(
        months,
        stream.between(40, longest, n) * DAY,
        stream.exponential(rates.refund_days * DAY, n) + HOUR,
    )
    return (placed + lag.astype(np.int64)) // SECOND * SECOND


def _table(chunk: Chunk, orders: Orders, line: np.ndarray, moment: np.ndarray) -> pa.Table:
    rates, stream, n = chunk.store.rates.orders, chunk.stream("refund rows"), len(line)
    order, bought = orders.order[line], orders.quantity[line]
    partial = stream.among(bought > 1, rates.refund_partial)
    quantity = np.where(partial, 1, bought)
    no_line = stream.mask(n, rates.refund_without_line)
    paid = orders.cents[line] * quantity - orders.line_discount[line] * quantity // bought
    amount = np.where(no_line, np.minimum(paid, 1000), paid)
    is_return = stream.mask(n, rates.refund_is_return) & ~no_line
    shipping = orders.shipping[order] * stream.mask(n, rates.refund_shipping)
    return table(
        "refunds",
        refund_id=ids("r", chunk.numbers("refund", n)),
        order_id=orders.order_ids(order),
        refunded_at=times(moment),
        amount=money(amount),
        order_line_id=_line_ids_or_none(orders, line, no_line),
        quantity=counts(quantity, no_line | stream.among(~no_line, rates.refund_no_quantity)),
        tax_amount=money(np.floor(amount * orders.tax_share[order]).astype(np.int64)),
        shipping_amount=money(shipping, shipping == 0),
        is_return=flags(is_return, ~is_return & (stream.uniform(n) < 0.3)),
        reason=texts(_REASONS, stream.pick((4, 2, 1, 3, 1), n)),
        loaded_at=times(loaded(chunk, "refunds", moment)),
    )


def _line_ids_or_none(orders: Orders, line: np.ndarray, no_line: np.ndarray) -> pa.Array:
    """Return order_line_id, NULL for refunds that name no line."""
    return pc.if_else(pa.array(no_line), None, line_ids(orders, line))
