"""Statistics of samples: exact as long as they are sums, scipy for the distributions."""

import math
from fractions import Fraction
from typing import NamedTuple

from scipy import stats

# The normal quantile of 0.975, as kpis.md's readings spell it.
Z = 1.959963984540054
ALPHA = 0.05


class Comparison(NamedTuple):
    """A p value and the ends of an interval of 95 %; None where there are none."""

    p_value: float | None = None
    low: float | None = None
    high: float | None = None


NOTHING = Comparison()


def mean(numbers: list[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def variance(numbers: list[Fraction]) -> Fraction | None:
    """The sample variance (n − 1); None for a single number."""
    return covariance(numbers, numbers)


def covariance(ones: list[Fraction], others: list[Fraction]) -> Fraction | None:
    if len(ones) < 2:
        return None
    middle, other_middle = mean(ones), mean(others)
    products = [(a - middle) * (b - other_middle) for a, b in zip(ones, others, strict=True)]
    return sum(products, Fraction(0)) / (len(ones) - 1)


def around(middle: Fraction, radius: float) -> tuple[float, float]:
    return float(middle) - radius, float(middle) + radius


def two_proportions(ones: list[Fraction], others: list[Fraction]) -> Comparison:
    """The z test of two shares: pooled for the p value, unpooled for the interval."""
    share, other = mean(ones), mean(others)
    p_value, interval = None, (None, None)
    pooled = mean(ones + others)
    pooled_square = pooled * (1 - pooled) * (Fraction(1, len(ones)) + Fraction(1, len(others)))
    if pooled_square:
        z = float(share - other) / math.sqrt(pooled_square)
        p_value = 2 * float(stats.norm.sf(abs(z)))
    square = share * (1 - share) / len(ones) + other * (1 - other) / len(others)
    if square:
        interval = around(share - other, Z * math.sqrt(square))
    return Comparison(p_value, *interval)


def welch(ones: list[Fraction], others: list[Fraction]) -> Comparison:
    """Welch's t test of two means, with the degrees of freedom of Welch and Satterthwaite."""
    if len(ones) < 2 or len(others) < 2:
        return NOTHING
    part, other_part = variance(ones) / len(ones), variance(others) / len(others)
    square = part + other_part
    if not square:
        return NOTHING
    freedom = float(square**2 / (part**2 / (len(ones) - 1) + other_part**2 / (len(others) - 1)))
    difference, error = mean(ones) - mean(others), math.sqrt(square)
    p_value = 2 * float(stats.t.sf(abs(float(difference) / error), freedom))
    return Comparison(p_value, *around(difference, float(stats.t.ppf(0.975, freedom)) * error))


def always_valid(
    difference: Fraction, square: Fraction, visitors: int, planned: Fraction
) -> Comparison:
    """The asymptotic confidence sequence (Waudby-Smith et al., 2021), which one may watch.

    `square` is the squared standard error of the difference; `planned` says for how many
    visitors the sequence is narrowest.
    """
    doubled = -2 * math.log(ALPHA)
    growth = visitors * (doubled + math.log(doubled) + 1) / float(planned)
    root = math.sqrt(growth + 1)
    radius = math.sqrt(float(square) * (2 * (growth + 1) / growth) * math.log(root / ALPHA))
    evidence = float(difference**2 / square) * growth / (2 * (growth + 1))
    return Comparison(min(1.0, root * math.exp(-evidence)), *around(difference, radius))


def even_split(counts: list[int]) -> float | None:
    """The chi-square p value of counts that should all be the same."""
    if len(counts) < 2 or not sum(counts):
        return None
    expected = Fraction(sum(counts), len(counts))
    statistic = sum(((seen - expected) ** 2 / expected for seen in counts), Fraction(0))
    return float(stats.chi2.sf(float(statistic), len(counts) - 1))
