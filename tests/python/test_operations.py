"""Backup, restore and upgrade, as docs/operations.md tells them."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, query
from shops import land, marts

from commerce.forgotten import Forgotten

SALT = "5" * 64


@dataclass(frozen=True)
class House:
    """A checkout with a landing folder and the usual warehouse in it."""

    project: Path
    backup: Path

    @property
    def warehouse(self) -> Path:
        return self.project / "warehouse" / "commerce.duckdb"

    def follow(self, title: str, number: int = 0) -> str:
        """Run a block of a section of the docs, with our folder for /backup."""
        text = (ROOT / "docs" / "operations.md").read_text("utf-8")
        section = text.split(f"\n## {title}\n")[1].split("\n## ")[0]
        block = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[number]
        done = subprocess.run(
            ["bash", "-ec", block.replace("/backup", str(self.backup))],
            cwd=self.project,
            env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def told(self) -> dict[str, list[tuple]]:
        """Return the rows of every published mart."""
        database = marts(self.warehouse)
        names = query(database, "select view_name from duckdb_views() where not internal")
        return {
            name: query(database, f"from {name} order by all")
            for (name,) in names
            if name != "builds"
        }


def moved_in(small_project: Path, place: Path, backup: Path) -> House:
    """Return a new checkout, with nothing built."""
    left_out = shutil.ignore_patterns("target", "logs", "*.duckdb*")
    shutil.copytree(small_project, place, symlinks=True, ignore=left_out)
    return House(place, backup)


@pytest.fixture(scope="module")
def lost(small_project, tmp_path_factory) -> tuple[Path, dict[str, list[tuple]]]:
    """The backup of a house that is no more, and what its marts told."""
    place = tmp_path_factory.mktemp("lost")
    house = moved_in(small_project, place / "house", place / "backup")
    house.backup.mkdir()
    land(house.project / "data" / "landing", 8, files=2)
    (house.project / "warehouse" / "commerce.salt").write_text(SALT)
    people = Forgotten.of(house.warehouse, SALT)
    people.add("visitor", "v3")
    people.write()
    house.follow("Backup and restore", 2)  # the build at the end of it
    told = house.told()
    house.follow("Backup and restore")
    shutil.rmtree(house.project)
    return house.backup, told


def test_a_house_that_burnt_down_is_rebuilt_from_its_backup(small_project, lost, tmp_path):
    backup, told = lost
    house = moved_in(small_project, tmp_path / "house", backup)
    house.follow("Backup and restore", 1)
    house.follow("Backup and restore", 2)
    assert house.told() == told
    assert len(told["fct_orders"]) == 8 and len(told["fct_visits"]) == 16
    assert "'v3'" not in str(told) and "forgotten_" in str(told) and "'v4'" in str(told)
    kept = [
        house.warehouse.with_name(f"commerce.{end}") for end in ("duckdb", "salt", "forgotten")
    ]
    assert [file.stat().st_mode & 0o077 for file in kept] == [0, 0, 0]
    builds = query(marts(house.warehouse), "select count(*) from builds")
    assert builds == [(2,)]  # the one before it is known, and can be gone back to


@pytest.mark.long
def test_salt_and_list_and_landing_folder_are_enough(small_project, lost, tmp_path):
    backup, told = lost
    house = moved_in(small_project, tmp_path / "house", backup)
    for name in ("commerce.salt", "commerce.forgotten"):
        shutil.copy2(backup / "warehouse" / name, house.project / "warehouse")
    shutil.copytree(backup / "landing", house.project / "data" / "landing")
    house.follow("Backup and restore", 2)
    assert house.told() == told


@pytest.mark.long
def test_a_version_that_tells_visits_otherwise_tells_all_of_them_so(small_project, lost, tmp_path):
    backup, told = lost
    house = moved_in(small_project, tmp_path / "house", backup)
    house.follow("Backup and restore", 1)
    model = house.project / "models" / "intermediate" / "traffic" / "int_visits_sourced.sql"
    old = model.read_text("utf-8")
    counted = "count(*) filter (where event_name = 'search')"
    assert counted in old
    model.write_text(old.replace(counted, "7::bigint"), "utf-8")
    house.follow("Backup and restore", 2)
    assert query(marts(house.warehouse), "select distinct searches from fct_visits") == [(7,)]
    model.write_text(old, "utf-8")
    house.follow("Backup and restore", 2)
    assert house.told() == told
