"""The secret behind the hashes that stand for e-mail addresses."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

NAME = "COMMERCE_SALT"


def provide_salt(folder: Path) -> None:
    """Put a salt into the environment for dbt: that of the environment, else one that is kept.

    It is kept in `folder`/commerce.salt, which its owner alone can read, and made where there is
    none yet. Another salt makes other customer keys.
    """
    if os.environ.get(NAME):
        return
    file = folder / "commerce.salt"
    if not file.exists():
        _write_once(file, secrets.token_hex(32))
    os.environ[NAME] = file.read_text("utf-8").strip()


def _write_once(file: Path, text: str) -> None:
    """Write a file for its owner alone, whole or not at all; whoever was first is right."""
    descriptor, new = tempfile.mkstemp(dir=file.parent)  # with mode 0600
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(new, file)
    os.unlink(new)
