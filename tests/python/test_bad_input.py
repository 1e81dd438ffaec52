"""Files as they really come: each loads right, is quarantined, or is refused in one line."""

import re
from pathlib import Path

import pytest
from bad_input import LANDS, REFUSED
from compiled import Warehouse, compile_inline, compile_project


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> dict[str, list[str]]:
    """All files that land, in one folder: the verdict or reason of each row, by its id."""
    landing = tmp_path_factory.mktemp("odd") / "o'landing"
    for case in LANDS:
        case.land(landing)
    compiled = compile_project({}, landing)
    warehouse = Warehouse(compiled)
    (*_, model) = models = compiled.ancestors("int_web_events_judged")
    warehouse.build(models)
    found: dict[str, list[str]] = {}
    for row in warehouse.rows(model.relation):
        reason = row["quarantine_reason"] or row["verdict"]
        found.setdefault(row["event_id"] or row["landed_key"] or "", []).append(reason)
    return found


@pytest.mark.parametrize("case", LANDS, ids=lambda case: case.name)
def test_each_row_lands_once_with_its_verdict(judged, case):
    for event, verdict in case.verdicts.items():
        if verdict:
            assert judged.get(event) == [verdict]


def test_no_row_is_lost_or_made_up(judged):
    expected = {event for case in LANDS for event, verdict in case.verdicts.items() if verdict}
    assert judged.keys() == expected


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_cannot_be_read_is_refused_in_one_line_that_names_it(case, tmp_path):
    case.land(tmp_path)
    with pytest.raises(RuntimeError) as refused:
        compile_inline("{{ check_inputs() }}", landing=str(tmp_path))
    assert case.refusal in str(refused.value)
