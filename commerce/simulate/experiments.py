"""Experiments: who sees which variant, and what it does."""

import numpy as np
import pyarrow as pa

from .columns import counts, ids, table, texts, times
from .draw import DAY, HOUR, trait
from .rates import Experiment
from .store import Store
from .visitors import visitor_ids
from .visits import Visits

VARIANTS = ["control", "treatment"]


def span(store: Store, trial: Experiment) -> tuple[int, int]:
    """Return the first and last instant of an experiment; past the end where it still runs."""
    plan = store.plan
    start = plan.start + int(plan.days * trial.start) * DAY + 14 * HOUR
    if trial.end is None:
        return start, plan.end + 30 * DAY
    return start, plan.start + int(plan.days * trial.end) * DAY + 14 * HOUR


def seen(store: Store, visits: Visits, trial: Experiment) -> np.ndarray:
    """Return the variant that each visit sees: 0 control, 1 treatment, -1 none."""
    start, end = span(store, trial)
    visitor = visits.visitor
    u = trait(visitor, store.seed, trial.name)
    variant = np.where(u < trial.treated, 1, np.where(u < 0.5, -1, 0))
    crossed = trait(visitor, store.seed, f"{trial.name} crossed") < trial.crossed
    variant = np.where(crossed & (visits.number % 2 == 1) & (variant >= 0), 1 - variant, variant)
    traffic = store.rates.experiments.traffic
    takes_part = trait(visitor, store.seed, f"{trial.name} traffic") < traffic
    during = (visits.start >= start) & (visits.start < end)
    return np.where(takes_part & during, variant, -1)


def effect(store: Store, visits: Visits) -> np.ndarray:
    """Return the factor on each visit's chance to buy."""
    factor = np.ones(len(visits.number))
    for trial in store.rates.experiments.all:
        if trial.effect != 1:
            factor *= np.where(seen(store, visits, trial) == 1, trial.effect, 1.0)
    return factor


def experiment_rows(store: Store) -> pa.Table:
    """Return one row for each experiment."""
    trials = store.rates.experiments.all
    spans = np.array([span(store, trial) for trial in trials])
    planned = int(store.plan.visits.sum() * store.rates.experiments.planned_share)
    number = np.arange(1, len(trials) + 1)
    return table(
        "experiments",
        experiment_id=ids("x", number),
        control_variant=texts(VARIANTS, np.zeros(len(trials), np.int64)),
        name=pa.array([trial.name for trial in trials]),
        started_at=times(spans[:, 0]),
        ended_at=times(spans[:, 1], np.array([trial.end is None for trial in trials])),
        planned_visitors=counts(np.full(len(trials), max(planned, 20))),
        updated_at=times(spans[:, 0] - 2 * DAY),
    )


def assignment_rows(store: Store, visits: Visits) -> pa.Table:
    """Return one row for each visit that saw a variant: the first of a visitor is its exposure."""
    parts = []
    for number, trial in enumerate(store.rates.experiments.all, 1):
        variant = seen(store, visits, trial)
        row = np.flatnonzero((variant >= 0) & ~visits.hides)
        parts.append(
            table(
                "experiment_assignments",
                experiment_id=ids("x", np.full(len(row), number)),
                visitor_id=visitor_ids(visits.visitor[row]),
                variant=texts(VARIANTS, variant[row]),
                assigned_at=times(visits.start[row]),
            )
        )
    return pa.concat_tables(parts)
