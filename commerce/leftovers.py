"""What a build leaves as it is: files and tables that someone who is forgotten may be in."""

import shutil
from pathlib import Path

import duckdb

from commerce.lock import place_aside


def remove_files(place: Path) -> list[str]:
    """Remove what damage and killed builds left of the working database; return what it was."""
    removed = []
    for left in (place_aside(place), place.with_name(f"{place.name}.tmp")):
        if left.exists():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
            removed.append(left.name)
    return removed


def drop_tables(place: Path, made: set[tuple[str, str]]) -> list[str]:
    """Drop what the build did not make, for nothing renames it; return its names.

    That is tables of an earlier version, rows that broke a test, and what others put there.
    """
    dropped = []
    with duckdb.connect(str(place)) as connection:
        found = connection.execute(
            "select 'table', schema_name, table_name from duckdb_tables()"
            " where database_name = current_database() union all"
            " select 'view', schema_name, view_name from duckdb_views()"
            " where database_name = current_database() and not internal order by all"
        ).fetchall()
        for kind, schema, name in found:
            if (schema, name) not in made:
                quoted = ".".join('"' + part.replace('"', '""') + '"' for part in (schema, name))
                connection.execute(f"drop {kind} {quoted}")
                dropped.append(f"{schema}.{name}")
    return dropped
