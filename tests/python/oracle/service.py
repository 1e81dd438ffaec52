"""KPIs of "Customer service" in kpis.md."""

from fractions import Fraction

from .frame import Item, count, counted, quantile_of, ratio_of, seconds, share_of, tell, total

HALF = Fraction(1, 2)


def kpis(store) -> list[dict]:
    piles = {"cases": [], "reply_minutes": [], "resolution_hours": [], "scores": []}
    for case in store.rows["support_cases"]:
        opened_at = case["opened_at"]
        told = {
            "cases": case,
            "reply_minutes": _time(opened_at, case["first_reply_at"], 60),
            "resolution_hours": _time(opened_at, case["resolved_at"], 3600),
            "scores": case["satisfaction"],
        }
        for name, what in told.items():
            if what is not None:
                item = Item(store.local_day(opened_at), what, {"case_channel": case["channel"]})
                piles[name].append(item)

    span = [item.day for item in piles["cases"]]
    rows = _contact_rate(store, piles["cases"])
    for kpi, compute in (
        ("cases_opened", counted("cases")),
        ("first_reply_time", quantile_of("reply_minutes", HALF)),
        ("resolution_time", quantile_of("resolution_hours", HALF)),
        ("satisfaction", ratio_of("scores", "scores", over=total, under=count)),
    ):
        rows += tell(store, kpi, piles, compute, segments=["case_channel"], span=span)
    return rows


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
