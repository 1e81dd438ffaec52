"""Draws what builds take against size and history, from what `make bench` has kept.

python -m bench.plot
"""

import json
from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

DOCS = Path(__file__).resolve().parents[3] / "docs"
KEPT = DOCS / "performance.json"
STYLES = {
    "floor": ("tab:gray", ":"),
    "Polars": ("tab:orange", "--"),
    "pandas": ("tab:red", "--"),
    "their KPIs alone": ("tab:purple", "-"),
    "full build": ("tab:blue", "-"),
    "one more day": ("tab:green", "-"),
    "unchanged": ("tab:olive", "-"),
}


def keep(row: dict[str, object]) -> None:
    """Keep one measurement in place of the last one of the same way, size and history."""
    rows = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else []
    key = [row[name] for name in ("way", "events", "days")]
    rows = [one for one in rows if [one[name] for name in ("way", "events", "days")] != key]
    row = {name: round(value, 2) if type(value) is float else value for name, value in row.items()}
    rows = sorted([*rows, row], key=lambda one: (one["days"], one["events"], one["way"]))
    KEPT.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def main() -> None:
    """Write docs/performance.svg."""
    rows = json.loads(KEPT.read_text("utf-8"))
    pyplot.rcParams.update({"font.size": 9, "svg.hashsalt": "bench", "axes.grid": True})
    figure, (size, history) = pyplot.subplots(1, 2, figsize=(9, 4), layout="constrained")
    for way, (colour, line) in STYLES.items():
        year = [one for one in rows if one["way"] == way and one["days"] == 365]
        size.loglog(
            [one["events"] for one in year],
            [one["queries"] for one in year],
            marker="o",
            color=colour,
            linestyle=line,
            label=way,
        )
        years = _same_events_a_day([one for one in rows if one["way"] == way])
        if len(years) > 1:
            history.plot(
                [one["days"] / 365 for one in years],
                [one["queries"] for one in years],
                marker="o",
                color=colour,
                linestyle=line,
            )
    size.set(title="Seconds against events of a year", xlabel="events", ylabel="seconds")
    figure.legend(loc="outside lower center", ncols=7, fontsize=8)
    history.set(title="Seconds against history, 27,000 events a day", xlabel="years")
    history.set_ylim(bottom=0)
    history.set_xticks(range(1, 4))
    figure.savefig(DOCS / "performance.svg", metadata={"Date": None})


def _same_events_a_day(rows: list[dict]) -> list[dict]:
    """Return the measurements of stores that are alike but for how long they have run."""
    return [one for one in rows if 25_000 < one["events"] / one["days"] < 29_000]


if __name__ == "__main__":
    main()
