"""The list of forgotten people beside the working database: keys, and names instead.

A key is a hash of what identified the person, behind the salt; the name is made up at random.
Staging reads the list (macros/landing/forgotten.sql).
"""

import csv
import hashlib
import os
import re
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from commerce.errors import BadInput
from commerce.published import sync

SUFFIX = ".forgotten"
KINDS = ("email", "customer", "visitor")
WHOLE = re.compile(
    r"kind,key,name\n(salt,[0-9a-f]{64},\n)?"
    r"((email|customer|visitor),[0-9a-f]{64},[0-9a-z_]{34,64}\n)*"
)


@dataclass
class Forgotten:
    """The list, of one working database and one salt."""

    file: Path
    salt: str
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # by kind and key

    @classmethod
    def of(cls, warehouse: Path, salt: str) -> "Forgotten":
        """Read the list of a working database; it is empty where nobody was forgotten.

        Raises:
            BadInput: it can't be read, is damaged, or was made with another salt, with which
                everyone in it would be taken in again.
        """
        known = cls(warehouse.with_name(f"{warehouse.stem}{SUFFIX}"), salt)
        if known.file.exists():
            for row in csv.DictReader(known._text().splitlines()):
                known.names[row["kind"], row["key"]] = row["name"]
        known.names.pop(known._salted, None)
        if any(kind == "salt" for kind, _ in known.names):
            raise BadInput(
                f"the list of forgotten people {known.file} was made with another salt: put that"
                " one back"
            )
        return known

    @property
    def _salted(self) -> tuple[str, str]:
        """What tells with which salt keys were made."""
        return "salt", self._key("")

    def _text(self) -> str:
        try:
            text = self.file.read_bytes().decode()
        except (OSError, ValueError):
            text = ""
        if not WHOLE.fullmatch(text):
            raise BadInput(
                f"the list of forgotten people {self.file} can't be read, or is damaged: put it"
                " back from a backup, or give it to whoever builds"
            )
        return text

    def name(self, kind: str, value: str) -> str:
        """Return what stands for a value: the value itself where it is nobody's forgotten."""
        return self.names.get((kind, self._key(value)), value)

    def add(self, kind: str, value: str) -> None:
        """Give a value a name; one that has a name, or is one, stays as it is."""
        if value not in self.names.values():
            made = (
                secrets.token_hex(32) if kind == "email" else f"forgotten_{secrets.token_hex(12)}"
            )
            self.names.setdefault((kind, self._key(value)), made)

    def write(self) -> None:
        """Write the list for its owner alone, whole or not at all."""
        descriptor, new = tempfile.mkstemp(dir=self.file.parent)  # with mode 0600
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as opened:
            rows = csv.writer(opened, lineterminator="\n")
            rows.writerow(("kind", "key", "name"))
            rows.writerow((*self._salted, ""))
            rows.writerows((*one, name) for one, name in sorted(self.names.items()))
        sync(Path(new))
        os.replace(new, self.file)
        sync(self.file.parent)

    def _key(self, value: str) -> str:
        return hashlib.sha256(f"forgotten {self.salt}{value}".encode()).hexdigest()
