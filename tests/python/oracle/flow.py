"""Marts of "Behaviour flow" in kpis.md: where visits begin, and how they move on."""

from collections import Counter, defaultdict
from itertools import pairwise

from .frame import ALL_GRAINS, period_start
from .pages import PageGroups
from .traffic import is_engaged
from .visits import Visit

STEPS = 10


def groups_of(visit: Visit, group_of: PageGroups) -> list[str]:
    """Return the group of each page view of a visit, in order."""
    views = (event for event in visit.events if event["event_name"] == "page_view")
    return [group_of(view["page_path"]) for view in views]


def behaviour_flow(store) -> list[dict]:
    """A visit of so many page views makes one move more; those after the tenth are left out."""
    group_of = PageGroups(store)
    moves: Counter[tuple] = Counter()
    for visit in store.visits:
        groups = groups_of(visit, group_of)
        if groups:
            month = period_start("month", store.local_day(visit.start))
            for step, move in enumerate(pairwise(["(entry)", *groups, "(exit)"]), start=1):
                if step <= STEPS:
                    moves[(month, step, *move)] += 1
    columns = ("month", "step", "from_group", "to_group", "moves")
    return [dict(zip(columns, (*key, moves[key]), strict=True)) for key in sorted(moves)]


def landing_pages(store) -> list[dict]:
    """Visits by the group of their first page view; without one it is `unknown`."""
    group_of = PageGroups(store)
    cells: dict[tuple, list[Visit]] = defaultdict(list)
    for visit in store.visits:
        day = store.local_day(visit.start)
        group = next(iter(groups_of(visit, group_of)), "unknown")
        for grain in ALL_GRAINS:
            cells[grain, period_start(grain, day), group].append(visit)
    return [
        {
            "period_grain": grain,
            "period_start": start,
            "page_group": group,
            "visits": len(visits),
            "engaged_visits": sum(is_engaged(visit) for visit in visits),
            "converted_visits": sum(bool(visit.orders) for visit in visits),
        }
        for (grain, start, group), visits in sorted(cells.items())
    ]
