"""The Traffic KPIs: what people do on the site."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from .audience import tell_with_audience
from .frame import (
    ALL_GRAINS,
    Item,
    count,
    counted,
    distinct,
    period_start,
    quantile_of,
    ratio,
    ratio_of,
    seconds,
    share_of,
    summed,
    tell,
)
from .landing import Row
from .visits import Visit

VISIT_SEGMENTS = ("store", "channel", "device", "country", "visitor_type")
ENGAGED = timedelta(seconds=10)


def kpis(store) -> list[dict]:
    return [*_of_visits(store), *_reference_source_share(store), *_of_events(store)]


def visit_item(store, visit: Visit, what: object) -> Item:
    """Put something of a visit on the day on which the visit starts."""
    segments = {
        "store": visit.store_id,
        "channel": visit.channel,
        "device": visit.device,
        "country": visit.country,
        "region": visit.region,
        "visitor_type": visit.visitor_type,
    }
    person = store.people.of_visit(visit)
    return Item(store.local_day(visit.start), what, segments, person)


def is_engaged(visit: Visit) -> bool:
    return visit.duration >= ENGAGED or visit.page_views >= 2 or bool(visit.orders)


def _of_visits(store) -> list[dict]:
    def each(measure) -> list[Item]:
        return [visit_item(store, visit, measure(visit)) for visit in store.visits]

    def those(condition) -> list[Item]:
        return [visit_item(store, v, v) for v in store.visits if condition(v)]

    everyone = those(lambda visit: True)
    span = {item.day for item in everyone}

    def say(kpi, compute, *, days=span, **piles) -> list[dict]:
        return tell(store, kpi, piles, compute, segments=VISIT_SEGMENTS, span=days)

    def say_of_people(kpi, compute, *, days=span, **piles) -> list[dict]:
        return tell_with_audience(
            store, kpi, piles, compute, segments=VISIT_SEGMENTS, span=days, rows=everyone
        )

    def mean(of: str):
        return ratio_of(of, "visits", under=count)

    visitors = each(lambda visit: visit.visitor_id)
    length = each(lambda visit: seconds(visit.duration))
    page_views = each(lambda visit: visit.page_views)
    # Conversion needs visits and orders: without any order there is no row.
    days = span if store.rows["orders"] else ()
    return [
        *say_of_people("unique_visitors", distinct("visitors"), visitors=visitors),
        *say_of_people("visits", counted("visits"), visits=everyone),
        *say("new_visitors", counted("new"), new=those(lambda v: v.visitor_type == "new")),
        *say("time_per_visit", mean("length"), length=length, visits=everyone),
        *say("page_views_per_visit", mean("views"), views=page_views, visits=everyone),
        *say(
            "engagement_rate",
            share_of("engaged", "visits"),
            engaged=those(is_engaged),
            visits=everyone,
        ),
        *say_of_people(
            "conversion_rate",
            share_of("converted", "visits"),
            days=days,
            converted=those(lambda visit: bool(visit.orders)),
            visits=everyone,
        ),
        *say(
            "site_search_rate",
            share_of("searched", "visits"),
            searched=those(lambda visit: bool(visit.times_of("search"))),
            visits=everyone,
        ),
    ]


def _reference_source_share(store) -> list[dict]:
    """The visits of each channel, by all visits of the period."""
    visits = [visit_item(store, visit, visit) for visit in store.visits]
    everyone = Counter(
        (grain, period_start(grain, item.day)) for item in visits for grain in ALL_GRAINS
    )

    def share_of_period(period, piles):
        return ratio(len(piles["visits"]), everyone[period.grain, period.start])

    return tell(
        store,
        "reference_source_share",
        {"visits": visits},
        share_of_period,
        segments=("channel",),
        span={item.day for item in visits},
        has_all=False,
    )


def _of_events(store) -> list[dict]:
    """KPIs of events on their own, with or without a visitor."""
    events = store.rows["web_events"]
    views = [event for event in events if event["event_name"] == "page_view"]
    searches = [
        event
        for event in events
        if event["event_name"] == "search" and event["search_results"] is not None
    ]
    span = {store.local_day(event["occurred_at"]) for event in events}

    def items(rows, measure=lambda row: 1) -> list[Item]:
        return [_event_item(store, row, measure(row)) for row in rows]

    def say(kpi, compute, segments, **piles) -> list[dict]:
        return tell(store, kpi, piles, compute, segments=segments, span=span)

    return [
        *say("page_views", summed("views"), ("store", "device", "country"), views=items(views)),
        *say(
            "not_found_rate",
            ratio_of("not_found", "views"),
            ("store", "device"),
            not_found=items(view for view in views if view["http_status"] == 404),
            views=items(views),
        ),
        *say(
            "page_load_p75",
            quantile_of("loads", Decimal("0.75")),
            ("device",),
            loads=items(
                (view for view in views if view["page_load_ms"] is not None),
                lambda view: view["page_load_ms"],
            ),
        ),
        *say(
            "zero_result_search_rate",
            ratio_of("without_result", "searches"),
            ("device",),
            without_result=items(s for s in searches if s["search_results"] == 0),
            searches=items(searches),
        ),
    ]


def _event_item(store, event: Row, what: object) -> Item:
    segments = {
        "store": event["store_id"],
        "device": event["device"],
        "country": event["country"],
    }
    return Item(store.local_day(event["occurred_at"]), what, segments)
