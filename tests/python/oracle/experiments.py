"""experiment_results and experiment_health: what the variants of experiments did."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from .frame import has_passed, seconds
from .landing import Row
from .ledger import Ledger
from .samples import (
    NOTHING,
    always_valid,
    covariance,
    even_split,
    mean,
    two_proportions,
    variance,
    welch,
)
from .traffic import is_engaged

METRICS = (
    "conversion",
    "orders_per_visitor",
    "revenue_per_visitor",
    "engaged_visits_per_visitor",
)
BEFORE = timedelta(days=28)
USUAL_PLAN = Fraction(5000)
MISMATCH = 0.001
SIGNIFICANT = 0.05
DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Trial:
    """An experiment and whom it showed what."""

    experiment: Row
    assignments: list[Row]  # those that count, in order of time
    exposures: dict[str, dict[str, datetime]]  # variant -> visitor -> when; nobody crossed
    crossed: int

    @property
    def id(self) -> str:
        return self.experiment["experiment_id"]

    @property
    def control(self) -> str:
        return self.experiment["control_variant"]

    @property
    def has_power(self) -> bool:
        planned = self.experiment["planned_visitors"]
        visitors = sum(len(seen) for seen in self.exposures.values())
        return planned is not None and visitors >= planned

    def end(self, store) -> datetime | None:
        """The earlier of ended_at and as_of, of those that are known."""
        ends = [end for end in (self.experiment["ended_at"], store.as_of) if end is not None]
        return min(ends, default=None)


@dataclass(frozen=True)
class Arm:
    """What the visitors of a variant did: since their exposure, and in the time before."""

    after: list[Fraction]
    before: list[Fraction]

    @property
    def visitors(self) -> int:
        return len(self.after)


# Who counts


def trials(store) -> list[Trial]:
    bots = _bots(store)
    assignments: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(store.rows["experiment_assignments"], key=lambda row: row["assigned_at"]):
        if row["visitor_id"] not in bots:
            assignments[row["experiment_id"]].append(row)
    return [
        _trial(experiment, assignments[experiment["experiment_id"]])
        for experiment in store.rows["experiments"]
    ]


def _bots(store) -> set[str]:
    """Visitors with events, all of which are bots'."""
    people = {event["visitor_id"] for event in store.rows["web_events"]}
    return {event["visitor_id"] for event in store.bot_events} - people


def _trial(experiment: Row, assignments: list[Row]) -> Trial:
    start, end = experiment["started_at"], experiment["ended_at"]
    kept = [
        row
        for row in assignments
        if (start is None or row["assigned_at"] >= start)
        and (end is None or row["assigned_at"] <= end)
    ]
    variants: dict[str, set[str]] = defaultdict(set)
    exposed: dict[str, datetime] = {}
    for row in kept:
        variants[row["visitor_id"]].add(row["variant"])
        exposed.setdefault(row["visitor_id"], row["assigned_at"])  # the first
    exposures: dict[str, dict[str, datetime]] = defaultdict(dict)
    for visitor, seen in variants.items():
        if len(seen) == 1:
            exposures[min(seen)][visitor] = exposed[visitor]
    crossed = sum(len(seen) > 1 for seen in variants.values())
    return Trial(experiment, kept, dict(exposures), crossed)


# What they did


class Outcomes:
    def __init__(self, store):
        self._store = store
        # visitor -> the moment and the worth of each order; the moments of engaged visits
        self._orders: dict[str, list[tuple[datetime, Fraction]]] = defaultdict(list)
        self._engaged: dict[str, list[datetime]] = defaultdict(list)
        for sale in Ledger(store).sales:
            visitor = store.visitor_of_order(sale.order)
            self._orders[visitor].append((sale.order["placed_at"], Fraction(sale.net)))
        for visit in store.visits:
            if is_engaged(visit):
                self._engaged[visit.visitor_id].append(visit.start)

    def arm(self, trial: Trial, variant: str, metric: str) -> Arm:
        end = trial.end(self._store)
        seen = sorted(trial.exposures[variant].items())
        return Arm(
            [
                self._of(metric, visitor, lambda at, since=exposure: _is_in(at, since, end))
                for visitor, exposure in seen
            ],
            [
                self._of(metric, visitor, lambda at, until=exposure: until - BEFORE <= at < until)
                for visitor, exposure in seen
            ],
        )

    def _of(self, metric: str, visitor: str, is_in_span) -> Fraction:
        orders = [worth for at, worth in self._orders.get(visitor, ()) if is_in_span(at)]
        if metric == "conversion":
            return Fraction(bool(orders))
        if metric == "orders_per_visitor":
            return Fraction(len(orders))
        if metric == "revenue_per_visitor":
            return sum(orders, Fraction(0))
        return Fraction(sum(is_in_span(at) for at in self._engaged.get(visitor, ())))


def _is_in(at: datetime, since: datetime, end: datetime | None) -> bool:
    return since <= at and (end is None or at <= end)


# experiment_results


def experiment_results(store) -> list[dict]:
    outcomes = Outcomes(store)
    return [
        row
        for trial in trials(store)
        for metric in METRICS
        for row in _results(trial, outcomes, metric)
    ]


def _results(trial: Trial, outcomes: Outcomes, metric: str) -> list[dict]:
    arms = {v: outcomes.arm(trial, v, metric) for v in sorted(trial.exposures)}
    control = arms.get(trial.control)
    rows = []
    for variant, arm in arms.items():
        rows.append(
            {
                "experiment_id": trial.id,
                "variant": variant,
                "metric": metric,
                "is_control": variant == trial.control,
                "visitors": arm.visitors,
                "mean": float(mean(arm.after)),
                "variance": _as_float(_variance(metric, arm)),
                **_compared(trial, metric, arm, None if arm is control else control),
                "power_reached": trial.has_power,
            }
        )
    return rows


def _variance(metric: str, arm: Arm) -> Fraction | None:
    if metric == "conversion":
        return mean(arm.after) * (1 - mean(arm.after))
    return variance(arm.after)


def _compared(trial: Trial, metric: str, arm: Arm, control: Arm | None) -> dict:
    """Compare with the control; nothing for the control itself, or where there is none."""
    difference = lift = None
    test = watched = cuped = NOTHING
    difference_cuped = None
    if control is not None:
        difference, usual = mean(arm.after) - mean(control.after), mean(control.after)
        lift = difference / usual if usual else None
        compare = two_proportions if metric == "conversion" else welch
        test = compare(arm.after, control.after)
        watched = _always_valid(trial, metric, arm, control)
        difference_cuped, cuped = _cuped(arm, control)
    return {
        "difference": _as_float(difference),
        "relative_lift": _as_float(lift),
        "interval_low": test.low,
        "interval_high": test.high,
        "p_value": test.p_value,
        "p_value_always_valid": watched.p_value,
        "always_valid_low": watched.low,
        "always_valid_high": watched.high,
        "difference_cuped": _as_float(difference_cuped),
        "cuped_low": cuped.low,
        "cuped_high": cuped.high,
    }


def _always_valid(trial: Trial, metric: str, arm: Arm, control: Arm):
    spread, other_spread = _variance(metric, arm), _variance(metric, control)
    if not spread or not other_spread:
        return NOTHING  # an arm without any variation says nothing yet
    planned = trial.experiment["planned_visitors"]
    return always_valid(
        mean(arm.after) - mean(control.after),
        spread / arm.visitors + other_spread / control.visitors,
        arm.visitors + control.visitors,
        USUAL_PLAN if planned is None or planned < 1 else Fraction(planned),
    )


def _cuped(arm: Arm, control: Arm):
    """Take out of the outcome what the time before could already tell."""
    if arm.visitors < 2 or control.visitors < 2:
        return None, NOTHING
    before, after = arm.before + control.before, arm.after + control.after
    spread = variance(before)
    theta = covariance(before, after) / spread if spread else Fraction(0)
    adjusted, other = (
        [y - theta * x for x, y in zip(one.before, one.after, strict=True)]
        for one in (arm, control)
    )
    return mean(adjusted) - mean(other), welch(adjusted, other)


def _as_float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)


# experiment_health


def experiment_health(store) -> list[dict]:
    told = {
        (row["experiment_id"], row["variant"]): row
        for row in experiment_results(store)
        if row["metric"] == "conversion"
    }
    rows = []
    for trial in trials(store):
        variants = sorted({*trial.exposures, trial.control})
        visitors = [len(trial.exposures.get(variant, ())) for variant in variants]
        p_value = even_split(visitors)
        is_broken = p_value is not None and p_value < MISMATCH
        for variant, count in zip(variants, visitors, strict=True):
            is_control = variant == trial.control
            verdict = None if is_control else _verdict(store, trial, told[trial.id, variant])
            rows.append(
                {
                    "experiment_id": trial.id,
                    "name": trial.experiment["name"],
                    "variant": variant,
                    "is_control": is_control,
                    "visitors": count,
                    "expected_share": 1 / len(variants),
                    "sample_ratio_p_value": p_value,
                    "has_sample_ratio_mismatch": is_broken,
                    "crossed": trial.crossed,
                    "days_run": _days_run(store, trial),
                    "power_reached": trial.has_power,
                    "verdict": "broken" if is_broken else verdict,
                }
            )
    return rows


def _verdict(store, trial: Trial, told: dict) -> str:
    """Neither better nor worse before its time, unless the always-valid interval says so."""
    low, high = told["always_valid_low"], told["always_valid_high"]
    is_sure = low is not None and (low > 0 or high < 0)
    is_significant = told["p_value"] is not None and told["p_value"] < SIGNIFICANT
    if is_sure or (trial.has_power and is_significant):
        return "better" if told["difference"] > 0 else "worse"
    ended_at = trial.experiment["ended_at"]
    is_over = ended_at is not None and has_passed(store, ended_at)
    return "no difference found" if trial.has_power or is_over else "running"


def _days_run(store, trial: Trial) -> float | None:
    first = trial.assignments[0]["assigned_at"] if trial.assignments else None
    start, end = trial.experiment["started_at"] or first, trial.end(store)
    if start is None or end is None:
        return None
    return max(0.0, float(seconds(end - start) / DAY))
