"""dbt's unit tests as the SQL that dbt runs for them."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

MARK = "dbt_internal_unit_test_actual"


@dataclass(frozen=True)
class UnitTest:
    """A unit test: its SQL gives actual and expected rows, told apart by the last column."""

    name: str
    model: str
    sql: str


def logged_unit_tests(log: Path) -> dict[str, list[UnitTest]]:
    """Return the unit tests of each model from the log of a ``dbt build`` that ran them.

    The log must be written with DBT_LOG_FORMAT_FILE=json: a line an event. dbt puts the rows
    of a fixture together in several steps; its log has what comes out.
    """
    found = defaultdict(list)
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            if MARK not in line:
                continue
            event = json.loads(line)
            if event["info"]["name"] == "SQLQuery":
                # unit_test.<project>.<model>.<name>
                *_, model, name = event["data"]["node_info"]["unique_id"].split(".")
                found[model].append(UnitTest(name, model, event["data"]["sql"]))
    assert found, f"no unit test ran in the build that wrote {log}"
    return dict(found)
