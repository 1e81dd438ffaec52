"""Segments of "Audience" in kpis.md, of the KPIs that have them: small cells are hidden."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from .frame import ALL_GRAINS, Item, Period, Told, kpi_row, period_of, period_start, tell

HIDDEN = "suppressed"


def tell_with_audience(
    store,
    kpi: str,
    piles: dict[str, list[Item]],
    compute: Callable[[Period, dict[str, list]], Told],
    *,
    segments: Iterable[str],
    span: Iterable[date],
    rows: list[Item],
) -> list[dict]:
    """Tell a KPI by its own segments, region, gender and age_group.

    `rows` are all that the KPI is about, before any condition of its numerator: by them it is
    counted how many people are in a cell.
    """
    told = tell(store, kpi, piles, compute, segments=(*segments, "region"), span=span)
    if not told:
        return []
    for grain in ALL_GRAINS:
        rows_of = _by_period(grain, rows)
        piles_of = {name: _by_period(grain, items) for name, items in piles.items()}
        for start in sorted(set().union(*piles_of.values())):
            period = period_of(store, grain, start)
            mine = {name: piles_of[name][start] for name in piles}
            told += _of_period(store, kpi, period, mine, compute, rows_of[start])
    return told


def _by_period(grain: str, items: list[Item]) -> dict[date, list[Item]]:
    found: dict[date, list[Item]] = defaultdict(list)
    for item in items:
        found[period_start(grain, item.day)].append(item)
    return found


def _of_period(store, kpi, period: Period, piles: dict, compute, rows: list[Item]) -> list[dict]:
    told = []
    for segment_by, segment_of in (
        ("gender", store.people.gender),
        ("age_group", lambda person: store.people.age_group(person, period.end)),
    ):
        people: dict[str, set[str | None]] = defaultdict(set)
        for row in rows:
            people[segment_of(row.person)].add(row.person)
        small = {
            segment
            for segment, found in people.items()
            if segment != "unknown" and len(found) < store.options.audience_min_people
        }
        cells: dict[str, dict[str, list]] = defaultdict(lambda: {name: [] for name in piles})
        for name, items in piles.items():
            for item in items:
                segment = segment_of(item.person)
                cells[HIDDEN if segment in small else segment][name].append(item.what)
        for segment in sorted(cells):
            numbers = compute(period, cells[segment])
            if numbers[0] or numbers[1]:
                told.append(kpi_row(store, kpi, period, (segment_by, segment), numbers))
    return told
