"""What experiments are said to have found, against SciPy, public results and A/A tests."""

import numpy as np
import pytest
import stores
from agreement import EMPTY
from compiled import Warehouse, compile_project
from scipy import stats

CONVERSION, REVENUE = "conversion", "revenue_per_visitor"
METRICS = (CONVERSION, "orders_per_visitor", REVENUE, "engaged_visits_per_visitor")
AS_OF = "2024-06-01"

# The sums that statistics are made of, as int_experiment_arms_summed has them.
ARMS = """
    select
        cast(experiment_id as varchar) as experiment_id,
        variant,
        metric,
        cast(visitors as bigint) as visitors,
        cast(outcomes as decimal(37, 4)) as outcomes,
        cast(covariates as decimal(37, 4)) as covariates,
        cast(outcome_squares as decimal(37, 8)) as outcome_squares,
        cast(covariate_squares as decimal(37, 8)) as covariate_squares,
        cast(products as decimal(37, 8)) as products,
        variant = 'control' as is_control,
        cast(planned_visitors as decimal(18, 4)) as planned_visitors
    from given
"""


class Experiments:
    """The models of experiments, told from rows or sums that a test feeds them."""

    def __init__(self, warehouse):
        self.warehouse = warehouse
        self.models = {model.name: model for model in warehouse.compiled.models}

    def feed(self, model, given, sql="from given"):
        """Make a table of given columns in a model's place."""
        connection = self.warehouse.connection
        connection.register("given", given)
        connection.execute(f"create or replace table {self.models[model].relation} as {sql}")
        connection.unregister("given")

    def told(self, model, *fed):
        """Return the rows of a model, built from those that were fed."""
        needed, open_names = set(), [model]
        while open_names:
            name = open_names.pop()
            if name in self.models and name not in {*needed, *fed}:
                needed.add(name)
                open_names.extend(self.models[name].parents)
        self.warehouse.build(one for one in self.models.values() if one.name in needed)
        return self.warehouse.rows(self.models[model].relation)

    def results(self, arms):
        """Return experiment_results of the sums of arms."""
        none = np.zeros(len(arms["visitors"]))
        named = ("covariates", "covariate_squares", "products")
        given = {**{name: none for name in named}, **arms}
        self.feed("int_experiment_arms_summed", given, ARMS)
        return self.told("experiment_results", "int_experiment_arms_summed")


@pytest.fixture(scope="module")
def experiments(tmp_path_factory):
    landing = tmp_path_factory.mktemp("landing")
    stores.write(EMPTY, landing, every_column=True)
    return Experiments(Warehouse(compile_project({}, landing)))


# Rows, against SciPy.


def drawn_visitors(seed):
    """Draw outcomes and covariates of three experiments, small and large, of up to 4 variants."""
    random = np.random.default_rng(seed)
    for experiment, sizes in (("x1", (7, 8)), ("x2", (40, 55, 31)), ("x3", (900, 950, 20, 870))):
        for variant, visitors in zip(("control", "a", "b", "c"), sizes, strict=False):
            habit = random.gamma(1, 1, visitors)
            for metric in METRICS:
                outcome, covariate = random.poisson(habit * 0.8, (2, visitors))
                if metric == CONVERSION:
                    outcome, covariate = outcome > 0, covariate > 0
                if metric == REVENUE:
                    prices = random.lognormal(3, 1, (2, visitors)).round(4)
                    outcome, covariate = outcome * prices[0], covariate * prices[1]
                yield (experiment, variant, metric), outcome * 1.0, covariate * 1.0


@pytest.fixture(scope="module")
def drawn():
    return {key: (outcome, covariate) for key, outcome, covariate in drawn_visitors(5)}


PLANNED = {"x1": None, "x2": 126, "x3": 3000}


@pytest.fixture(scope="module")
def told_of_drawn(experiments, drawn):
    """experiment_results of the drawn visitors, by experiment, variant and metric."""
    counts = [len(outcome) for outcome, _ in drawn.values()]
    columns = [np.repeat([str(key[part]) for key in drawn], counts) for part in range(3)]
    names = ("experiment_id", "variant", "metric")
    values = {
        name: np.concatenate([pair[part] for pair in drawn.values()])
        for part, name in enumerate(("outcome", "covariate"))
    }
    experiments.feed(
        "int_experiments_judged",
        {
            "experiment_id": np.array(list(PLANNED)),
            "planned": np.array([planned or 0 for planned in PLANNED.values()]),
        },
        "select *, 'control' as control_variant, 'accepted' as verdict,"
        " cast(nullif(planned, 0) as decimal(18, 4)) as planned_visitors from given",
    )
    experiments.feed(
        "int_experiment_outcomes_measured",
        {**dict(zip(names, columns, strict=True)), **values},
        "select * replace (cast(outcome as decimal(18, 4)) as outcome,"
        " cast(covariate as decimal(18, 4)) as covariate) from given",
    )
    fed = ("int_experiments_judged", "int_experiment_outcomes_measured")
    rows = experiments.told("experiment_results", *fed)
    return {(row["experiment_id"], row["variant"], row["metric"]): row for row in rows}


def close(one, other):
    return one == pytest.approx(other, rel=1e-6, abs=1e-9)


def test_means_and_variances_are_those_of_the_visitors(drawn, told_of_drawn):
    assert told_of_drawn.keys() == drawn.keys()
    for key, (outcome, _) in drawn.items():
        row = told_of_drawn[key]
        assert row["visitors"] == len(outcome) and close(row["mean"], outcome.mean())
        assert close(row["variance"], outcome.var(ddof=key[2] != CONVERSION))
        assert row["is_control"] == (key[1] == "control")
        assert row["power_reached"] == (key[0] == "x2")


def test_shares_are_compared_by_the_z_test(drawn, told_of_drawn):
    for (experiment, variant, metric), (outcome, _) in drawn.items():
        if metric == CONVERSION and variant != "control":
            control, row = (
                drawn[experiment, "control", metric][0],
                told_of_drawn[experiment, variant, metric],
            )
            both = np.r_[outcome, control].mean()
            sizes = 1 / len(outcome) + 1 / len(control)
            difference = outcome.mean() - control.mean()
            z = difference / np.sqrt(both * (1 - both) * sizes)
            margin = stats.norm.ppf(0.975) * np.sqrt(
                outcome.var() / len(outcome) + control.var() / len(control)
            )
            assert close(row["difference"], difference)
            assert close(row["p_value"], 2 * stats.norm.sf(abs(z)))
            assert close(row["interval_low"], difference - margin)
            assert close(row["interval_high"], difference + margin)


def test_other_means_are_compared_by_the_test_of_welch(drawn, told_of_drawn):
    for (experiment, variant, metric), (outcome, _) in drawn.items():
        if metric != CONVERSION and variant != "control":
            control = drawn[experiment, "control", metric][0]
            row = told_of_drawn[experiment, variant, metric]
            test = stats.ttest_ind(outcome, control, equal_var=False)
            low, high = test.confidence_interval()
            assert close(row["p_value"], test.pvalue)
            assert close(row["interval_low"], low) and close(row["interval_high"], high)
            lift = row["difference"] / control.mean() if control.any() else None
            assert row["relative_lift"] == (lift and pytest.approx(lift))


def test_cuped_is_the_test_of_welch_on_what_the_covariate_leaves(drawn, told_of_drawn):
    for (experiment, variant, metric), (outcome, covariate) in drawn.items():
        if variant != "control":
            control, control_covariate = drawn[experiment, "control", metric]
            row = told_of_drawn[experiment, variant, metric]
            both = np.cov(np.r_[covariate, control_covariate], np.r_[outcome, control])
            theta = both[0, 1] / both[0, 0] if both[0, 0] else 0
            test = stats.ttest_ind(
                outcome - theta * covariate,
                control - theta * control_covariate,
                equal_var=False,
            )
            low, high = test.confidence_interval()
            assert close(row["difference_cuped"], (low + high) / 2)
            assert close(row["cuped_low"], low) and close(row["cuped_high"], high)


def test_the_always_valid_interval_is_that_of_the_confidence_sequence(drawn, told_of_drawn):
    tested = 0
    for (experiment, variant, metric), (outcome, _) in drawn.items():
        control, row = (
            drawn[experiment, "control", metric][0],
            told_of_drawn[experiment, variant, metric],
        )
        ddof = metric != CONVERSION
        variances = outcome.var(ddof=ddof), control.var(ddof=ddof)
        if variant == "control" or 0 in variances:
            assert row["p_value_always_valid"] is row["always_valid_low"] is None
            continue
        tested += 1
        squared = variances[0] / len(outcome) + variances[1] / len(control)
        loss = -2 * np.log(0.05)
        seen = (len(outcome) + len(control)) * (loss + np.log(loss) + 1)
        seen /= PLANNED[experiment] or 5000
        margin = np.sqrt(squared * 2 * (seen + 1) / seen * np.log(np.sqrt(seen + 1) / 0.05))
        difference = outcome.mean() - control.mean()
        p = np.sqrt(seen + 1) * np.exp(-(difference**2) / squared * seen / (2 * (seen + 1)))
        assert close(row["always_valid_low"], difference - margin)
        assert close(row["always_valid_high"], difference + margin)
        assert close(row["p_value_always_valid"], min(1, p))
    assert tested > 15


# Results that others have published: name, arms as (conversions, visitors), p value.
PUBLISHED = [
    ("Cookie Cats, day 1", (20_034, 44_700), (20_119, 45_489), 0.0744),
    ("Cookie Cats, day 7", (8_502, 44_700), (8_279, 45_489), 0.0016),
    ("Udacity, new landing page", (17_489, 145_274), (17_264, 145_310), 0.190),
]


@pytest.fixture(scope="module")
def told_of_published(experiments):
    names, *arms, _ = zip(*PUBLISHED, strict=True)
    converted, visitors = np.array(arms).reshape(-1, 2).T
    rows = experiments.results(
        {
            "experiment_id": np.array(names * 2),
            "variant": np.repeat(["control", "treatment"], len(names)),
            "metric": np.repeat([CONVERSION], 2 * len(names)),
            "visitors": visitors,
            "outcomes": converted,
            "outcome_squares": converted,
            "planned_visitors": np.full(2 * len(names), 90_000),
        }
    )
    return {row["experiment_id"]: row for row in rows if not row["is_control"]}


@pytest.mark.parametrize(("name", "control", "treatment", "p"), PUBLISHED)
def test_published_results(told_of_published, name, control, treatment, p):
    row = told_of_published[name]
    shares = treatment[0] / treatment[1], control[0] / control[1]
    assert row["mean"] == shares[0] and row["difference"] == shares[0] - shares[1] < 0
    assert row["p_value"] == pytest.approx(p, abs=5e-5 if p < 0.1 else 5e-4)
    # Seen once, it is the z test that counts; the always-valid p value is more careful.
    assert row["p_value_always_valid"] > row["p_value"]
    assert (row["interval_high"] < 0) == (p < 0.05)


# A/A tests: both arms are the same.

TESTS, DAYS, A_DAY, RATE = 2000, 25, 160, 0.08


@pytest.fixture(scope="module")
def told_of_same(experiments):
    """experiment_results of 2,000 A/A tests as they stand on each of 25 days."""
    random = np.random.default_rng(1)
    split = random.binomial(A_DAY, 0.5, (TESTS, DAYS))
    parts = {}
    for variant, visitors in (("control", split), ("treatment", A_DAY - split)):
        buyers = random.binomial(visitors, RATE)
        most = buyers.max()
        bought = np.arange(most) < buyers[..., None]
        baskets = random.lognormal(3, 1, (TESTS, DAYS, most)).round(2) * bought
        by_metric = {
            CONVERSION: (buyers, buyers),
            REVENUE: (baskets.sum(-1), (baskets**2).sum(-1)),
        }
        for metric, (outcomes, squares) in by_metric.items():
            sums = (visitors, outcomes, squares)
            parts[variant, metric] = [one.cumsum(1).ravel() for one in sums]
    names = ("visitors", "outcomes", "outcome_squares")
    each = TESTS * DAYS
    rows = experiments.results(
        {
            "experiment_id": np.tile(np.arange(each), len(parts)),
            "variant": np.repeat([variant for variant, _ in parts], each),
            "metric": np.repeat([metric for _, metric in parts], each),
            "planned_visitors": np.full(len(parts) * each, A_DAY * DAYS),
            **{
                name: np.concatenate([sums[place] for sums in parts.values()])
                for place, name in enumerate(names)
            },
        }
    )
    rows = [row for row in rows if not row["is_control"]]
    rows.sort(key=lambda row: int(row["experiment_id"]))
    return rows


def by_test_and_day(rows, metric, column):
    values = [row[column] for row in rows if row["metric"] == metric]
    return np.array(values, float).reshape(TESTS, DAYS)


@pytest.mark.parametrize("metric", [CONVERSION, REVENUE])
def test_at_the_planned_end_5_percent_of_aa_tests_are_significant(told_of_same, metric):
    p = by_test_and_day(told_of_same, metric, "p_value")
    assert 0.04 <= (p[:, -1] < 0.05).mean() <= 0.06
    assert (p < 0.05).any(axis=1).mean() > 0.15  # which is why it is not to be looked at daily


@pytest.mark.parametrize("metric", [CONVERSION, REVENUE])
def test_looked_at_every_day_the_always_valid_interval_errs_in_5_percent_at_most(
    told_of_same, metric
):
    low = by_test_and_day(told_of_same, metric, "always_valid_low")
    high = by_test_and_day(told_of_same, metric, "always_valid_high")
    p = by_test_and_day(told_of_same, metric, "p_value_always_valid")
    leaves_out_0 = (low > 0) | (high < 0)
    assert 0 < leaves_out_0.any(axis=1).mean() <= 0.05
    assert ((p < 0.05) == leaves_out_0).all()


# The split of visitors.

SPLITS = {
    "even": {"control": 500, "a": 500},
    "Cookie Cats": {"control": 44_700, "a": 45_489},
    "three": {"control": 310, "a": 350, "b": 340},
    "broken": {"control": 300, "a": 400},
    "nearly broken": {"control": 300, "a": 384},
    "no control": {"a": 9, "b": 4},
    "one": {"control": 10},
}


def test_the_split_of_visitors_is_judged_by_chi_square(experiments):
    ids = np.array(list(SPLITS))
    experiments.feed(
        "int_experiments_judged",
        {"experiment_id": ids},
        "select *, experiment_id as name, 'control' as control_variant, 'accepted' as verdict,"
        " timestamp '2024-01-01' as started_at, cast(null as timestamp) as ended_at,"
        " cast(null as decimal(18, 4)) as planned_visitors from given",
    )
    arms = [(name, arm, count) for name, split in SPLITS.items() for arm, count in split.items()]
    counts = [count for *_, count in arms]
    experiments.feed(
        "int_experiment_visitors_exposed",
        {
            "experiment_id": np.repeat([name for name, *_ in arms], counts),
            "variant": np.repeat([arm for _, arm, _ in arms], counts),
        },
        "select *, false as is_crossed, timestamp '2024-01-02' as exposed_at,"
        " cast(row_number() over () as varchar) as visitor_id from given",
    )
    experiments.feed("int_as_of_resolved", {"as_of": np.array([AS_OF], "datetime64[us]")})
    nothing = ("difference", "p_value", "always_valid_low", "always_valid_high")
    experiments.feed(
        "experiment_results",
        {name: np.zeros(1) for name in nothing},
        "select *, 'none' as experiment_id, 'none' as variant, 'none' as metric from given",
    )
    fed = ("int_experiments_judged", "int_experiment_visitors_exposed", "int_as_of_resolved")
    rows = experiments.told("experiment_health", "experiment_results", *fed)
    told = {(row["experiment_id"], row["variant"]): row for row in rows}
    for name, split in SPLITS.items():
        seen = {"control": 0, **split}
        p = stats.chisquare(list(seen.values())).pvalue if len(seen) > 1 else None
        for variant, visitors in seen.items():
            row = told.pop((name, variant))
            assert row["visitors"] == visitors and row["expected_share"] == 1 / len(seen)
            assert row["sample_ratio_p_value"] == (p and pytest.approx(p, rel=1e-6))
            assert row["has_sample_ratio_mismatch"] == (name == "broken")
    assert not told
