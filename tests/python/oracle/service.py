"""KPIs of "Customer service" and "Customer service in working hours" in kpis.md."""

from collections import Counter
from datetime import date, datetime
from fractions import Fraction

from .frame import (
    ALL_GRAINS,
    Item,
    count,
    counted,
    kpi_row,
    period_of,
    period_starts,
    quantile_of,
    ratio_of,
    seconds,
    share_of,
    tell,
    total,
)
from .hours import WorkingTime
from .landing import Row

HALF = Fraction(1, 2)
_PILES = (
    "cases",
    "reply_minutes",
    "resolution_hours",
    "scores",
    "business_minutes",
    "chats",
    "answered_chats",
)


def kpis(store) -> list[dict]:
    working_time = WorkingTime(store)
    piles: dict[str, list[Item]] = {name: [] for name in _PILES}
    for case in store.rows["support_cases"]:
        day, segments = store.local_day(case["opened_at"]), {"case_channel": case["channel"]}
        for name, what in _told(store, case, working_time).items():
            if what is not None:
                piles[name].append(Item(day, what, segments))

    span = [item.day for item in piles["cases"]]
    rows = _contact_rate(store, piles["cases"]) + _open_cases(store, span)
    for kpi, compute in (
        ("cases_opened", counted("cases")),
        ("first_reply_time", quantile_of("reply_minutes", HALF)),
        ("resolution_time", quantile_of("resolution_hours", HALF)),
        ("satisfaction", ratio_of("scores", "scores", over=total, under=count)),
        ("first_reply_business_time", quantile_of("business_minutes", HALF)),
        ("live_chat_answer_rate", share_of("answered_chats", "chats")),
    ):
        rows += tell(store, kpi, piles, compute, segments=["case_channel"], span=span)
    return rows


def _told(store, case: Row, working_time: WorkingTime) -> dict[str, object]:
    """What a case adds to each pile, None for nothing."""
    opened_at, first_reply_at = case["opened_at"], case["first_reply_at"]
    is_replied = first_reply_at is not None
    is_live = case["channel"] == "chat" and working_time.has(opened_at)
    in_time = is_replied and first_reply_at - opened_at <= store.options.chat_patience
    told = (
        case,
        _time(opened_at, first_reply_at, 60),
        _time(opened_at, case["resolved_at"], 3600),
        case["satisfaction"],
        working_time.minutes(opened_at, first_reply_at) if is_replied else None,
        case if is_live else None,
        case if is_live and in_time else None,
    )
    return dict(zip(_PILES, told, strict=True))


def _time(start, end, unit: int) -> Fraction | None:
    """From start to end in units of so many seconds; None where it has not ended."""
    return None if end is None else seconds(end - start) / unit


def _contact_rate(store, cases: list[Item]) -> list[dict]:
    days = [store.local_day(order["placed_at"]) for order in store.rows["orders"]]
    return tell(
        store,
        "contact_rate",
        {"cases": cases, "orders": [Item(day, day) for day in days]},
        share_of("cases", "orders"),
        span=[*days, *(item.day for item in cases)] if days and cases else [],
    )


def _open_cases(store, span: list[date]) -> list[dict]:
    """How many cases are open at the end of each period; a number of that moment only."""
    rows = []
    for grain in ALL_GRAINS:
        for start in period_starts(grain, span):
            period = period_of(store, grain, start)
            channels = Counter(
                case["channel"] or "unknown"
                for case in store.rows["support_cases"]
                if _is_open(case, period.ends_at)
            )
            cells = {("all", "all"): channels.total()}
            cells |= {("case_channel", channel): channels[channel] for channel in channels}
            for place in sorted(cells):
                told = (None, None, cells[place])
                rows.append(kpi_row(store, "open_cases", period, place, told))
    return rows


def _is_open(case: Row, moment: datetime) -> bool:
    is_resolved = case["resolved_at"] is not None and case["resolved_at"] < moment
    return case["opened_at"] < moment and not is_resolved
