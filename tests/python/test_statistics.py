"""The distribution functions of the macros, against SciPy over grids that reach the tails."""

import duckdb
import numpy as np
import pytest
from compiled import compile_inline
from scipy import stats

MACROS = {
    "normal_two_sided_p": "'x'",
    "normal_cdf": "'x'",
    "student_two_sided_p": "'x', 'df'",
    "student_cdf": "'x', 'df'",
    "student_quantile_975": "'df'",
    "chi_square_p": "'x', 'df'",
}
RIGHT = 1e-6  # of the value itself, in the tails too

# Of a t test, df need not be whole; SciPy is at home up to where p is 1e-300.
T_DF = np.unique(np.r_[np.linspace(1, 4, 61), np.linspace(4, 40, 73), np.geomspace(40, 1e6, 40)])
CHI_DF = np.unique(np.r_[np.arange(1, 60), np.geomspace(60, 1e6, 40).round()])
TAILS = np.r_[np.linspace(-8, 8, 401), -1e-6, 1e-6, 10, 15, 20, 30, 37]


@pytest.fixture(scope="module")
def evaluated():
    """Evaluate a macro of columns x and df, for all rows at once; NaN stands for NULL."""
    columns = ", ".join(
        f"{{{{ {macro}({given}) }}}} as {macro}" for macro, given in MACROS.items()
    )
    sql = compile_inline(f"""
        with grid as (
            select row_number, nullif(x, 'nan') as x, nullif(df, 'nan') as df from given
        )
        select row_number, {columns} from grid
    """)
    connection = duckdb.connect()

    def evaluate(macro, x, df=1.0):
        x, df = (column.ravel() for column in np.broadcast_arrays(x, df))
        grid = {"row_number": np.arange(len(x)), "x": x.astype(float), "df": df.astype(float)}
        connection.register("given", grid)
        found = connection.execute(f"select {macro} from ({sql}) order by row_number")
        return x, df, np.ma.filled(found.fetchnumpy()[macro], np.nan)

    return evaluate


def assert_right(found, expected):
    assert np.isfinite(found).all()
    far_out = expected < 1e-300
    assert (found[far_out] < 1e-290).all()
    np.testing.assert_allclose(found[~far_out], expected[~far_out], rtol=RIGHT, atol=0)


def test_normal_p_values(evaluated):
    x, _, p = evaluated("normal_two_sided_p", TAILS)
    assert_right(p, 2 * stats.norm.sf(abs(x)))
    assert p[x == 0] == 1 and p.max() <= 1


def test_normal_distribution_function(evaluated):
    x, _, share = evaluated("normal_cdf", TAILS)
    assert_right(share, stats.norm.cdf(x))


def test_student_p_values(evaluated):
    x, df, p = evaluated("student_two_sided_p", TAILS, T_DF[:, None])
    assert_right(p, 2 * stats.t.sf(abs(x), df))
    assert p.max() <= 1


def test_student_distribution_function(evaluated):
    x, df, share = evaluated("student_cdf", TAILS, T_DF[:, None])
    assert_right(share, stats.t.cdf(x, df))


def test_student_quantile(evaluated):
    _, df, t = evaluated("student_quantile_975", 0, np.r_[T_DF, np.geomspace(1, 1e6, 2000)])
    np.testing.assert_allclose(t, stats.t.ppf(0.975, df), rtol=1e-9)


def test_chi_square_p_values(evaluated):
    shares = np.r_[1e-250, 1e-100, np.geomspace(1e-30, 1e-3, 28), np.linspace(0.01, 0.999, 100)]
    near_and_far = stats.chi2.isf(shares, CHI_DF[:, None])
    small = np.broadcast_to([0, 1e-12, 1e-3, 1], (len(CHI_DF), 4))
    x, df, p = evaluated("chi_square_p", np.hstack([near_and_far, small]), CHI_DF[:, None])
    assert_right(p, stats.chi2.sf(x, df))
    assert p.max() <= 1


@pytest.mark.parametrize(("x", "df"), [(np.nan, 3), (1, np.nan), (np.nan, np.nan)])
def test_of_nothing_nothing_is_told(evaluated, x, df):
    for macro, given in MACROS.items():
        told = ("x" not in given or x == x) and ("df" not in given or df == df)
        assert np.isfinite(evaluated(macro, x, df)[2]) == told, macro
