"""A trial of many mutants: who noticed each, and which survivors are explained."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

import stores
import yaml
from compiled import Compiled, logged_unit_tests

from mutation.judge import Judge, Verdict
from mutation.operators import Mutant, mutants
from mutation.world import World

SURVIVORS = Path(__file__).with_name("survivors.yml")
STORES, SEED = 40, 3  # in each world: many, so that a mutant meets many edges

judge: Judge  # of this process


@dataclass(frozen=True)
class Explained:
    """Survivors that change nothing, and why: patterns of fnmatch, empty for anything."""

    reason: str
    models: str = "*"
    operator: str = "*"
    cte: str = "*"
    before: str = "*"
    after: str = "*"

    def covers(self, verdict: Verdict) -> bool:
        """Return whether a survivor is one of these."""
        mutant = verdict.mutant
        places = (
            (verdict.model, self.models),
            (mutant.operator, self.operator),
            (mutant.cte, self.cte),
            (mutant.before, self.before),
            (mutant.after, self.after),
        )
        return all(fnmatchcase(text, pattern) for text, pattern in places)


def explained_survivors() -> list[Explained]:
    """Return what survivors.yml explains."""
    return [Explained(**entry) for entry in yaml.safe_load(SURVIVORS.read_text("utf-8"))]


def all_mutants(compiled: Compiled, models: Iterable[str] = ("*",)) -> list[tuple[str, Mutant]]:
    """Return every mutant of the models whose names match, with the model's name."""
    return [
        (model.name, mutant)
        for model in compiled.models
        if any(fnmatchcase(model.name, pattern) for pattern in models)
        for mutant in mutants(model.sql)
    ]


def sampled(found: list[tuple[str, Mutant]], count: int, seed: str) -> list[tuple[str, Mutant]]:
    """Return some of the mutants, chosen by the seed, those of one model together."""
    return sorted(Random(seed).sample(found, min(count, len(found))), key=lambda one: one[0])


def make_judge(log: Path) -> Judge:
    """Return a judge with the unit tests of a build's log, and a world for each setting."""
    return Judge(logged_unit_tests(log), [partial(_world, setting) for setting in stores.SETTINGS])


def _world(setting: stores.Setting) -> World:
    batch = next(
        batch
        for batch in stores.each_batch(setting, 10 * STORES, SEED, size=STORES)
        if len(batch.stores) == STORES and not batch.lacks
    )
    return World(setting, batch.tables, Path(tempfile.mkdtemp(prefix="commerce-world-")))


def trial(
    log: Path, models: Iterable[str], jobs: int, told: Callable[[int, int], None]
) -> list[Verdict]:
    """Try every mutant of the models in so many processes; `told` hears of the progress."""
    verdicts: list[Verdict] = []
    # Not forked: each process needs a workplace of its own for what it compiles.
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(log,)) as pool:
        chosen = pool.submit(_names, tuple(models)).result()
        for done, found in enumerate(pool.map(_try_model, chosen), 1):
            verdicts.extend(found)
            told(done, len(chosen))
    return verdicts


def _names(patterns: tuple[str, ...]) -> list[str]:
    """Return the models whose names match, those with the most SQL first."""
    matching = [
        model
        for model in judge.first.compiled.models
        if any(fnmatchcase(model.name, pattern) for pattern in patterns)
    ]
    return [model.name for model in sorted(matching, key=lambda one: -len(one.sql))]


def _start(log: Path) -> None:
    global judge
    judge = make_judge(log)


def _try_model(name: str) -> list[Verdict]:
    return list(tried(judge, all_mutants(judge.first.compiled, [name])))


def tried(judge: Judge, chosen: Iterable[tuple[str, Mutant]]) -> Iterator[Verdict]:
    """Yield what became of each mutant that is SQL."""
    for name, mutant in chosen:
        verdict = judge.verdict(name, mutant)
        if verdict:
            yield verdict
