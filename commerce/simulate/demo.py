"""The demo store of seeds/demo: small enough for a repository, with every kind of trouble."""

import datetime
import sys
from pathlib import Path

from .days import make_plan
from .rates import DEMO, DEMO_DAYS, DEMO_VISITS
from .run import write_store
from .store import make_store
from .writer import Writer

SEED = 3
END = datetime.date(2024, 5, 1)  # both stores' clocks change in these days, and four months end
FOLDER = Path(__file__).parents[2] / "seeds" / "demo"


def write_demo(out: Path) -> dict[str, int]:
    """Write `<out>/<table>.csv` for all tables, over older ones; return the rows per table."""
    plan = make_plan(DEMO_VISITS, DEMO_DAYS, END, DEMO.traffic)
    return write_store(make_store(SEED, DEMO, plan), Writer(Path(out), "csv", flat=True))


if __name__ == "__main__":
    write_demo(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
