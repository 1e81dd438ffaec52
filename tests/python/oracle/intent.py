"""intent_daily: what people searched for before they came, and whether they knew us."""

from collections import defaultdict
from decimal import Decimal

from .money import rounded

_NOTHING = Decimal(0)
_COLUMNS = ("clicks", "impressions", "cost")


def intent_daily(store) -> list[dict]:
    intent_of = Intents(store)
    cells: dict[tuple, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(_COLUMNS, _NOTHING))

    def add(day, medium: str, intent: str, **amounts: Decimal | None) -> None:
        cell = cells[day, medium, intent]
        for column, amount in amounts.items():
            cell[column] += amount or _NOTHING

    # Visits from organic search, less the clicks that a query explains.
    unexplained: dict = defaultdict(Decimal)
    for visit in store.visits:
        if visit.channel == "Organic Search":
            unexplained[store.local_day(visit.start)] += 1
    for row in store.rows["organic_queries"]:
        day, clicks = row["query_date"], row["clicks"]
        unexplained[day] -= clicks
        intent = intent_of(row["query"])
        add(day, "organic", intent, clicks=clicks, impressions=row["impressions"])
    for day, clicks in unexplained.items():
        if clicks > 0:
            add(day, "organic", "unknown", clicks=clicks)
    for row in store.rows["ad_performance"]:
        if row["keyword"] is not None:
            add(
                row["ad_date"],
                "paid",
                intent_of(row["keyword"]),
                clicks=row["clicks"],
                impressions=row["impressions"],
                cost=store.money(row["cost"], row["currency"], row["ad_date"]),
            )
    return [
        {
            "date": day,
            "medium": medium,
            "intent": intent,
            **{column: rounded(amount) for column, amount in cells[day, medium, intent].items()},
        }
        for day, medium, intent in sorted(cells)
    ]


class Intents:
    """Tells the intent of a query or a keyword, by `brand_terms`."""

    def __init__(self, store):
        terms = (row["term"].strip(" ").lower() for row in store.reference["brand_terms"])
        self._terms = [term for term in terms if term]

    def __call__(self, text: str) -> str:
        if not text.strip(" "):
            return "unknown"
        lower = text.lower()
        return "branded" if any(term in lower for term in self._terms) else "non_branded"
