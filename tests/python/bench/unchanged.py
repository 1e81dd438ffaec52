"""Measures an unchanged build of the demo store beside a project of as many empty nodes.

make bench-demo
"""

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench.__main__ import ROOT, Measured, run

DBT = str(Path(sys.executable).with_name("dbt"))


def main() -> None:
    """Print seconds of both, each the second build of the same."""
    with tempfile.TemporaryDirectory(prefix="commerce-bench-") as place:
        demo, kinds = second_build(Path(place) / "demo", ROOT)
        project = Path(place) / "project"
        write_empty(project, kinds)
        empty, empty_kinds = second_build(Path(place) / "empty", project)
    assert empty_kinds == kinds, (empty_kinds, kinds)
    told = ", ".join(f"{number} {kind}s" for kind, number in sorted(kinds.items()))
    print(f"{told}: demo {demo.seconds:.1f} s, empty {empty.seconds:.1f} s")
    print(f"the demo takes {demo.seconds / empty.seconds:.2f} times as long")


def second_build(place: Path, project: Path) -> tuple[Measured, Counter]:
    """Build a project twice; return what the second took, and its nodes by kind."""
    place.mkdir()
    call = [
        *(DBT, "--quiet", "build", "--exclude-resource-type", "unit_test"),
        *("--project-dir", str(project), "--profiles-dir", str(ROOT / "profiles")),
        *("--target-path", str(place / "target"), "--log-path", str(place / "logs")),
    ]
    warehouse = str(place / "kept.duckdb")
    run(call, COMMERCE_WAREHOUSE=warehouse)
    taken = run(call, COMMERCE_WAREHOUSE=warehouse)
    results = json.loads((place / "target" / "run_results.json").read_text("utf-8"))["results"]
    kinds = Counter(one["unique_id"].split(".")[0] for one in results)
    return taken, Counter({kind: kinds[kind] for kind in ("model", "seed", "test")})


def write_empty(project: Path, kinds: Counter) -> None:
    """Write a project of tables, seeds and tests with nothing in them."""
    for folder in ("models", "seeds", "tests"):
        (project / folder).mkdir(parents=True)
    (project / "dbt_project.yml").write_text(
        "name: empty\nversion: '1.0.0'\nprofile: commerce_control\n"
        "models: {+materialized: table}\n"
    )
    for number in range(kinds["model"]):
        (project / "models" / f"m{number}.sql").write_text("select 1 as one")
    for number in range(kinds["seed"]):
        (project / "seeds" / f"s{number}.csv").write_text("one\n1\n")
    for number in range(kinds["test"]):
        sql = f"select * from {{{{ ref('m{number % kinds['model']}') }}}} where false"
        (project / "tests" / f"t{number}.sql").write_text(sql)


if __name__ == "__main__":
    main()
