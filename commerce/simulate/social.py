"""The tables social_posts and social_accounts: lifetime counters, one snapshot a day."""

import numpy as np
import pyarrow as pa

from .columns import counts, dates, ids, table, texts, times
from .draw import DAY, HOUR, SECOND, Stream, repeated, trait
from .store import Chunk

PLATFORMS = ["facebook", "twitter", "instagram", "tiktok"]
_REACH = np.array([1.0, 0.6, 1.4, 1.8])  # likes of a post, by platform
_FOLLOWERS = np.array([5200, 3100, 8700, 2400])  # on the first day
_SHARES = {"likes": 1.0, "comments": 0.15, "reposts": 0.12, "quotes": 0.04}  # of likes
_GROWTH = np.array([2.1, 1.3, 4.6, 6.2])  # mean followers won a day


def account_rows(chunk: Chunk) -> pa.Table:
    """Return the followers of each account on each day, as far as snapshots were taken."""
    store, days = chunk.store, chunk.new_days
    account = np.tile(np.arange(len(PLATFORMS)), len(days))
    day = np.repeat(days, len(PLATFORMS))
    u = trait(day * 10 + account, store.seed, "followers")
    scale = max(0.2, np.sqrt(store.visits_a_day / 1000))
    # Noise larger than a day's growth: some days more people leave than come.
    followers = _FOLLOWERS[account] + scale * (_GROWTH[account] * (day + 4 * u))
    kept = ~chunk.stream("accounts").mask(len(day), store.rates.social.missing_day)
    account, day, followers = account[kept], day[kept], followers[kept]
    return table(
        "social_accounts",
        platform=texts(PLATFORMS, account),
        account_id=ids("acc", account + 1),
        snapshot_date=dates(store.plan.first_day + day),
        followers=counts(followers),
    )


def post_rows(chunk: Chunk) -> pa.Table:
    """Return the snapshots of all posts published on this chunk's days, and of older posts."""
    stream, rates = chunk.stream("posts"), chunk.store.rates.social
    days = chunk.new_days
    account = np.tile(np.arange(len(PLATFORMS)), len(days))
    day = np.repeat(days, len(PLATFORMS))
    posted = stream.chosen(len(day), 1 / rates.post_days, floor=0)
    account, day = account[posted], day[posted]
    if chunk.is_first:
        old = np.repeat(np.arange(len(PLATFORMS)), rates.old_posts)
        account = np.concatenate([old, account])
        day = np.concatenate([-1 - stream.below(rates.snapshot_days, len(old)), day])
    return _snapshots(chunk, stream, account, day)


def _snapshots(chunk: Chunk, stream: Stream, account: np.ndarray, day: np.ndarray) -> pa.Table:
    """Return the daily counters of posts, on the simulated days alone."""
    store, rates = chunk.store, chunk.store.rates.social
    number = chunk.numbers("post", len(day))
    post, age = repeated(np.arange(len(day)), np.full(len(day), rates.snapshot_days))
    size = rates.likes * max(0.15, np.sqrt(store.visits_a_day / 1000)) * _REACH[account]
    size = stream.spread(size, 0.8, len(day))[post]
    counters = {
        name: _lifetime(stream, size * share, age, rates.fall) for name, share in _SHARES.items()
    }
    taken = day[post] + age
    kept = (taken >= 0) & (taken < store.plan.days) & ~stream.mask(len(post), rates.missing_day)
    published = store.plan.start + day * DAY + 9 * HOUR + stream.below(8 * 3600, len(day)) * SECOND
    post, taken = post[kept], taken[kept]
    n = len(post)
    no_quotes = account[post] != 1  # only twitter counts quotes
    return table(
        "social_posts",
        platform=texts(PLATFORMS, account[post]),
        post_id=ids("b", number[post]),
        snapshot_date=dates(store.plan.first_day + taken),
        account_id=ids("acc", account[post] + 1),
        published_at=times(published[post]),
        **{
            name: counts(
                values[kept],
                stream.mask(n, rates.no_counter) | (no_quotes if name == "quotes" else False),
            )
            for name, values in counters.items()
        },
    )


def _lifetime(stream: Stream, size: np.ndarray, age: np.ndarray, fall: float) -> np.ndarray:
    """Return running totals per post: most comes in the first days, and some is taken back."""
    n = len(size)
    daily = np.floor(size * 0.6**age * stream.between(0.5, 1.5, n) + stream.uniform(n))
    daily = np.where((age > 0) & stream.mask(n, fall), -1 - np.floor(size * 0.05), daily)
    running = np.cumsum(daily)
    first = np.flatnonzero(age == 0)
    before = (running - daily)[first][np.cumsum(age == 0) - 1]
    return np.maximum(running - before, 0).astype(np.int64)
