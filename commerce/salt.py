"""The secret behind the hashes that stand for e-mail addresses."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from commerce.errors import BadInput

NAME = "COMMERCE_SALT"
FILE = "commerce.salt"


def provide_salt(folder: Path) -> None:
    """Put a salt into the environment for dbt: that of the environment, else one that is kept.

    It is kept in `folder`/commerce.salt, which its owner alone can read, and made where there is
    none yet. Another salt makes other customer keys.

    Raises:
        BadInput: the file can't be read, or is empty: with no salt, hashes could be guessed.
    """
    if os.environ.get(NAME):
        return
    file = folder / FILE
    try:
        if not file.exists():
            _write_once(file, secrets.token_hex(32))
        salt = file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise BadInput(f"the salt {file} can't be read or written: {error}") from None
    if not salt:
        raise BadInput(f"the salt {file} is empty: put it back from a backup")
    os.environ[NAME] = salt


def take_rights(file: Path, rights: int) -> None:
    """Take rights to a file away, which a copy or plain dbt gave."""
    with contextlib.suppress(OSError):  # not there, or another's
        file.chmod(file.stat().st_mode & 0o777 & ~rights)


def _write_once(file: Path, text: str) -> None:
    """Write a file for its owner alone, whole or not at all; whoever was first is right."""
    descriptor, new = tempfile.mkstemp(dir=file.parent)  # with mode 0600
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(new, file)
    os.unlink(new)
