"""Snapshots of lifetime counters: first ones, missing days, falls, NULLs."""

from datetime import date

from stores.edges import DAY, HOUR, SECOND, ZERO, first_instant, local_date
from stores.world import World

PLATFORMS = ("facebook", "facebook", "twitter", "twitter", "instagram", "other")
COUNTS = (0, 3, 5, None, 2, 10)
GAPS = (1, 1, 1, 2, 3)


def social(world: World) -> None:
    """Add an account or two, with followers, and posts with snapshots."""
    dice = world.dice
    ending = local_date(world.setting, world.setting.last)
    first = dice.pick((world.day(), world.day(), world.day(), ending - DAY * 2))
    for account in ("a1", "a2")[: 1 + dice.below(2)]:
        platform = dice.pick(PLATFORMS)
        if not dice.chance(4):
            _followers(world, platform, account, first)
        for _ in range(dice.below(3)):
            _post(world, platform, dice.pick((account,) * 5 + (None,)), first)


def _followers(world: World, platform: str, account: str, first: date) -> None:
    for day in _days(world, first, 1 + world.dice.below(4)):
        world.add(
            "social_accounts",
            platform=platform,
            account_id=account,
            snapshot_date=day,
            followers=world.dice.pick((100, 103, 98, 0, 100)),
        )


def _post(world: World, platform: str, account: str | None, first: date) -> None:
    """Add a post's snapshots; published about the account's first day, at its midnight."""
    dice = world.dice
    midnight = first_instant(world.setting, first)
    published = dice.pick((None, world.near(midnight, ZERO, ZERO, HOUR, DAY, -DAY)))
    if published is None and dice.chance(2):
        published = world.near(midnight, ZERO, -SECOND)
    begin = first + DAY * dice.pick((0, 0, 1, 1, 2, -1))
    post = dice.pick(("x1", world.new_id("x"), world.new_id("x")))
    taken = {(row["platform"], row["post_id"]) for row in world.rows("social_posts")}
    if (platform, post) in taken:
        return
    for day in _days(world, begin, 1 + dice.below(4)):
        world.add(
            "social_posts",
            platform=platform,
            post_id=post,
            snapshot_date=day,
            account_id=account,
            published_at=published,
            **{name: dice.pick(COUNTS) for name in ("likes", "comments", "reposts", "quotes")},
        )


def _days(world: World, first: date, count: int) -> list[date]:
    """Return days from the first on; some are missing."""
    days = [first]
    for _ in range(count - 1):
        days.append(days[-1] + DAY * world.dice.pick(GAPS))
    return days
