"""The worked questions in ``analyses/``: each runs, and README's answers are what comes out."""

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, run

QUESTIONS = sorted(path.stem for path in (ROOT / "analyses").glob("*.sql"))
ANSWER = re.compile(r"\| \[(?P<question>.+)\]\(analyses/(?P<name>\w+)\.sql\) \| (?P<answer>.+) \|")
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def compiled(checkout: Path, dbt_build) -> Path:
    """The folder with the compiled analyses of a project that was built."""
    assert dbt_build.returncode == 0, dbt_build.stdout
    done = run("dbt", "--quiet", "compile", "--select", "resource_type:analysis", cwd=checkout)
    assert done.returncode == 0, done.stdout
    return checkout / "target" / "compiled" / "commerce_control" / "analyses"


def answers() -> dict[str, tuple[str, str]]:
    """Return question and answer of each analysis that README links to."""
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    found = [match for match in map(ANSWER.match, lines) if match]
    return {match["name"]: (match["question"], match["answer"]) for match in found}


def test_readme_answers_every_question():
    assert sorted(answers()) == QUESTIONS
    assert len(QUESTIONS) >= 10


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_in_readme_is_what_the_demo_store_says(name, checkout, compiled):
    question, answer = answers()[name]
    sql = (compiled / f"{name}.sql").read_text("utf-8")
    assert f"-- {question}" in (ROOT / "analyses" / f"{name}.sql").read_text("utf-8")
    with duckdb.connect(str(checkout / "warehouse" / "commerce.duckdb"), read_only=True) as db:
        rows = db.execute(sql).fetchall()
    told = {Decimal(str(value)) for row in rows for value in row if _is_number(value)}
    figures = {Decimal(figure.replace(",", "")) for figure in FIGURE.findall(answer)}
    assert figures, "an answer has figures"
    assert figures <= told, (figures - told, rows)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
