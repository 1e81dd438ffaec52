"""``commerce diff``: which KPI values of the demo store a change moves, and by how much."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console

from commerce.errors import BadInput
from commerce.project import project_folder
from commerce.revisions import build_demo, commit_of, is_changed, write_revision
from commerce.values import GRAINS, differs, shown

EVERY_KPI = ("+kpi_values",)
CELL = ["period_grain", "period_start", "segment_by", "segment"]
COLUMNS = [*CELL, "numerator", "denominator", "value"]

# A period or segment that one side lacks differs as well. The example is the largest change,
# and where there is none in numbers the first.
CHANGES = f"""
with

cells as (

    select
        period_grain,
        period_start || case segment_by
            when 'all' then '' else ', ' || segment_by || ' ' || segment
        end as cell,
        before.value as before,
        after.value as after,
        before.period_grain is not null as was_told,
        after.period_grain is not null as is_told
    from before.{{table}} as before
    full join after.{{table}} as after
        using ({", ".join(CELL)})

),

changed as (

    select
        *,
        row_number() over (
            partition by period_grain order by abs(after - before) desc nulls last, cell
        ) as place
    from cells
    where {differs("before", "after")} or was_told <> is_told

)

select period_grain, count(*), any_value(cell) filter (place = 1),
    list(before order by place)[1], list(after order by place)[1]
from changed
group by period_grain
"""


@dataclass(frozen=True)
class Change:
    """What changed of a KPI in one grain, with the cell that changed most."""

    kpi: str
    grain: str
    rows: int
    cell: str
    before: float | None
    after: float | None

    def row(self) -> str:
        """Return the row of the Markdown table."""
        example = f"{self.cell}: {shown(self.before)} → {shown(self.after)}".replace("|", "\\|")
        return f"| `{self.kpi}` | {self.grain} | {self.rows:,} | {self._largest()} | {example} |"

    def _largest(self) -> str:
        """Return the largest change, in numbers and as a share."""
        if self.before is None or self.after is None:
            return "–"
        change = self.after - self.before
        share = f" ({change / abs(self.before):+.1%})" if self.before else ""
        return f"{'+' if change > 0 else ''}{shown(change)}{share}"


def run_diff(
    console: Console, base: str, out: Path | None = None, select: Sequence[str] = EVERY_KPI
) -> None:
    """Build the demo store at a revision and as it is; tell what changed, progress to `console`.

    Raises:
        BadInput: there is no such revision or no KPI was built, or the report can't be written.
        Told: dbt can't build one of the two.
    """
    folder = project_folder()
    commit = commit_of(folder, base)
    with tempfile.TemporaryDirectory(prefix="commerce-diff-") as temporary:
        place = Path(temporary)
        before = place / "revision"
        write_revision(folder, commit, before)
        console.print(f"building the demo store of {base} and of the checkout", soft_wrap=True)
        started = time.monotonic()
        places = build_demo({"base": before, "checkout": folder}, place, select)
        console.print(f"built in {time.monotonic() - started:.0f} s")
        report = markdown(f"{base} ({commit[:7]})", *places.values())
    if is_changed(folder, commit, "seeds/demo"):
        report += "\nThe demo store itself, `seeds/demo`, is another one.\n"
    _write(report, out)


def _write(report: str, out: Path | None) -> None:
    if not out:
        print(report, end="")
        return
    try:
        out.write_text(report, "utf-8")
    except OSError as error:
        raise BadInput(f"can't write {out}: {error.strerror}") from None


def markdown(base: str, before: Path, after: Path) -> str:
    """Return what two builds tell differently, as a page for a pull request."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{before}' as before (read_only)")
        connection.execute(f"attach '{after}' as after (read_only)")
        old, new = (_kpis(connection, side) for side in ("before", "after"))
        if not old | new:
            raise BadInput("neither side has a KPI: --select +kpi_orders selects one")
        changes = [one for kpi in sorted(old & new) for one in _changes(connection, kpi)]
    lines = [f"### KPIs of the demo store against `{base}`", ""]
    lines += _told(new - old, "New") + _told(old - new, "Removed")
    if not changes:
        return "\n".join([*lines, f"No KPI value changed ({len(old & new)} KPIs compared).", ""])
    moved = len({change.kpi for change in changes})
    lines += [
        f"Values of {moved} of {len(old & new)} KPIs changed.",
        "",
        "| KPI | grain | rows changed | largest change | where: before → after |",
        "| --- | --- | ---: | ---: | --- |",
        *(change.row() for change in changes),
        "",
    ]
    return "\n".join(lines)


def _told(kpis: set[str], what: str) -> list[str]:
    """Return a line about KPIs that one side alone has."""
    return [f"{what}: {', '.join(f'`{kpi}`' for kpi in sorted(kpis))}.", ""] if kpis else []


def _kpis(connection: duckdb.DuckDBPyConnection, side: str) -> set[str]:
    """Return the KPIs that a build has: tables with a KPI's columns."""
    rows = connection.execute(
        """
        select table_name
        from duckdb_columns()
        where database_name = ? and schema_name = 'main' and table_name like 'kpi\\_%' escape '\\'
        group by table_name
        having list(column_name order by column_index) = ?
        """,
        [side, COLUMNS],
    ).fetchall()
    return {name.removeprefix("kpi_") for (name,) in rows}


def _changes(connection: duckdb.DuckDBPyConnection, kpi: str) -> list[Change]:
    """Return what changed of a KPI, the finest grain first."""
    rows = connection.execute(CHANGES.format(table=f"main.kpi_{kpi}")).fetchall()
    order = {grain: place for place, grain in enumerate(GRAINS)}
    rows = sorted(rows, key=lambda row: (order.get(row[0], len(GRAINS)), row[0]))
    return [Change(kpi, *row) for row in rows]
