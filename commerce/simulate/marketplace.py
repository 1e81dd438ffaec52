"""The tables marketplace_feedback, marketplace_questions and marketplace_answers."""

import numpy as np
import pyarrow as pa

from .columns import counts, flags, ids, table, texts, times
from .draw import DAY, HOUR, SECOND, Stream
from .orders import AMAZON, Orders
from .store import Chunk

MARKETPLACES = ["amazon", "ebay", "other"]
_KINDS = ["seller_feedback", "product_review"]
_ANSWERERS = ["seller", "community", None]  # none: the seller


def feedback_rows(chunk: Chunk, orders: Orders) -> pa.Table:
    """Return ratings of sellers and products, some days after marketplace orders."""
    rates, stream = chunk.store.rates.service, chunk.stream("feedback")
    sold = orders.channel == AMAZON
    sellers = np.flatnonzero(stream.among(sold, rates.seller_feedback))
    products = np.flatnonzero(stream.among(sold, rates.product_review))
    kind = np.repeat([0, 1], [len(sellers), len(products)])
    row = np.concatenate([sellers, products])
    return _feedback(chunk, stream, orders, row, kind)


def _feedback(
    chunk: Chunk, stream: Stream, orders: Orders, row: np.ndarray, kind: np.ndarray
) -> pa.Table:
    moment = _later(stream, orders.placed[row], 9.0)
    kept = moment < chunk.store.plan.end
    row, kind, moment = row[kept], kind[kept], moment[kept]
    n = len(row)
    product = orders.product[np.searchsorted(orders.order, row)]
    return table(
        "marketplace_feedback",
        feedback_id=ids("fb", chunk.numbers("feedback", n)),
        marketplace=_marketplaces(chunk, stream, n),
        kind=texts(_KINDS, kind),
        rating=counts(1 + stream.pick((6, 4, 9, 24, 57), n)),
        submitted_at=times(moment),
        product_id=ids("p", product + 1, kind == 0),
    )


def _later(stream: Stream, moment: np.ndarray, mean_days: float) -> np.ndarray:
    lag = stream.exponential(mean_days * DAY, len(moment)) + HOUR
    return (moment + lag.astype(np.int64)) // SECOND * SECOND


def _marketplaces(chunk: Chunk, stream: Stream, n: int) -> pa.Array:
    other = stream.mask(n, chunk.store.rates.service.not_amazon)
    return texts(MARKETPLACES, np.where(other, 1 + stream.below(2, n), 0))


def question_rows(chunk: Chunk, orders: Orders) -> tuple[pa.Table, pa.Table]:
    """Return questions and their answers: in time, late, by the community, or none at all."""
    rates, stream = chunk.store.rates.service, chunk.stream("questions")
    sold = np.flatnonzero(orders.channel == AMAZON)
    times_asked = int(np.floor(len(sold) * rates.questions + 0.5))
    n = max(times_asked, 8) if len(sold) else 0
    row = sold[stream.below(max(len(sold), 1), n)] if n else sold
    asked = chunk.within(orders.placed[row] - stream.below(5 * 24 * 3600, n) * SECOND)
    asked = np.maximum(asked, chunk.store.plan.start)
    number = chunk.numbers("question", n)
    needless = stream.mask(n, rates.no_answer_needed)
    questions = table(
        "marketplace_questions",
        question_id=ids("q", number),
        marketplace=_marketplaces(chunk, stream, n),
        asked_at=times(asked),
        product_id=ids("p", orders.product[np.searchsorted(orders.order, row)] + 1),
        needs_response=flags(~needless, ~needless & stream.mask(n, rates.need_unknown)),
    )
    return questions, _answers(chunk, stream, number, asked)


def _answers(chunk: Chunk, stream: Stream, number: np.ndarray, asked: np.ndarray) -> pa.Table:
    rates, n = chunk.store.rates.service, len(number)
    answered = stream.mask(n, rates.answered)
    late = stream.among(answered, rates.late_answer, floor=2)
    soon = np.minimum(stream.spread(5.0, 0.9, n), 23.9)
    hours = np.where(late, stream.between(24.2, 120, n), soon)
    seller = asked + (hours * HOUR).astype(np.int64)
    community = asked + (stream.between(0.5, 90, n) * HOUR).astype(np.int64)
    helped = stream.mask(n, rates.community)
    again = stream.among(answered, rates.second_answer)
    question = np.concatenate([x.nonzero()[0] for x in (answered, helped, again)])
    moment = np.concatenate([seller[answered], community[helped], seller[again] + 2 * DAY])
    by = np.repeat([0, 1, 0], [answered.sum(), helped.sum(), again.sum()])
    kept = moment < chunk.store.plan.end
    question, moment, by = question[kept], moment[kept] // SECOND * SECOND, by[kept]
    m = len(moment)
    silent = stream.among(by == 0, 0.1)
    return table(
        "marketplace_answers",
        answer_id=ids("w", chunk.numbers("answer", m)),
        question_id=ids("q", number[question]),
        answered_at=times(moment),
        answered_by=texts(_ANSWERERS, np.where(silent, 2, by)),
    )
