"""Published marts of made-up figures: tables with the columns of the models, and no build."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import yaml
from conftest import ROOT

from commerce.published import Published

MARTS = ROOT / "models" / "marts"
MONDAY = date(2024, 4, 22)
TYPES = {"string": "varchar"}
LIMITED = {"center_line": 10, "lower_limit": 4, "upper_limit": 16}
ALL = {"segment_by": "all", "segment": "all"}


def columns_of(mart: str) -> dict[str, str]:
    """Return the columns of a mart with their types, as its YAML has them."""
    (file,) = MARTS.rglob(f"{mart}.yml")
    ((model,),) = [yaml.safe_load(file.read_text("utf-8"))["models"]]
    return {column["name"]: column["data_type"] for column in model["columns"]}


def make_marts(folder: Path, **rows: list[dict]) -> Path:
    """Write published marts with these rows; return the working database they are those of.

    What a row leaves out is NULL. The mart `builds` is no model: it has one build.
    """
    warehouse = folder / "made.duckdb"
    marts = Published.of(warehouse).marts
    marts.parent.mkdir(parents=True)
    with duckdb.connect(str(marts)) as connection:
        for mart, values in rows.items():
            columns = columns_of(mart)
            types = ", ".join(f"{name} {TYPES.get(kind, kind)}" for name, kind in columns.items())
            connection.execute(f"create table {mart} ({types})")
            for row in values:
                assert row.keys() <= columns.keys(), row
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                connection.execute(
                    f"insert into {mart} ({names}) values ({marks})", list(row.values())
                )
        connection.execute(
            "create table builds as select '20240501T063000Z' as build_id,"
            " timestamp '2024-05-01 06:30:00' as finished_at"
        )
    return warehouse


def kpi(name: str, unit: str = "visits", better: str = "higher", **more: str) -> dict:
    """Return a row of kpi_catalogue."""
    label = name.replace("_", " ").capitalize()
    options = "reporting_currency = EUR" if unit == "money" else ""
    row = {"kpi": name, "label": label, "family": "traffic", "unit": unit, "better": better}
    return {**row, "options": options, **more}


def scored(name: str, value: float | None, **more: object) -> dict:
    """Return a row of kpi_scorecard: of the last week, unless told."""
    row = {"kpi": name, "period_grain": "week", "period_start": MONDAY, **ALL}
    return {**row, "value": value, "is_mature": True, "in_control": "noise", **more}


def weeks(name: str, values: list[float | None]) -> list[dict]:
    """Return rows of kpi_values for the weeks up to the last one."""
    last = len(values) - 1
    return [
        {
            **ALL,
            "kpi": name,
            "period_grain": "week",
            "period_start": MONDAY - timedelta(weeks=last - place),
            "value": value,
            "is_complete": True,
            "is_mature": True,
        }
        for place, value in enumerate(values)
    ]
