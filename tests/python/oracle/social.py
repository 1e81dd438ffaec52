"""KPIs of "Social" in kpis.md: lifetime counters become daily movements."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise

from .frame import Item, summed, tell

# kpi: platform, counter of its posts
OF_POSTS = {
    "facebook_likes": ("facebook", "likes"),
    "facebook_comments": ("facebook", "comments"),
    "retweets": ("twitter", "reposts"),
}


def kpis(store) -> list[dict]:
    posts, accounts = store.rows["social_posts"], store.rows["social_accounts"]
    began = _account_begins(posts, accounts)
    rows = []
    for kpi, (platform, counter) in OF_POSTS.items():
        mine = [row for row in posts if row["platform"] == platform]
        rows += _tell(store, kpi, mine, _post_movements(store, mine, counter, began))
    mine = [row for row in accounts if row["platform"] == "twitter"]
    return rows + _tell(store, "new_twitter_followers", mine, _follower_movements(mine))


def _tell(store, kpi: str, snapshots: list[dict], movements: list[Item]) -> list[dict]:
    span = [row["snapshot_date"] for row in snapshots]
    return tell(store, kpi, {"movements": movements}, summed("movements"), span=span)


def _account_begins(posts: list[dict], accounts: list[dict]) -> dict[tuple, date]:
    """(platform, account_id): its first snapshot_date, else the earliest of its posts."""
    by_posts, by_accounts = {}, {}
    for begins, rows in ((by_posts, posts), (by_accounts, accounts)):
        for row in rows:
            account = (row["platform"], row["account_id"])
            day = row["snapshot_date"]
            begins[account] = min(day, begins.get(account, day))
    return {**by_posts, **by_accounts}


def _in_order(snapshots: list[dict], thing: str, counter: str) -> list[list[dict]]:
    """The snapshots with a known counter of each post or account, in order of time."""
    found = defaultdict(list)
    for row in snapshots:
        if row[counter] is not None:
            found[row["platform"], row[thing]].append(row)
    return [sorted(rows, key=lambda row: row["snapshot_date"]) for rows in found.values()]


def _steps(snapshots: list[dict], counter: str) -> list[Item]:
    """Counter − the counter before, on the day of the later one."""
    return [
        Item(row["snapshot_date"], row[counter] - before[counter])
        for before, row in pairwise(snapshots)
    ]


def _post_movements(store, posts: list[dict], counter: str, began: dict) -> list[Item]:
    movements = []
    for snapshots in _in_order(posts, "post_id", counter):
        first = snapshots[0]
        full = _counts_in_full(store, first, began)
        movements.append(Item(first["snapshot_date"], first[counter] if full else Decimal(0)))
        movements += _steps(snapshots, counter)
    return movements


def _counts_in_full(store, first: dict, began: dict) -> bool:
    """Tell whether the account was watched when the post was published."""
    if first["account_id"] is None or first["published_at"] is None:
        return False
    published_on = store.local_day(first["published_at"])
    return published_on >= began[first["platform"], first["account_id"]]


def _follower_movements(accounts: list[dict]) -> list[Item]:
    """The first snapshot of an account is a baseline."""
    known = _in_order(accounts, "account_id", "followers")
    return [item for snapshots in known for item in _steps(snapshots, "followers")]
