"""The table support_cases."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import counts, flags, ids, table, texts, times
from .draw import HOUR, MINUTE, SECOND, Stream
from .orders import AMAZON, Orders
from .store import Chunk
from .visitors import customer_ids

CHANNELS = ["email", "phone", "chat", "form", "social", "other"]
_WEIGHTS = (38, 16, 22, 14, 7, 3)
_REPLY_MINUTES = np.array([160.0, 0.3, 0.7, 190.0, 95.0, 240.0])  # median, by channel
_TOPICS = ["delivery", "return", "size", "payment", "product", None]
_LATER = ("first_reply_at", "resolved_at", "satisfaction")  # what a new case does not have yet


def case_rows(chunk: Chunk, orders: Orders) -> pa.Table:
    """Return the last state of each case, and of some their first state too."""
    rates, stream, n = chunk.store.rates.service, chunk.stream("cases"), len(orders)
    row = np.flatnonzero(stream.mask(n, rates.cases, floor=len(CHANNELS)))
    lag = np.minimum(stream.exponential(4.0, len(row)), 40) * 24 * HOUR
    opened = (orders.placed[row] + lag.astype(np.int64)) // SECOND * SECOND
    kept = opened < chunk.store.plan.end
    row, opened = row[kept], opened[kept]
    last = _table(chunk, stream, orders, row, opened)
    early = stream.chosen(len(last), rates.early_state)
    first = last.take(early)
    changes = {name: pa.nulls(len(early), first.schema.field(name).type) for name in _LATER}
    changes["updated_at"] = times(opened[early])
    names = last.schema.names
    first = pa.table({name: changes.get(name, first[name]) for name in names}, last.schema)
    return pa.concat_tables([first, last])


def _table(
    chunk: Chunk, stream: Stream, orders: Orders, row: np.ndarray, opened: np.ndarray
) -> pa.Table:
    rates, n, end = chunk.store.rates.service, len(row), chunk.store.plan.end
    channel = stream.pick(_WEIGHTS, n, even=True)
    wait = stream.spread(_REPLY_MINUTES[channel], 1.3, n) * MINUTE
    replied = opened + np.maximum(wait.astype(np.int64) // SECOND, 1) * SECOND
    no_reply = ~stream.mask(n, rates.replied) | (replied >= end)
    work = stream.spread(9.0, 1.4, n) * HOUR
    resolved = replied + work.astype(np.int64) // SECOND * SECOND
    open_still = no_reply | ~stream.mask(n, rates.resolved) | (resolved >= end)
    updated = np.where(open_still, np.where(no_reply, opened, replied), resolved)
    spam = stream.mask(n, rates.spam)
    number = chunk.numbers("case", n)
    merged = stream.among(~spam & (np.arange(n) > 0), rates.merged)
    anonymous = spam | (orders.channel[row] == AMAZON)
    anonymous |= ~chunk.store.visitors.has_account(orders.person[row])
    rated = stream.among(~open_still & ~spam, rates.rated)
    return table(
        "support_cases",
        case_id=ids("h", number),
        opened_at=times(opened),
        updated_at=times(updated),
        channel=texts(CHANNELS, channel),
        customer_id=customer_ids(orders.person[row], anonymous),
        order_id=_order_ids(orders, row, spam | ~stream.mask(n, rates.about_order)),
        first_reply_at=times(replied, no_reply),
        resolved_at=times(resolved, open_still),
        is_spam=flags(spam, ~spam & stream.mask(n, 0.1)),
        merged_into=ids("h", number - 1, ~merged),
        satisfaction=counts(1 + stream.pick((5, 6, 12, 32, 45), n), ~rated),
        topic=texts(_TOPICS, stream.pick((7, 5, 3, 2, 3, 1), n)),
    )


def _order_ids(orders: Orders, row: np.ndarray, missing: np.ndarray) -> pa.Array:
    return pc.if_else(pa.array(missing), None, orders.order_ids(row))
