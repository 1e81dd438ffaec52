"""KPIs of "Marketplace: amazon" in kpis.md."""

from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction

from .frame import Item, count, counted, quantile_of, ratio_of, seconds, share_of, tell, total
from .landing import accepted

LATE = timedelta(hours=24)
HALF = Fraction(1, 2)


def kpis(store) -> list[dict]:
    return [*_feedback(store), *_answers(store), *_questions(store)]


def _of_amazon(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["marketplace"] == "amazon"]


def _feedback(store) -> list[dict]:
    feedback = _of_amazon(store.rows["marketplace_feedback"])
    items = [
        (row, Item(store.local_day(row["submitted_at"]), row["rating"], {"kind": row["kind"]}))
        for row in feedback
    ]
    of_seller = [item for row, item in items if row["kind"] == "seller_feedback"]
    piles = {
        "ratings": [item for _, item in items],
        "of_seller": of_seller,
        "positive": [item for item in of_seller if item.what >= 4],
    }
    span = [item.day for _, item in items]
    return [
        *tell(
            store,
            "amazon_rating",
            piles,
            ratio_of("ratings", "ratings", over=total, under=count),
            segments=["kind"],
            span=span,
        ),
        *tell(
            store,
            "amazon_positive_feedback_rate",
            piles,
            share_of("positive", "of_seller"),
            span=span,
        ),
    ]


def _answers(store) -> list[dict]:
    # Questions asked after as_of too: an answer goes by its own day.
    questions = _of_amazon(accepted(store.verdicts["marketplace_questions"]))
    asked = {question["question_id"] for question in questions}
    answers = [a for a in store.rows["marketplace_answers"] if a["question_id"] in asked]
    items = [(row, Item(store.local_day(row["answered_at"]), row)) for row in answers]
    return tell(
        store,
        "amazon_answers",
        {"by_seller": [item for row, item in items if row["answered_by"] == "seller"]},
        counted("by_seller"),
        span=[item.day for _, item in items],
    )


def _first_seller_answers(store) -> dict[str, datetime]:
    moments = defaultdict(list)
    for row in store.rows["marketplace_answers"]:
        if row["answered_by"] == "seller":
            moments[row["question_id"]].append(row["answered_at"])
    return {question_id: min(found) for question_id, found in moments.items()}


def _questions(store) -> list[dict]:
    """All three are of questions with needs_response, on the day they were asked."""
    questions = _of_amazon(store.rows["marketplace_questions"])
    answered = _first_seller_answers(store)
    piles = {"needing": [], "answered": [], "hours": [], "old": [], "late": []}
    for question in questions:
        if not question["needs_response"]:
            continue
        asked_at = question["asked_at"]
        answered_at = answered.get(question["question_id"])
        day = store.local_day(asked_at)
        piles["needing"].append(Item(day, question))
        if answered_at is not None:
            piles["answered"].append(Item(day, question))
            piles["hours"].append(Item(day, seconds(answered_at - asked_at) / 3600))
        if store.as_of is not None and store.as_of - asked_at >= LATE:
            piles["old"].append(Item(day, question))
            if answered_at is None or answered_at - asked_at > LATE:
                piles["late"].append(Item(day, question))

    span = [store.local_day(question["asked_at"]) for question in questions]
    rows = []
    for kpi, compute, window in (
        ("amazon_answer_rate", share_of("answered", "needing"), None),
        ("amazon_answer_response_time", quantile_of("hours", HALF), None),
        ("amazon_late_answer_rate", share_of("late", "old"), LATE),
    ):
        rows += tell(store, kpi, piles, compute, span=span, window=window)
    return rows
