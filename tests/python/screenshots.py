"""Takes the screenshots in docs/ of a page: ``make screenshots``."""

import sys
from pathlib import Path

from browser import WINDOWS, picture, show, started

DOCS = Path(__file__).resolve().parents[2] / "docs"

if __name__ == "__main__":
    with started() as chrome:
        for window in WINDOWS:
            show(chrome, Path(sys.argv[1]), window)
            (DOCS / f"report_{window}.webp").write_bytes(picture(chrome))
