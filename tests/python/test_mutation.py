"""Faults in the SQL are noticed: a sample of what ``make mutate`` tries in full."""

import pytest
from mutation.operators import mutants
from mutation.trial import all_places, explained_survivors, make_judge, sampled, tried

SAMPLE = 100  # of some thousands
WORLDS = 2  # more would take minutes to make
WANTED = 0.9  # share of them that must be noticed, or explained; `make mutate` asks for more


@pytest.mark.usefixtures("dbt_build")
def test_faults_put_into_the_sql_are_noticed(checkout):
    judge = make_judge(checkout / "build_logs" / "dbt.log", WORLDS)
    compiled = judge.first.compiled
    verdicts = list(tried(judge, sampled(all_places(compiled), SAMPLE)))
    explained = explained_survivors()
    unnoticed = [
        (verdict.model, verdict.mutant.before, verdict.mutant.after)
        for verdict in verdicts
        if not verdict.noticed_by and not any(entry.covers(verdict) for entry in explained)
    ]
    assert len(verdicts) > SAMPLE * 0.95, "too many faults were no SQL at all"
    assert len(unnoticed) <= (1 - WANTED) * len(verdicts), unnoticed


@pytest.mark.parametrize(
    ("sql", "changes"),
    [
        ("select a from t where a < 1", {("a < 1", "a <= 1"), ("a < 1", "TRUE")}),
        ("select count(distinct a) as n from t", {("COUNT(DISTINCT a)", "COUNT(a)")}),
        ("select a + interval 30 minute as b from t", {("INTERVAL '30' MINUTE", "'31'")}),
        ("select a / b as c from t", {("a / b", "b / a")}),
        ("select a.x from a left join b on a.x = b.x", {("LEFT JOIN", "INNER JOIN")}),
        ("select a from t where b_at < 1 and c_at > 2", {("b_at < 1", "c_at < 1")}),
    ],
)
def test_every_kind_of_fault_is_made(sql, changes):
    made = [(mutant.before, mutant.after) for mutant in mutants(sql)]
    for before, after in changes:
        assert any(before in one and after in other for one, other in made), made
