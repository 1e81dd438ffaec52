"""Where the dbt project and its warehouse are."""

from pathlib import Path

import yaml

from commerce.errors import BadInput

WAREHOUSE = Path("warehouse") / "commerce.duckdb"


def project_folder() -> Path:
    """Return the folder with dbt_project.yml: the current one or one above, else our checkout.

    Raises:
        BadInput: neither has a project.
    """
    here = Path.cwd()
    for folder in [here, *here.parents, Path(__file__).resolve().parent.parent]:
        if (folder / "dbt_project.yml").is_file() and (folder / "models").is_dir():
            return folder
    raise BadInput("no dbt_project.yml here or above: call commerce from the project's folder")


def warehouse_place(given: Path | None, usual: Path = WAREHOUSE) -> Path:
    """Return the absolute path of a warehouse: the one given, else the usual one."""
    return given.absolute() if given else project_folder() / usual


def project_options() -> dict:
    """Return the options of the project with their values, without those of a call."""
    text = (project_folder() / "dbt_project.yml").read_text("utf-8")
    return yaml.safe_load(text)["vars"]
