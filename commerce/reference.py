"""Writes the seed `bot_patterns` from the package crawler-user-agents.

Usage: ``make reference``. The package is a development dependency with a fixed version; the
description of the seed names that version.
"""

import csv
from pathlib import Path

import crawleruseragents

SEED = Path(__file__).parent.parent / "seeds" / "reference" / "bot_patterns.csv"


def write_bot_patterns(seed: Path = SEED) -> int:
    """Write one regular expression a row, sorted; return how many there are."""
    patterns = sorted({entry["pattern"] for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA})
    with seed.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["pattern"])
        writer.writerows([pattern] for pattern in patterns)
    return len(patterns)


if __name__ == "__main__":
    print(f"{write_bot_patterns()} bot patterns in {SEED.name}")
