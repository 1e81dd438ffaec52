"""``commerce build``: its options, and one build at a time."""

import difflib
import os
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import yaml
from rich.console import Console

from commerce.engines import Engine, engine_of
from commerce.errors import BadInput
from commerce.forgotten import SUFFIX as FORGOTTEN
from commerce.lock import building
from commerce.project import project_folder, project_options
from commerce.salt import FILE as SALT
from commerce.salt import provide_salt, take_rights


def merged_vars(text: str | None, landing: Path | None, start: datetime | None = None) -> dict:
    """Return the vars for dbt: those of ``--vars``, ``--landing`` (absolute) and ``--from``.

    Raises:
        BadInput: the text is no YAML mapping, or says what an option says too.
    """
    try:
        given = yaml.safe_load(text) if text else {}
    except yaml.YAMLError as error:
        raise BadInput(f"--vars is not YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(given, dict):
        raise BadInput(f"--vars must be a YAML mapping such as 'as_of: 2024-12-31', not {text!r}")
    for option in given:
        _check_option(str(option))
    options = {}
    if landing:
        options["landing"] = str(landing.absolute())
    if start:
        options["rebuild_from"] = f"{start:%Y-%m-%d}"
    for option in options.keys() & given.keys():
        raise BadInput(f"{option} is given twice: by an option of its own and in --vars")
    return {**given, **options}


def _check_option(name: str) -> None:
    """Raise BadInput for an option that dbt_project.yml does not have: dbt would ignore it."""
    options = project_options()
    if name not in options:
        (near, *_) = [*difflib.get_close_matches(name, options, 1), "dbt_project.yml lists them"]
        hint = f"did you mean {near!r}?" if near in options else near
        raise BadInput(f"there is no option {name!r}: {hint}")


def prepare(engine: Engine, warehouse: Path | None) -> Path | None:
    """Set folder, rights and environment for dbt; return where the engine's tables are.

    Raises:
        BadInput: the engine or its warehouse can't be used.
    """
    engine.check()
    place = engine.warehouse(warehouse)
    # Paths in the profile and of the demo store are relative to the project.
    os.chdir(project_folder())
    # What is built on the way is nobody else's: e-mail addresses are on the way.
    os.umask(0o077)
    folder = place.parent if place else Path("warehouse")
    if engine.kind != "duckdb" and any(folder.glob(f"*{FORGOTTEN}")):
        raise BadInput(f"people are forgotten in {folder}, whom {engine.kind} would take in again")
    for file in (folder / SALT, *folder.glob(f"*{FORGOTTEN}")):
        take_rights(file, 0o077)
    provide_salt(folder)
    if place:
        os.environ["COMMERCE_WAREHOUSE"] = str(place)
    return place


def run_build(
    console: Console,
    landing: Path | None = None,
    warehouse: Path | None = None,
    target: str | None = None,
    dbt_vars: str | None = None,
    select: tuple[str, ...] = (),
    full_refresh: bool = False,
    start: datetime | None = None,
) -> int:
    """Build and test the project, publish its marts; print what happened.

    Returns:
        0, or 1 where a model or a test failed, or nothing could be published.

    Raises:
        BadInput: the input can't be used; nothing was changed.
    """
    variables = merged_vars(dbt_vars, landing, start)
    engine = engine_of(target)
    place = prepare(engine, warehouse)
    with building(place) if place else nullcontext():
        from commerce.call import Call  # dbt takes seconds to import: who must wait is told first

        call = Call(console, engine.kind, place, engine.target, variables, select, full_refresh)
        return call.run()
