"""Ratings, questions and answers, at the edges of the 24 hours and of what counts."""

from stores.edges import ANSWER, HOUR, MINUTE, ZERO
from stores.world import PRODUCTS, World

MARKETPLACES = ("amazon", "amazon", "amazon", "amazon", "ebay", "other")
RATINGS = (4, 3, 5, 1, 4, 3, 0, 6)
ANSWERS = (ANSWER, ANSWER, ANSWER, ZERO, HOUR, -MINUTE, ANSWER * 3)


def marketplace(world: World) -> None:
    """Add up to four ratings and three questions, with up to two answers each."""
    dice = world.dice
    for _ in range(dice.below(5)):
        world.add(
            "marketplace_feedback",
            feedback_id=world.new_id("d"),
            marketplace=dice.pick(MARKETPLACES),
            kind=dice.pick(("seller_feedback", "product_review", "seller_feedback")),
            rating=dice.pick(RATINGS),
            submitted_at=world.moment(),
            product_id=dice.pick(PRODUCTS),
        )
    for _ in range(dice.below(4)):
        _question(world)


def _question(world: World) -> None:
    dice = world.dice
    question = world.new_id("u")
    asked = world.moment()
    if dice.chance(3):
        asked = world.near(world.setting.last, -ANSWER)
    world.add(
        "marketplace_questions",
        question_id=question,
        marketplace=dice.pick(MARKETPLACES),
        asked_at=asked,
        product_id=dice.pick(PRODUCTS),
        needs_response=dice.pick((True, None, True, None, False)),
    )
    for _ in range(dice.pick((1, 0, 1, 2, 2))):
        world.add(
            "marketplace_answers",
            answer_id=world.new_id("w"),
            question_id=question,
            answered_at=world.near(asked, *ANSWERS),
            answered_by=dice.pick(("seller", None, "seller", "community", None)),
        )
