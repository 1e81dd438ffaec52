"""The secret behind the hashes that stand for e-mail addresses."""

import os
import secrets
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
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    os.environ[NAME] = file.read_text("utf-8").strip()
