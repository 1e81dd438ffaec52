"""Builds a batch of generated stores again and cuts it down to the rows that make it differ.

make replay SETTING=default SEED=1 STORE=17
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import stores
from agreement import BothSides, Difference
from rich.console import Console
from rich.progress import track


@click.command()
@click.argument("setting", type=click.Choice([setting.name for setting in stores.SETTINGS]))
@click.argument("seed", type=int)
@click.argument("number", type=int)
def main(setting: str, seed: int, number: int) -> None:
    """Show the smallest part of a store's batch that warehouse and oracle tell differently."""
    console = Console(soft_wrap=True, highlight=False)
    (chosen,) = (one for one in stores.SETTINGS if one.name == setting)
    batch = next(b for b in stores.each_batch(chosen, sys.maxsize, seed) if number in b.numbers)
    with tempfile.TemporaryDirectory() as folder:
        both = BothSides(chosen, Path(folder))
        differences = both.differences(batch.tables)
        if not differences:
            console.print(f"stores {batch.numbers[0]} to {batch.numbers[-1]}: both sides agree")
            return
        first = what(differences[0])
        smallest = shrunk(
            batch.tables,
            lambda tables: first in map(what, both.differences(tables)),
        )
        for name, rows in smallest.items():
            for row in rows:
                kept = {column: str(value) for column, value in row.items() if value is not None}
                console.print(f"{name}: {kept}", markup=False)
        for difference in both.differences(smallest):
            console.print(str(difference), markup=False)
    sys.exit(1)


def what(difference: Difference | str) -> object:
    """Return what differs: a KPI, another mart, or how a landed table is read."""
    if isinstance(difference, str):
        return difference.split(":")[0]
    return difference.key[0] if difference.mart == "kpi_values" else difference.mart


def shrunk(tables: stores.Tables, differs: Callable[[stores.Tables], bool]) -> stores.Tables:
    """Return the tables without the rows, and the values, that the difference can do without.

    The reference tables stay: they belong to the setting.
    """
    units = [
        (name, row)
        for name, rows in tables.items()
        for row in rows
        if name not in stores.REFERENCE
    ]
    size = len(units) // 2
    while size:
        place = 0
        while place < len(units):
            fewer = units[:place] + units[place + size :]
            if differs(_tables(fewer)):
                units = fewer
            else:
                place += size
        size //= 2
    for place in track(range(len(units)), "emptying columns", transient=True):
        for column in list(units[place][1]):
            name, row = units[place]
            emptier = {**row, column: None}
            changed = [*units[:place], (name, emptier), *units[place + 1 :]]
            if row[column] is not None and differs(_tables(changed)):
                units = changed
    return _tables(units)


def _tables(units: list[tuple[str, stores.Row]]) -> stores.Tables:
    tables: stores.Tables = {}
    for name, row in units:
        tables.setdefault(name, []).append(row)
    return tables


if __name__ == "__main__":
    main()
