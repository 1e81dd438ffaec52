"""Files as they really come: each loads right, is quarantined, or is refused in one line."""

import pytest
from bad_input import LANDS, REFUSED
from compiled import Warehouse, compile_inline, compile_project
from conftest import build, query


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


def test_a_link_to_nothing_is_refused_and_one_to_a_file_is_read(tmp_path):
    landing = tmp_path / "landing"
    (elsewhere := tmp_path / "elsewhere.csv").write_text(
        "case_id,opened_at\nlinked,2024-01-01\n", "utf-8"
    )
    (landing / "support_cases").mkdir(parents=True)
    link = landing / "support_cases" / "linked.csv"
    arguments = ("--landing", str(landing), "--select", "+fct_support_cases")
    link.symlink_to(tmp_path / "gone.csv")
    done = build(tmp_path / "kept.duckdb", *arguments)
    assert done.returncode == 2
    assert "linked.csv is a link to a file that is not there" in done.stderr
    link.unlink()
    link.symlink_to(elsewhere)
    assert build(tmp_path / "kept.duckdb", *arguments).returncode == 0
    cases = query(tmp_path / "kept.duckdb", "select case_id from fct_support_cases")
    assert cases == [("linked",)]
