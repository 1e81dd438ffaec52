"""A trial of many mutants: who noticed each, and which survivors are explained."""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from random import Random
from threading import Thread

import stores
import yaml
from compiled import Compiled, Model, logged_unit_tests

from mutation.judge import Judge, Verdict
from mutation.operators import Mutant, mutants, unchanged
from mutation.places import difference
from mutation.world import World

SURVIVORS = Path(__file__).with_name("survivors.yml")
STORES, SEED = 40, 3  # in each world: many, so that a mutant meets many edges

TRIES = 10  # models or columns in which a fault of a macro is tried before it counts as unnoticed
CHUNK = 25

# CTEs that the macro `framed` writes, and the folders that call it.
FRAMES = ("grains", "merged", "bounds", "periods", "segments", "framed")
FRAMED = ("marts/kpis", "marts/funnels", "marts/journey")
# What it writes into the rows of a KPI: their day is there, and a missing segment is unknown.
OF_SEGMENTS = re.compile(r"COALESCE\(CAST\(\w+ AS TEXT\), 'unknown'\)")
OF_DAYS = re.compile(r"NOT \w+_(date|month) IS NULL")

# Folders whose models macros write from the landing contract, column by column; and the columns
# that they give each model beside those of its contract.
READ_BY_CONTRACT = {
    "staging/landing": "staging",
    "staging/reference": "staging",
    "intermediate/judged": "judged",
}
BESIDE = {
    *("landed_key", "violation", "coerced_columns", "landed_row"),
    *("quarantine_reason", "verdict"),
}
# Names, and several of them in a row, as one.
NAME = re.compile(r"'?[a-z_][a-z0-9_]*'?")
_ONE = r"\?(?: IS NULL|(?: (?:ASC|DESC) NULLS LAST)?)"
NAMES = re.compile(rf"{_ONE}(?:(?:,| OR| AND) {_ONE})+")
BRIEF = 60  # letters

judge: Judge  # of this process
places: list["Place"]


@dataclass(frozen=True)
class Explained:
    """Survivors that change nothing, and why: patterns of fnmatch, empty for anything."""

    reason: str
    models: str = "*"
    operator: str = "*"
    cte: str = "*"
    column: str = "*"
    before: str = "*"
    after: str = "*"

    def covers(self, verdict: Verdict) -> bool:
        """Return whether a survivor is one of these."""
        mutant = verdict.mutant
        places = (
            (verdict.model, self.models),
            (mutant.operator, self.operator),
            (mutant.cte, self.cte),
            (mutant.inside.column, self.column),
            (mutant.before, self.before),
            (mutant.after, self.after),
        )
        return all(fnmatchcase(text, pattern) for text, pattern in places)


def explained_survivors() -> list[Explained]:
    """Return what survivors.yml explains."""
    return [Explained(**entry) for entry in yaml.safe_load(SURVIVORS.read_text("utf-8"))]


@dataclass(frozen=True)
class Place:
    """A mutant of one place in the source, in each model that is made of it."""

    mutants: tuple[tuple[str, Mutant], ...]  # with the model's name


def all_places(compiled: Compiled, patterns: Iterable[str] = ("*",)) -> list[Place]:
    """Return the mutants of the models whose names match.

    What a macro writes into many models, or for many columns, is one place: a fault there is
    noticed when a test of any of them notices it.
    """
    found: dict[tuple, list[tuple[str, Mutant]]] = {}
    for model in compiled.models:
        if any(fnmatchcase(model.name, pattern) for pattern in patterns):
            for mutant in mutants(model.sql):
                found.setdefault(_source(model, mutant), []).append((model.name, mutant))
    return [Place(tuple(group)) for group in found.values()]


def _source(model: Model, mutant: Mutant) -> tuple:
    """Return what tells a place of the source from others, as far as compiled SQL shows it."""
    place = (mutant.cte, mutant.before, mutant.after, mutant.ordinal)
    if model.folder in FRAMED and _is_framed(mutant):
        return ("framed", mutant.operator, mutant.cte, *_without_names(model, mutant))
    if model.folder == "marts/kpis" and not mutant.cte.startswith("rows_"):
        return (model.folder, mutant.operator, *place)
    if model.folder in READ_BY_CONTRACT:
        macros = READ_BY_CONTRACT[model.folder]
        return (macros, mutant.operator, mutant.cte, *_without_names(model, mutant))
    return (model.name, mutant.operator, *place)


def _is_framed(mutant: Mutant) -> bool:
    """Return whether the macro `framed` writes what is changed, and not who calls it.

    The caller says which marts a KPI can't do without.
    """
    if mutant.cte.startswith("rows_"):
        return any(pattern.fullmatch(mutant.before) for pattern in (OF_DAYS, OF_SEGMENTS))
    return mutant.cte in FRAMES and "EXISTS" not in mutant.before


def _without_names(model: Model, mutant: Mutant) -> tuple[str, str, str, str]:
    """Return the select item, the place in it, and what changes, without names of columns.

    Of two columns of one type all that is the same. The columns beside those of the contract
    differ in length from table to table; of them the name stands for what they are.
    """
    text, edit, inside = unchanged(model.sql), mutant.edit, mutant.inside
    item = inside.column if inside.column in BESIDE else _skeleton(inside.text)
    before, after = _skeleton(text[edit.start : edit.end]), _skeleton(edit.new)
    start = max(difference(before, after) - BRIEF // 2, 0)
    return item, inside.way, before[start:][:BRIEF], after[start:][:BRIEF]


def _skeleton(text: str) -> str:
    """Return SQL without names: sqlglot writes keywords in capitals, so what is not is a name."""
    return NAMES.sub("?…", NAME.sub("?", text))


def sampled(places: list[Place], count: int) -> list[Place]:
    """Return some of the places, those of one model together.

    A number made of what a place is chooses it: SQL that changes elsewhere leaves the others in.
    """
    return sorted(sorted(places, key=_lot)[:count], key=lambda place: place.mutants[0][0])


def _lot(place: Place) -> str:
    name, mutant = place.mutants[0]
    told = (name, mutant.operator, mutant.cte, mutant.before, mutant.after, mutant.ordinal)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def make_judge(log: Path, worlds: int | None = None) -> Judge:
    """Return a judge with the unit tests of a build's log, and a world for each setting.

    Of the worlds more, two have odd values of every kind, in text and in the engine's types, and
    one has no moment for as_of. A judge in a hurry has the first few of them.
    """
    first, *others = (partial(_world, setting) for setting in stores.SETTINGS)
    timeless = partial(_world, stores.SETTINGS[0], without=stores.TELL_AS_OF)
    odd = partial(_world, stores.ODD_SETTING, odd=True)
    typed = partial(_world, stores.ODD_SETTING, odd=True, write=stores.write_typed)
    made = [first, odd, typed, timeless, *others]
    return Judge(logged_unit_tests(log), made[:worlds])


def _world(
    setting: stores.Setting,
    without: Iterable[str] = (),
    odd: bool = False,
    write: Callable[..., None] = stores.write,
) -> World:
    batch = next(
        batch
        for batch in stores.each_batch(setting, 10 * STORES, SEED, size=STORES)
        if len(batch.stores) == STORES and not batch.lacks
    )
    tables = {name: rows for name, rows in batch.tables.items() if name not in without}
    if odd:
        tables = stores.with_odd_rows(tables, typed=write is stores.write_typed)
    return World(setting, tables, Path(tempfile.mkdtemp(prefix="commerce-world-")), write)


def trial(log: Path, patterns: Iterable[str], jobs: int) -> Iterator[tuple[list[Verdict], int]]:
    """Try every mutant of the models in so many processes.

    Yields verdicts as they come, and beside them how many there will be.
    """
    # Not forked: each process needs a workplace of its own for what it compiles.
    context = get_context("spawn")
    start = partial(_start, log, tuple(patterns))
    with ProcessPoolExecutor(jobs, context, initializer=start) as pool:
        count = pool.submit(_count).result()
        starts = range(0, count, CHUNK)
        for found in pool.map(_try_chunk, starts):
            yield found, count


def _start(log: Path, patterns: tuple[str, ...]) -> None:
    global judge, places
    Thread(target=_end_with_parent, daemon=True).start()
    judge = make_judge(log)
    places = all_places(judge.first.compiled, patterns)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, whatever ended that one."""
    parent_process().join()
    os._exit(1)


def _count() -> int:
    return len(places)


def _try_chunk(start: int) -> list[Verdict]:
    return list(tried(judge, places[start : start + CHUNK]))


def tried(judge: Judge, places: Iterable[Place]) -> Iterator[Verdict]:
    """Yield what became of each mutant that is SQL."""
    for place in places:
        verdict = None
        chosen = Random(0).sample(place.mutants, min(TRIES, len(place.mutants)))
        for name, mutant in chosen:
            verdict = judge.verdict(name, mutant) or verdict
            if verdict and verdict.noticed_by:
                break
        if verdict:
            yield verdict
