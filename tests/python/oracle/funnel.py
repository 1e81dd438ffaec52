"""The funnel of a visit: from coming to buying."""

from datetime import datetime

from .frame import ALL_GRAINS, cells_of, period_starts
from .traffic import VISIT_SEGMENTS, visit_item
from .visits import Visit

STEPS = ("visit", "product_view", "cart", "checkout", "purchase")
_PLACE = ("period_grain", "period_start", "segment_by", "segment")
_EVENTS = {"product_view": "view_item", "cart": "add_to_cart", "checkout": "begin_checkout"}


def funnel_visits(store) -> list[dict]:
    """Return the rows of funnel_visits: as for the KPI visits, five each."""
    ordered = store.options.funnel_ordered
    items = [visit_item(store, visit, steps_of(visit, ordered)) for visit in store.visits]
    cells = cells_of({"steps": items}, VISIT_SEGMENTS, ALL_GRAINS)
    span = {item.day for item in items}
    for grain in ALL_GRAINS:
        for start in period_starts(grain, span):
            cells.setdefault((grain, start, "all", "all"), {"steps": []})
    return [row for place in sorted(cells) for row in _rows(place, cells[place]["steps"])]


def steps_of(visit: Visit, ordered: bool) -> tuple[bool, ...]:
    """Tell for each step whether the visit reached it."""
    reached = [True]
    at = visit.start
    for step in STEPS[1:]:
        # Reached at or after the moment at which the step before was.
        moments = [m for m in _moments(visit, step) if m >= at or not ordered]
        reached.append(bool(moments) and (reached[-1] or not ordered))
        at = min(moments, default=at)
    return tuple(reached)


def _moments(visit: Visit, step: str) -> list[datetime]:
    if step == "purchase":
        return [order["placed_at"] for order in visit.orders]
    return visit.times_of(_EVENTS[step])


def _rows(place: tuple, visits: list[tuple[bool, ...]]) -> list[dict]:
    counts = [sum(steps[position] for steps in visits) for position in range(len(STEPS))]
    rows = []
    for position, step in enumerate(STEPS):
        before = counts[position - 1] if position else 0  # step 1 has no step before it
        rows.append(
            {
                **dict(zip(_PLACE, place, strict=True)),
                "step_number": position + 1,
                "step": step,
                "visits": counts[position],
                "share_of_visits": _share(counts[position], counts[0]),
                "share_of_previous_step": _share(counts[position], before),
                "drop_off": _share(before - counts[position], before),
            }
        )
    return rows


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
