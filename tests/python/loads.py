"""A warehouse that events land in load by load, beside one that is built anew every time.

The SQL is the project's own, compiled once as it is for a first build and once as it is for a
later one. What dbt would find out while it compiles the later one (which file is new, which day
is the first that changed) stays a query in the compiled text, between marks, and is asked here.
"""

import re
from collections import Counter
from pathlib import Path

import stores
from compiled import Model, Warehouse, compile_project

FILES = 12
# What is kept by day.
BY_DAY = (
    *("int_web_events_judged", "int_events_sessionized", "int_visits_sourced"),
    *("int_page_moves_counted", "fct_visits"),
)
# Columns that say how a table was built, and not what it tells. Rows that are alike but for
# their file are one: whichever of them counts.
TECHNICAL = ("landed_file", "landed_version", "built_in", "rebuilt_in", "options")
MARKED = re.compile(r"@<((?:(?!@<|>@).)*)>@", re.DOTALL)
LATER = {
    "macro.dbt.is_incremental": "{% macro is_incremental() %}{{ return(true) }}{% endmacro %}",
    "macro.commerce_control.value_of": (
        "{% macro value_of(query) %}{{ return('@<' ~ query ~ '>@') }}{% endmacro %}"
    ),
    "macro.commerce_control.arrivals": """
        {% macro arrivals(landed, options) %}
            {% set files = [('@file', '@version')] %}
            {{ return({
                'continues': true, 'files': files, 'number': '@number', 'rebuilt_in': 'first',
                'since': value_of(first_day_changed(landed, files)),
            }) }}
        {% endmacro %}
    """,
    "macro.commerce_control.changed_since": """
        {% macro changed_since(events) %}
            {{ return(value_of(first_day_after(events, '@known'))) }}
        {% endmacro %}
    """,
}


class Loads:
    """Two warehouses of one setting that events and orders of one landing folder are fed to."""

    def __init__(self, setting: stores.Setting, landing: Path) -> None:
        """Compile for a folder that every schedule will be written to; of the rest, land none."""
        self.landing = landing
        empty = {name: [] for name in stores.CONTRACT.keys() - stores.REFERENCE}
        stores.write(empty, landing, every_column=True)
        (landing / "web_events" / "rows.csv").unlink()
        self.begin()
        first = compile_project(setting.vars, landing)
        later = compile_project(setting.vars, landing, macros=LATER)
        self.anew, self.kept = Warehouse(first), Warehouse(first)
        needed = first.ancestors(*BY_DAY)
        moving = {
            *first.descendants("stg_landing__web_events"),
            *first.descendants("stg_landing__orders"),
        }
        self.models = [model for model in needed if model in moving]
        for warehouse in (self.anew, self.kept):
            warehouse.build(model for model in needed if model not in moving)
        self._later = {model.name: model.sql for model in later.models}

    def begin(self) -> None:
        """Let nothing have come yet."""
        for number in range(FILES):
            self._write(number, [])
        self.number, self.known = 0, 0

    def load(
        self, events: list[stores.Row], orders: list[stores.Row], is_cut_off: bool = False
    ) -> None:
        """Land events, and all orders so far, and build.

        A build that is cut off judges events and does no more.
        """
        self._write(self.number, events)
        stores.write({"orders": orders}, self.landing, every_column=True)
        self.number += 1
        if self.number == 1 or not self._has_events():
            self.kept.build(self.models)
            self.known = self.number
            return
        for model in self.models:
            if model.day is None:
                self.kept.build([model])
            else:
                self._replace_days(model)
            if is_cut_off and model.name == "int_web_events_judged":
                return
        self.known = self.number

    def differences(self) -> dict[str, list[tuple]]:
        """Return the rows of each table that only one warehouse has, after a build anew."""
        self.anew.build(self.models)
        return {
            model.name: rows
            for model in self.models
            if model.day and (rows := self._differences(model))
        }

    def _differences(self, model: Model) -> list[tuple]:
        kept, anew = (
            Counter(map(_told, warehouse.rows(model.relation)))
            for warehouse in (self.kept, self.anew)
        )
        return sorted(((kept - anew) + (anew - kept)).elements(), key=str)

    def _has_events(self) -> bool:
        (judged,) = (model for model in self.models if model.name == BY_DAY[0])
        return bool(self.kept.rows(f"{judged.relation} limit 1"))

    def _replace_days(self, model: Model) -> None:
        """Do as dbt does: empty the days that change, put the new rows in."""
        connection = self.kept.connection
        sql, since = self._asked(self._later[model.name])
        connection.execute(f"create or replace temp table new_rows as {sql}")
        if model.name != BY_DAY[0]:
            connection.execute(f"delete from {model.relation} where {model.day} >= '{since}'")
        connection.execute(
            f"delete from {model.relation} where {model.day} in (select {model.day} from new_rows)"
        )
        connection.execute(f"insert into {model.relation} by name from new_rows")

    def _asked(self, sql: str) -> tuple[str, str]:
        """Return SQL with the answers in place of its marked queries, and the last of them."""
        answers = {
            "@file": self._file(self.number - 1),
            "@number": str(self.number),
            "@known": str(self.known),
        }
        for mark, text in answers.items():
            sql = sql.replace(mark, text)
        answer = ""
        while marked := MARKED.search(sql):
            (answer,) = self.kept.connection.execute(marked[1]).fetchone()
            sql = sql.replace(marked[0], answer)
        return sql, answer

    def _file(self, number: int) -> str:
        return f"{self.landing}/web_events/rows_{number:02}.csv"

    def _write(self, number: int, rows: list[stores.Row]) -> None:
        folder = self.landing / "one_load"
        stores.write({"web_events": rows}, folder, every_column=True)
        (folder / "web_events" / "rows.csv").replace(self._file(number))


def _told(row: dict[str, object]) -> tuple:
    return tuple(value for name, value in row.items() if name not in TECHNICAL)
