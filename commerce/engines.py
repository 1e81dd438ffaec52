"""What a target of profiles/profiles.yml needs before dbt can use it."""

import importlib.util
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from commerce.errors import BadInput
from commerce.project import WAREHOUSE, project_folder, warehouse_place

WAREHOUSES = {"duckdb": WAREHOUSE, "spark": WAREHOUSE.with_name("spark")}
JAVA = "Spark needs Java 17 and finds no java: on Debian, apt install openjdk-17-jre-headless"
PACKAGES = "target {target!r} needs more packages: pip install '.[spark]', or make spark"


@dataclass(frozen=True)
class Engine:
    """A target: which engine it is, and whether that runs on another machine."""

    target: str
    kind: str  # duckdb or spark
    is_remote: bool

    def warehouse(self, given: Path | None) -> Path | None:
        """Return where its tables are, as an absolute path: a file or a folder.

        None where the engine itself knows.

        Raises:
            BadInput: the folder of it is not there, or it is given for a remote engine.
        """
        if self.is_remote:
            if given:
                raise BadInput(
                    f"target {self.target!r} has a warehouse of its own: no --warehouse"
                )
            return None
        place = warehouse_place(given, WAREHOUSES[self.kind])
        if not place.parent.is_dir():
            raise BadInput(f"the warehouse folder {place.parent} does not exist")
        if not re.fullmatch(r"[\w.-]+", place.name):  # dbt makes the database's name of it
            raise BadInput(f"the warehouse's name {place.name!r} may have letters, digits, . _ -")
        return place

    def check(self) -> None:
        """Raise BadInput where what it runs on is not installed."""
        if self.kind != "spark":
            return
        if not importlib.util.find_spec("dbt.adapters.spark"):
            raise BadInput(PACKAGES.format(target=self.target))
        if not self.is_remote and not has_java():
            raise BadInput(JAVA)


def has_java() -> bool:
    """Return whether there is a java where Spark looks for one."""
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").is_file() if home else bool(shutil.which("java"))


def read_profile() -> dict:
    """Return the project's profile: the default target, and the settings of each (outputs)."""
    text = (project_folder() / "profiles" / "profiles.yml").read_text("utf-8")
    (profile,) = yaml.safe_load(text).values()
    return profile


def engine_of(target: str | None) -> Engine:
    """Return the engine of a target, or of the default one.

    Raises:
        BadInput: profiles/profiles.yml has no such target.
    """
    profile = read_profile()
    name = target or profile["target"]
    if name not in profile["outputs"]:
        known = ", ".join(profile["outputs"])
        raise BadInput(f"profiles/profiles.yml has no target {name!r}, but {known}")
    output = profile["outputs"][name]
    return Engine(name, output["type"], is_remote=output.get("method") == "thrift")
