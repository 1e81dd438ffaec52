"""A warehouse in memory that compiled models are built in."""

from collections.abc import Iterable

import duckdb

from compiled.project import Compiled, Model

VIEW = "create view if not exists"


class Warehouse:
    """Builds compiled models in memory, again for every content of the landing folder."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.connection = duckdb.connect()
        # Files of the landing folder change under one name: none is to be remembered.
        for setting in ("TimeZone = 'UTC'", "threads = 1", "enable_external_file_cache = false"):
            self.connection.execute(f"set {setting}")
        self.connection.execute(f"attach ':memory:' as {compiled.database}")
        self.connection.execute(f"use {compiled.database}")
        self._copy_seeds()

    def _copy_seeds(self) -> None:
        """Copy the reference tables, and make the schemas of the models."""
        self.connection.execute(f"attach '{self.compiled.seeds}' as seeds (read_only)")
        schemas = {model.relation.split(".")[1] for model in self.compiled.models}
        for schema in sorted({*schemas, '"main_reference"'}):
            self.connection.execute(f"create schema if not exists {schema}")
        found = self.connection.execute(
            "select table_name from duckdb_tables()"
            " where database_name = 'seeds' and schema_name = 'main_reference'"
        )
        for (name,) in found.fetchall():
            self.connection.execute(
                f"create table main_reference.{name} as from seeds.main_reference.{name}"
            )
        self.connection.execute("detach seeds")

    def build(self, models: Iterable[Model]) -> None:
        """Build these models, in order, from what the landing folder holds now.

        A view that is there already stays: what it reads is looked up when it is read.
        """
        for model in models:
            create = "create or replace table" if model.kind == "table" else VIEW
            self.connection.execute(f"{create} {model.relation} as {model.sql}")

    def rows(self, relation: str) -> list[dict[str, object]]:
        """Return the rows of a relation, or of SQL in brackets."""
        found = self.connection.execute(f"select * from {relation}")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
