"""fct_attribution, attribution_by_channel, attribution_by_campaign: which visits sold."""

from collections import Counter, defaultdict
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from .frame import ALL_GRAINS, period_start, seconds
from .landing import Row
from .ledger import Ledger, Sale
from .money import rounded
from .visits import Visit

UNMATCHED = "unmatched"
UNKNOWN = "unknown"
HALF_LIFE = 7 * 24 * 60 * 60
DIGITS = 10
_NOTHING = Decimal(0)

# Models: which share of an order each of its touches has. Fractions are exact.


def last_touch(touches: list[Visit], placed_at: datetime) -> list[Fraction]:
    return _all_to(len(touches) - 1, touches)


def last_non_direct(touches: list[Visit], placed_at: datetime) -> list[Fraction]:
    known = [place for place, visit in enumerate(touches) if visit.channel != "Direct"]
    return _all_to(known[-1] if known else len(touches) - 1, touches)


def first_touch(touches: list[Visit], placed_at: datetime) -> list[Fraction]:
    return _all_to(0, touches)


def linear(touches: list[Visit], placed_at: datetime) -> list[Fraction]:
    return [Fraction(1, len(touches))] * len(touches)


def time_decay(touches: list[Visit], placed_at: datetime) -> list[Fraction]:
    """Half the weight for each 7 days; the ratio of two floats is one, taken as it is."""
    ages = [max(0.0, float(seconds(placed_at - visit.start))) for visit in touches]
    weights = [2.0 ** -(age / HALF_LIFE) for age in ages]
    total = sum(weights)
    return [Fraction(weight / total) for weight in weights]


def position_based(touches: list[Visit], placed_at: datetime) -> list[Fraction]:
    if len(touches) < 3:
        return linear(touches, placed_at)
    middle = Fraction(1, 5) / (len(touches) - 2)
    return [Fraction(2, 5), *[middle] * (len(touches) - 2), Fraction(2, 5)]


MODELS = {
    "last_touch": last_touch,
    "last_non_direct": last_non_direct,
    "first_touch": first_touch,
    "linear": linear,
    "time_decay": time_decay,
    "position_based": position_based,
}


def _all_to(place: int, touches: list[Visit]) -> list[Fraction]:
    return [Fraction(position == place) for position in range(len(touches))]


def credits_of(shares: list[Fraction]) -> list[Decimal]:
    """Round the shares half up; the last touch takes the rest to 1."""
    first = [_rounded_share(share) for share in shares[:-1]]
    return [*first, _rounded_share(Fraction(1)) - sum(first, _NOTHING)]


def values_of(credits: list[Decimal], net: Decimal) -> list[Decimal]:
    """Round each credit's part of the order; the last touch takes the rest."""
    first = [rounded(credit * net) for credit in credits[:-1]]
    return [*first, rounded(net) - sum(first, _NOTHING)]


def _rounded_share(share: Fraction) -> Decimal:
    """Round a share, which is never negative, half up."""
    return Decimal(int(share * 10**DIGITS + Fraction(1, 2))).scaleb(-DIGITS)


# Touches


class Touches:
    def __init__(self, store):
        self._store = store
        self._visitors_of_customer: dict[tuple, set[str]] = defaultdict(set)
        self._visitors_of_account: dict[str, set[str]] = defaultdict(set)
        for order in store.rows["orders"]:
            customer = store.customer_of_order(order)
            self._visitors_of_customer[customer].add(store.visitor_of_order(order))
        for event in store.rows["web_events"]:
            if event["customer_id"] is not None:
                self._visitors_of_account[event["customer_id"]].add(event["visitor_id"])

    def of_order(self, order: Row) -> list[Visit]:
        """Return the visits that may have led to an order, in order of time."""
        placed_at, window = order["placed_at"], self._store.options.attribution_window
        own = self._store.visit_of_order.get(order["order_id"])
        touches = [
            visit
            for visitor in self._visitors(order)
            for visit in self._store.visits_of_visitor.get(visitor, [])
            if visit is own or placed_at - window <= visit.start < placed_at
        ]
        return sorted(touches, key=lambda visit: (visit.start, visit.visit_id))

    def _visitors(self, order: Row) -> set[str | None]:
        """Its own visitor, which is among its customer's, and all that were the same person."""
        found = set(self._visitors_of_customer[self._store.customer_of_order(order)])
        if order["customer_id"] is not None:
            found |= self._visitors_of_account.get(order["customer_id"], set())
        return found


def fct_attribution(store) -> list[dict]:
    touches = Touches(store)
    return [
        row
        for sale in Ledger(store).sales
        for row in _rows_of_order(sale, touches.of_order(sale.order))
    ]


def _rows_of_order(sale: Sale, touches: list[Visit]) -> list[dict]:
    rows = []
    for model, shares_of in MODELS.items():
        if not touches:
            rows.append(_row(sale, None, None, model, *_whole(sale)))
            continue
        credits = credits_of(shares_of(touches, sale.order["placed_at"]))
        values = values_of(credits, sale.net)
        for number, visit in enumerate(touches, start=1):
            told = credits[number - 1], values[number - 1]
            rows.append(_row(sale, visit, number, model, *told))
    return rows


def _whole(sale: Sale) -> tuple[Decimal, Decimal]:
    return _rounded_share(Fraction(1)), rounded(sale.net)


def _row(sale: Sale, visit: Visit | None, number: int | None, model: str, credit, value) -> dict:
    return {
        "order_id": sale.order["order_id"],
        "visit_id": visit and visit.visit_id,
        "touch_number": number,
        "model": model,
        "placed_date": sale.day,
        "placed_at": sale.order["placed_at"],
        "channel": visit.channel if visit else UNMATCHED,
        "source": visit and visit.source,
        "medium": visit and visit.medium,
        "campaign": visit and visit.campaign,
        "touched_at": visit and visit.start,
        "credit": credit,
        "attributed_net_order_value": value,
    }


# By period


class Campaigns:
    """What campaigns are called, in visits and by those who are paid for them."""

    def __init__(self, store):
        self._channels: dict[str, Counter[str]] = defaultdict(Counter)
        for visit in store.visits:
            self._channels[_called(visit.campaign)][visit.channel] += 1

    def of_ad(self, ad: Row) -> str:
        """Its id or else its name, if a visit has that campaign; else its id."""
        names = [_called(ad["campaign_id"])]
        if ad["campaign_name"] is not None:
            names.append(_called(ad["campaign_name"]))
        return next((name for name in names if name in self._channels), names[0])

    def channel(self, campaign: str) -> str:
        """Where most of its visits came from; of two the smaller name."""
        seen = self._channels.get(campaign, {})
        return min(seen, key=lambda channel: (-seen[channel], channel), default=UNKNOWN)


def _called(campaign: str | None) -> str:
    return UNKNOWN if campaign is None else campaign.strip(" ").lower()


def attribution_by_channel(store) -> list[dict]:
    campaigns = Campaigns(store)
    return _by_period(
        store,
        "channel",
        lambda row: row["channel"],
        lambda ad: campaigns.channel(campaigns.of_ad(ad)),
    )


def attribution_by_campaign(store) -> list[dict]:
    return _by_period(
        store,
        "campaign",
        lambda row: UNMATCHED if row["visit_id"] is None else _called(row["campaign"]),
        Campaigns(store).of_ad,
    )


def _by_period(store, name: str, of_touch, of_ad) -> list[dict]:
    """Add up credit and value by the order's day, cost by the ad's, the same in all models."""
    cells: dict[tuple, list[Decimal]] = defaultdict(lambda: [_NOTHING] * 3)

    def add(day, model: str, segment: str, *amounts: Decimal) -> None:
        for grain in ALL_GRAINS:
            place = (grain, period_start(grain, day), model, segment)
            cells[place] = [a + b for a, b in zip(cells[place], amounts, strict=True)]

    for row in fct_attribution(store):
        told = row["credit"], row["attributed_net_order_value"], _NOTHING
        add(row["placed_date"], row["model"], of_touch(row), *told)
    for ad in store.rows["ad_performance"]:
        cost = store.money(ad["cost"], ad["currency"], ad["ad_date"])
        for model in MODELS:
            add(ad["ad_date"], model, of_ad(ad), _NOTHING, _NOTHING, cost)
    return [
        {
            "period_grain": place[0],
            "period_start": place[1],
            "model": place[2],
            name: place[3],
            "orders": float(credit),
            "attributed_net_order_value": rounded(value),
            "cost": rounded(cost),
            "return_on_ad_spend": float(Fraction(value) / Fraction(cost)) if cost else None,
        }
        for place, (credit, value, cost) in sorted(cells.items())
        if credit or value or cost
    ]
