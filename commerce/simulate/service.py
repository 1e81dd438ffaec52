"""The table support_cases."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import counts, flags, ids, table, texts, times
from .draw import DAY, HOUR, MINUTE, SECOND, Stream
from .orders import AMAZON, Orders
from .store import Chunk
from .visitors import customer_ids

CHANNELS = ["email", "phone", "chat", "form", "social", "other"]
CHAT = 2
_WEIGHTS = (38, 16, 22, 14, 7, 3)
_REPLY_MINUTES = np.array([160.0, 0.3, 0.0, 190.0, 95.0, 240.0])  # median; chats: in rates.py
_TOPICS = ["delivery", "return", "size", "payment", "product", None]
_LATER = ("first_reply_at", "resolved_at", "satisfaction")  # what a new case does not have yet


def case_rows(chunk: Chunk, orders: Orders) -> pa.Table:
    """Return the last state of each case, and of some their first state too."""
    rates, stream, n = chunk.store.rates.service, chunk.stream("cases"), len(orders)
    row = np.flatnonzero(stream.mask(n, rates.cases, floor=len(CHANNELS)))
    lag = np.minimum(stream.exponential(4.0, len(row)), 40) * 24 * HOUR
    opened = (orders.placed[row] + lag.astype(np.int64)) // SECOND * SECOND
    channel = stream.pick(_WEIGHTS, len(row), even=True)
    by_day = stream.among(channel == CHAT, rates.chat_by_day)
    opened = np.where(by_day, _next_day(chunk, stream, opened), opened)
    kept = opened < chunk.store.plan.end
    last = _table(chunk, stream, orders, row[kept], channel[kept], opened[kept])
    early = stream.chosen(len(last), rates.early_state)
    first = last.take(early)
    changes = {name: pa.nulls(len(early), first.schema.field(name).type) for name in _LATER}
    changes["updated_at"] = times(opened[early])
    names = last.schema.names
    first = pa.table({name: changes.get(name, first[name]) for name in names}, last.schema)
    return pa.concat_tables([first, last])


def _desk(chunk: Chunk, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return when the desk opens and closes on days since 1970, microseconds from midnight."""
    hours = np.array(chunk.store.rates.service.desk_hours, np.int64) * HOUR
    opens, closes = hours[(day + 3) % 7].T  # 1970 began on a Thursday
    return opens, closes


def _next_day(chunk: Chunk, stream: Stream, moment: np.ndarray) -> np.ndarray:
    """Return a moment of the next day's working hours; where it has none, the same moment."""
    day = moment // DAY + 1
    opens, closes = _desk(chunk, day)
    second = stream.below((closes - opens) // SECOND, len(moment))
    return np.where(closes > opens, day * DAY + opens + second * SECOND, moment)


def _chats(
    chunk: Chunk, stream: Stream, is_chat: np.ndarray, opened: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return which chats are answered within 60 s, and how many seconds each would wait."""
    rates, n, day = chunk.store.rates.service, len(opened), opened // DAY
    opens, closes = _desk(chunk, day)
    is_open = (closes > opens) & (opened - day * DAY >= opens) & (opened - day * DAY <= closes)
    in_time = stream.among(is_chat & is_open, rates.chat_in_time)
    in_time |= stream.among(is_chat & ~is_open, rates.chat_in_time_at_night)
    late = np.where(is_open, stream.below(1200, n), stream.below(12 * 3600, n))
    return in_time, np.where(in_time, 5 + stream.below(56, n), 61 + late)


def _table(
    chunk: Chunk,
    stream: Stream,
    orders: Orders,
    row: np.ndarray,
    channel: np.ndarray,
    opened: np.ndarray,
) -> pa.Table:
    rates, n, end = chunk.store.rates.service, len(row), chunk.store.plan.end
    spam = stream.mask(n, rates.spam)
    merged = stream.among(~spam & (np.arange(n) > 0), rates.merged)
    in_time, chat_wait = _chats(chunk, stream, (channel == CHAT) & ~spam & ~merged, opened)
    wait = stream.spread(_REPLY_MINUTES[channel], 1.3, n) * MINUTE // SECOND
    wait = np.where(channel == CHAT, chat_wait, np.maximum(wait.astype(np.int64), 1))
    replied = opened + wait * SECOND
    no_reply = ~(in_time | stream.mask(n, rates.replied)) | (replied >= end)
    work = stream.spread(9.0, 1.4, n) * HOUR
    resolved = replied + work.astype(np.int64) // SECOND * SECOND
    open_still = no_reply | ~stream.mask(n, rates.resolved) | (resolved >= end)
    updated = np.where(open_still, np.where(no_reply, opened, replied), resolved)
    number = chunk.numbers("case", n)
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
