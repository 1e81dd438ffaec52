"""Marts of "Site quality" in kpis.md. An event counts in its own month, with a visitor or not."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .channels import host_of
from .frame import period_start, quantile
from .landing import Row
from .pages import PageGroups
from .visits import Visit

GOOD, POOR = 2500, 4000  # ms: good up to the one, poor after the other
NOT_FOUND = 404


def site_speed(store) -> list[dict]:
    group_of = PageGroups(store)
    cells: dict[tuple, list[Decimal]] = defaultdict(list)
    for view in _events(store, "page_view"):
        if view["page_load_ms"] is not None:
            place = (_month(store, view), group_of(view["page_path"]), view["device"] or "unknown")
            cells[place].append(view["page_load_ms"])
    return [_speed(place, cells[place]) for place in sorted(cells)]


def _speed(place: tuple, loads: list[Decimal]) -> dict:
    good = sum(load <= GOOD for load in loads)
    poor = sum(load > POOR for load in loads)
    return {
        "month": place[0],
        "page_group": place[1],
        "device": place[2],
        "page_views": len(loads),
        "page_load_p75": float(quantile(loads, Fraction(3, 4))),
        "good_share": good / len(loads),
        "needs_improvement_share": (len(loads) - good - poor) / len(loads),
        "poor_share": poor / len(loads),
    }


def not_found_pages(store) -> list[dict]:
    cells: Counter[tuple] = Counter()
    for view in _events(store, "page_view"):
        if view["http_status"] == NOT_FOUND:
            path = "unknown" if view["page_path"] is None else view["page_path"]
            cells[_month(store, view), path, _referrer_kind(store, view)] += 1
    columns = ("month", "page_path", "referrer_kind", "views")
    return [dict(zip(columns, (*place, cells[place]), strict=True)) for place in sorted(cells)]


def _referrer_kind(store, view: Row) -> str:
    host = host_of(view["page_referrer"])
    if host is None:
        return "none"
    return "internal" if host in store.options.store_hosts else "external"


def site_searches(store) -> list[dict]:
    visit_of = {event["event_id"]: visit for visit in store.visits for event in visit.events}
    cells: dict[tuple, list[Row]] = defaultdict(list)
    for search in _events(store, "search"):
        term = (search["search_term"] or "").strip(" ").lower() or "unknown"
        cells[_month(store, search), term].append(search)
    rows = []
    for month, term in sorted(cells):
        searches = cells[month, term]
        found = (visit_of.get(search["event_id"]) for search in searches)
        visits: set[Visit] = {visit for visit in found if visit is not None}
        rows.append(
            {
                "month": month,
                "search_term": term,
                "searches": len(searches),
                "visits": len(visits),
                "zero_result_searches": sum(s["search_results"] == 0 for s in searches),
                "converted_visits": sum(bool(visit.orders) for visit in visits),
            }
        )
    return rows


def _events(store, name: str) -> list[Row]:
    return [event for event in store.rows["web_events"] if event["event_name"] == name]


def _month(store, event: Row) -> date:
    return period_start("month", store.local_day(event["occurred_at"]))
