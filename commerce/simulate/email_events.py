"""The table email_events: messages that brought visits, and all those that did not."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .arrivals import loaded
from .columns import flags, ids, table, texts, times
from .draw import HOUR, MINUTE, SECOND, Stream
from .journeys import Journey
from .mails import FLOWS
from .store import Chunk
from .visitors import customer_ids

SENT, DELIVERED, BOUNCED, OPENED, CLICKED, UNSUBSCRIBED, COMPLAINED = range(7)
_TYPES = ["sent", "delivered", "bounced", "opened", "clicked", "unsubscribed", "complained"]
_LINKS = ["/", "/category/jackets", "/category/tents", "/product/p1", "/cart"]


@dataclass(frozen=True)
class _Messages:
    """Messages: one send to one person each."""

    person: np.ndarray
    mail: np.ndarray  # index in the store's mails
    sent: np.ndarray  # microseconds since 1970
    clicked: np.ndarray  # just before the visit it brought; -1 where it brought none

    def __len__(self) -> int:
        """Return the number of messages."""
        return len(self.person)


class _Log:
    """Collects events as (row of the message, type, moment, by a machine: 0, 1, 2 unknown)."""

    def __init__(self) -> None:
        self._parts: list[tuple[np.ndarray, ...]] = []

    def add(
        self, row: np.ndarray, kind: int, moment: np.ndarray, machine: np.ndarray | int = 2
    ) -> None:
        shape = np.zeros(len(row), np.int64)
        self._parts.append((row, kind + shape, moment, machine + shape))

    def columns(self) -> list[np.ndarray]:
        return [np.concatenate(part) for part in zip(*self._parts, strict=True)]


def email_rows(chunk: Chunk, journey: Journey) -> pa.Table:
    """Return all events of the messages of a chunk that fall within the simulated days."""
    messages = _messages(chunk, journey)
    stream, log, n = chunk.stream("email"), _Log(), len(messages)
    rates, is_visit = chunk.store.rates.email, messages.clicked >= 0
    rows = np.arange(n)
    log.add(rows, SENT, messages.sent)
    bounced = stream.among(~is_visit, rates.bounced)
    arrived = messages.sent + np.floor(stream.between(1, 60, n)).astype(np.int64) * SECOND
    log.add(np.flatnonzero(~bounced), DELIVERED, arrived[~bounced])
    log.add(np.flatnonzero(bounced), BOUNCED, arrived[bounced])
    later = np.flatnonzero(stream.among(~bounced & ~is_visit, rates.bounced_later))
    log.add(later, BOUNCED, arrived[later] + 3 * HOUR)
    alive = ~bounced
    alive[later] = False
    _opens(chunk, log, messages, alive, arrived)
    _clicks(chunk, log, messages, alive, arrived)
    _ends(chunk, log, alive, arrived)
    return _table(chunk, messages, log)


def _messages(chunk: Chunk, journey: Journey) -> _Messages:
    """Return the messages that brought visits, then the others."""
    brought, others = _that_brought(chunk, journey), _others(chunk, journey)
    return _Messages(
        **{
            name: np.concatenate([values, getattr(others, name)])
            for name, values in vars(brought).items()
        }
    )


def _that_brought(chunk: Chunk, journey: Journey) -> _Messages:
    """Return one message for each visit that came by mail, sent before it."""
    store, visits, stream = chunk.store, journey.visits, chunk.stream("mails that brought")
    row = np.flatnonzero(visits.mail >= 0)
    mail, start, n = visits.mail[row], visits.start[row], len(row)
    lag = np.minimum(stream.spread(5.0, 1.0, n), 80) * HOUR + 3 * MINUTE
    sent = np.maximum(start - lag.astype(np.int64), store.plan.start)
    # A mail about a cart comes after the cart was left: the visit before it.
    left = visits.cart_of[row]
    sent = np.where(left != row, start - (start - visits.start[left]) // 3, sent)
    clicked = start - (1 + stream.below(4, n)) * SECOND
    of_campaign = np.minimum(_campaign_sent(chunk, stream, mail), clicked - 70 * SECOND)
    sent = np.where(mail >= len(FLOWS), of_campaign, sent)
    return _Messages(visits.person[row], mail, sent // SECOND * SECOND, clicked)


def _others(chunk: Chunk, journey: Journey) -> _Messages:
    """Return messages that brought no visit: the more visits a day has, the more of them."""
    store, visits, stream = chunk.store, journey.visits, chunk.stream("other mails")
    like = np.flatnonzero(~visits.is_bot)
    like = like[stream.chosen(len(like), store.rates.email.messages)]
    n, moment = len(like), visits.start[like]
    campaign = store.mails.before(moment)
    is_flow = (stream.uniform(n) < store.rates.email.flow) | (campaign < len(FLOWS))
    mail = np.where(is_flow, stream.below(len(FLOWS), n), campaign)
    sent = np.where(is_flow, moment, _campaign_sent(chunk, stream, mail))
    person = _subscribers(chunk, visits.day[like])
    return _Messages(person, mail, sent // SECOND * SECOND, np.full(n, -1))


def _campaign_sent(chunk: Chunk, stream: Stream, mail: np.ndarray) -> np.ndarray:
    """Return when each message of a campaign leaves: sending takes 20 minutes."""
    spread = stream.below(20 * MINUTE // SECOND, len(mail)) * SECOND
    return chunk.store.mails.sent_at(mail) + spread


def _subscribers(chunk: Chunk, day: np.ndarray) -> np.ndarray:
    """Return who gets a message: anybody seen before that day."""
    store, stream = chunk.store, chunk.stream("subscribers")
    visitor = store.plan.number_at(day - stream.exponential(50.0, len(day)))
    return store.visitors.person(np.maximum(visitor, 0))


def _opens(
    chunk: Chunk, log: _Log, messages: _Messages, alive: np.ndarray, arrived: np.ndarray
) -> None:
    """People open, and privacy proxies open within seconds."""
    rates, stream, n = chunk.store.rates.email, chunk.stream("opens"), len(messages)
    is_visit = messages.clicked >= 0
    person = stream.among(alive & ~is_visit, rates.human_open)
    person |= stream.among(is_visit, rates.opened_before_click)
    lag = stream.spread(4.0, 1.2, n) * HOUR
    before = messages.clicked - (5 + stream.below(30, n)) * SECOND
    moment = np.where(is_visit, np.maximum(before, arrived), arrived + lag.astype(np.int64))
    row = np.flatnonzero(person)
    unknown = stream.mask(len(row), rates.open_unknown)
    log.add(row, OPENED, moment[row], np.where(unknown, 2, 0))
    again = row[stream.chosen(len(row), rates.second_open)]
    log.add(again, OPENED, moment[again] + 7 * HOUR, 0)
    row = np.flatnonzero(stream.among(alive, rates.machine_open))
    log.add(row, OPENED, arrived[row] + stream.below(90, len(row)) * SECOND, 1)


def _clicks(
    chunk: Chunk, log: _Log, messages: _Messages, alive: np.ndarray, arrived: np.ndarray
) -> None:
    """Clicks bring visits; some come from scanners, some from people who block the tracking."""
    rates, stream = chunk.store.rates.email, chunk.stream("clicks")
    is_visit = messages.clicked >= 0
    row = np.flatnonzero(is_visit)
    log.add(row, CLICKED, messages.clicked[row], 0)
    row = np.flatnonzero(stream.among(alive, rates.scanner_click))
    log.add(row, CLICKED, arrived[row] + 2 * SECOND, 1)
    row = np.flatnonzero(stream.among(alive & ~is_visit, rates.click))
    log.add(row, CLICKED, arrived[row] + stream.below(30, len(row)) * HOUR + 5 * MINUTE, 0)


def _ends(chunk: Chunk, log: _Log, alive: np.ndarray, arrived: np.ndarray) -> None:
    rates, stream = chunk.store.rates.email, chunk.stream("email ends")
    for kind, share in ((UNSUBSCRIBED, rates.unsubscribed), (COMPLAINED, rates.complained)):
        row = np.flatnonzero(stream.among(alive, share))
        log.add(row, kind, arrived[row] + stream.below(40, len(row)) * HOUR + MINUTE)


def _table(chunk: Chunk, messages: _Messages, log: _Log) -> pa.Table:
    store, stream = chunk.store, chunk.stream("email rows")
    row, kind, moment, machine = log.columns()
    order = np.lexsort((kind, moment, row))
    order = order[moment[order] < store.plan.end]
    row, kind, moment, machine = (x[order] for x in (row, kind, moment, machine))
    number = chunk.numbers("message", len(messages))
    person = messages.person
    account = store.visitors.has_account(person)
    hidden = stream.among(account, store.rates.email.no_recipient)
    untidy = stream.mask(len(messages), store.rates.orders.untidy_email)
    n = len(row)
    return table(
        "email_events",
        event_id=ids("n", chunk.numbers("email event", n)),
        message_id=ids("s", number[row]),
        event_type=texts(_TYPES, kind),
        occurred_at=times(moment),
        campaign_id=texts(store.mails.ids, messages.mail[row]),
        customer_id=customer_ids(person[row], ~account[row]),
        recipient_email=store.visitors.emails(person[row], untidy[row], hidden[row]),
        is_machine=flags(machine == 1, machine == 2),
        link=texts(_LINKS, stream.below(len(_LINKS), n), kind != CLICKED),
        loaded_at=times(loaded(chunk, "email", moment)),
    )
