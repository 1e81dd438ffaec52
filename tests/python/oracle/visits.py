"""Visits: the events of a visitor without a long silence, and the orders they led to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .channels import Channels, campaign_of, names_campaign
from .landing import Row


@dataclass(eq=False)
class Visit:
    visitor_id: str
    events: list[Row]  # in order of time, then event_id
    visitor_type: str  # new, returning
    # Of its first event
    store_id: str | None
    device: str | None
    country: str | None
    region: str | None
    # Of its first event that names a campaign, else of its referrer
    source: str | None
    medium: str | None
    campaign: str | None
    click_id_kind: str | None
    channel: str
    orders: list[Row] = field(default_factory=list)  # by order_id

    @property
    def visit_id(self) -> str:
        return self.events[0]["event_id"]

    @property
    def start(self) -> datetime:
        return self.events[0]["occurred_at"]

    @property
    def last(self) -> datetime:
        return self.events[-1]["occurred_at"]

    @property
    def duration(self) -> timedelta:
        return self.last - self.start

    @property
    def page_views(self) -> int:
        return sum(event["event_name"] == "page_view" for event in self.events)

    def times_of(self, event_name: str) -> list[datetime]:
        return [e["occurred_at"] for e in self.events if e["event_name"] == event_name]


def build_visits(store) -> tuple[list[Visit], dict[str, Visit]]:
    """Return all visits, and the visit of each order that has one."""
    channels = Channels(store.reference, store.options.store_hosts)
    by_visitor = events_of_visits(store, store.rows["web_events"])
    visits = [
        _visit(channels, visitor_id, events, "returning" if position else "new")
        for visitor_id in sorted(by_visitor)
        for position, events in enumerate(by_visitor[visitor_id])
    ]
    return visits, _match_orders(store, visits)


def events_of_visits(store, events: list[Row]) -> dict[str, list[list[Row]]]:
    """Return the visits of each visitor_id, in order of time, as their events."""
    by_visitor: dict[str, list[Row]] = {}
    for event in sorted(events, key=_moment):
        if event["visitor_id"] is not None:
            by_visitor.setdefault(event["visitor_id"], []).append(event)
    return {visitor_id: _split(store, mine) for visitor_id, mine in by_visitor.items()}


def _moment(event: Row) -> tuple:
    return event["occurred_at"], event["event_id"]


def _split(store, events: list[Row]) -> list[list[Row]]:
    """Split a visitor's events into visits."""
    visits: list[list[Row]] = []
    campaign = None  # the last one that the visitor named, in whatever visit
    for event in events:
        is_new_campaign = names_campaign(event) and campaign_of(event) != campaign
        if not visits or _starts_visit(store, visits[-1][-1], event, is_new_campaign):
            visits.append([])
        visits[-1].append(event)
        if names_campaign(event):
            campaign = campaign_of(event)
    return visits


def _starts_visit(store, before: Row, event: Row, is_new_campaign: bool) -> bool:
    earlier, now = before["occurred_at"], event["occurred_at"]
    if now - earlier > store.options.visit_timeout:  # 30:00 stays, 30:01 starts
        return True
    is_new_day = store.local_day(now) != store.local_day(earlier)
    if store.options.visit_split_midnight and is_new_day:
        return True
    return store.options.visit_split_campaign and is_new_campaign


def _visit(channels: Channels, visitor_id: str, events: list[Row], visitor_type) -> Visit:
    first, origin = events[0], channels.origin_of(events)
    return Visit(
        visitor_id=visitor_id,
        events=events,
        visitor_type=visitor_type,
        store_id=first["store_id"],
        device=first["device"],
        country=first["country"],
        region=first["region"],
        source=origin.source,
        medium=origin.medium,
        campaign=origin.campaign,
        click_id_kind=origin.click_id_kind,
        channel=origin.channel,
    )


def _match_orders(store, visits: list[Visit]) -> dict[str, Visit]:
    """Give every order to one visit, or to none."""
    by_purchase: dict[str, tuple] = {}  # order_id -> its first purchase event, and the visit
    by_visitor: dict[str, list[Visit]] = {}
    for visit in visits:
        by_visitor.setdefault(visit.visitor_id, []).append(visit)
        for event in visit.events:
            order_id = event["order_id"]
            if event["event_name"] != "purchase" or order_id is None:
                continue
            first = by_purchase.get(order_id)
            if first is None or _moment(event) < first[0]:
                by_purchase[order_id] = (_moment(event), visit)
    found: dict[str, Visit] = {}
    for order in store.rows["orders"]:
        _, visit = by_purchase.get(order["order_id"], (None, None))
        visit = visit or _visit_around(store, by_visitor.get(order["visitor_id"], []), order)
        if visit is not None:
            visit.orders.append(order)
            found[order["order_id"]] = visit
    return found


def _visit_around(store, visits: list[Visit], order: Row) -> Visit | None:
    """Return the visit in which an order was placed, by time.

    Only visits that midnight or a campaign split can both be near enough: then it is the
    later one, since the order was placed after that had begun.
    """
    placed_at, timeout = order["placed_at"], store.options.visit_timeout
    around = [v for v in visits if v.start <= placed_at <= v.last + timeout]
    return max(around, key=lambda visit: visit.start, default=None)
