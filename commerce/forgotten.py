"""The list of forgotten people beside the working database: keys, and names instead.

A key is a hash of what identified the person, behind the salt; the name is made up at random.
Staging reads the list (macros/landing/forgotten.sql).
"""

import csv
import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from commerce.published import sync

SUFFIX = ".forgotten"
KINDS = ("email", "customer", "visitor")


@dataclass
class Forgotten:
    """The list, of one working database and one salt."""

    file: Path
    salt: str
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # by kind and key

    @classmethod
    def of(cls, warehouse: Path, salt: str) -> "Forgotten":
        """Read the list of a working database; it is empty where nobody was forgotten."""
        known = cls(warehouse.with_name(f"{warehouse.stem}{SUFFIX}"), salt)
        if known.file.exists():
            with known.file.open(encoding="utf-8", newline="") as opened:
                rows = csv.DictReader(opened)
                known.names = {(row["kind"], row["key"]): row["name"] for row in rows}
        return known

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
            rows.writerows((*one, name) for one, name in sorted(self.names.items()))
        sync(Path(new))
        os.replace(new, self.file)
        sync(self.file.parent)

    def _key(self, value: str) -> str:
        return hashlib.sha256(f"forgotten {self.salt}{value}".encode()).hexdigest()
