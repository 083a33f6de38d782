"""Estimates: what a sample says, how far it can be trusted, and the word for a difference.

Pure, on unrounded values. Companies are the sample: colleagues answer alike, so an interval that
counts persons is too narrow. It rounds nothing and publishes nothing (`disclosure` does both).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, hypot, sqrt
from statistics import fmean, variance

from scipy.special import stdtrit

from conference.privacy.figures import End, Value

# Below these a difference means nothing to anyone: on 1 to 5, in points of a share, in NPS.
MEAN_DELTA = 0.2
SHARE_DELTA = 5.0
NPS_DELTA = 10.0


@dataclass(frozen=True)
class Estimate:
    """`low` to `high` holds the true value in 95 of 100 samples. `n`: companies (or pairs of them);
    persons in `clustered_share`."""

    value: float
    low: float
    high: float
    n: int


class Verdict(StrEnum):
    """SAME is a finding: no difference that matters. UNCLEAR is none."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "about the same"
    UNCLEAR = "cannot tell"


def mean(values: Sequence[float]) -> Estimate:
    """m ± t·s/√G (Student 1908). One value a company; fewer than two raise ValueError.

    Companies all alike leave no width: the sample holds nothing to measure one by.
    """
    _require_two(values)
    return _student(fmean(values), _error(values), len(values) - 1, len(values))


def share(values: Sequence[float], persons: int) -> Estimate:
    """The mean of companies' shares (each 0 to 1), by as many `persons`.

    Wilson's interval (1927) with the effective size n* = m(1−m)/(s²/G), kept within 1 and
    `persons`, and t for z (Korn & Graubard 1998; Dean & Pagano 2015). Companies all alike count
    once each: n* = G. Fewer than two companies raise ValueError.
    """
    _require_two(values)
    m, error = fmean(values), _error(values)
    effective = m * (1 - m) / error**2 if error else len(values)
    return _wilson(m, min(max(effective, 1), persons), len(values), len(values))


def clustered_share(companies: Sequence[Sequence[float]]) -> Estimate:
    """The share of persons (each 0 or 1), who sit in companies; who has none is a company of one.

    Wilson's interval with n/deff and t for z (Kish 1965; Korn & Graubard 1998):
    deff = max(1, V_cluster/V_srs), V_cluster = G/(G−1)·Σ_c(Σ(x−p))²/n², V_srs = p(1−p)/n.
    Persons all alike count once a company. Fewer than two companies raise ValueError.
    """
    clusters = [company for company in companies if company]
    _require_two(clusters)
    n, count = sum(map(len, clusters)), len(clusters)
    p = sum(map(fsum, clusters)) / n
    drift = fsum(fsum(x - p for x in cluster) ** 2 for cluster in clusters)
    simple = p * (1 - p) / n
    deff = max(1, count / (count - 1) * drift / n**2 / simple) if simple else n / count
    return _wilson(p, n / deff, count, n)


def difference(a: Sequence[float], b: Sequence[float]) -> Estimate:
    """The mean of `a` less that of `b`, no company being in both (Welch 1947).

    Degrees of freedom by Welch and Satterthwaite. Fewer than two in either raise ValueError.
    """
    _require_two(a)
    _require_two(b)
    first, second = _error(a), _error(b)
    error = hypot(first, second)
    spread = first**4 / (len(a) - 1) + second**4 / (len(b) - 1)
    return _student(fmean(a) - fmean(b), error, error**4 / spread if spread else 1, len(a) + len(b))


def paired_difference(a: Sequence[float], b: Sequence[float]) -> Estimate:
    """The mean difference within the same companies, given in the same order (paired t)."""
    return mean([x - y for x, y in zip(a, b, strict=True)])


def verdict(low: float, high: float, delta: float) -> Verdict:
    """The word for a difference that lies between `low` and `high`.

    Within ±`delta` it is *about the same*, even where it excludes 0 (Schuirmann 1987).
    """
    if -delta <= low and high <= delta:
        return Verdict.SAME
    if low > 0:
        return Verdict.HIGHER
    return Verdict.LOWER if high < 0 else Verdict.UNCLEAR


def compare(a: Value, b: Value, delta: float) -> Verdict:
    """How the published `a` stands to the published `b`, as independent samples.

    The interval of a − b from those of a and b (MOVER: Newcombe 1998, Zou & Donner 2008). Where a
    figure only says "under" or "over", what both intervals rule out.
    """
    if a.end is b.end is End.EXACT:
        apart = a.value - b.value
        low = apart - hypot(a.value - a.low, b.high - b.value)
        high = apart + hypot(a.high - a.value, b.value - b.low)
    else:
        low, high = a.low - b.high, a.high - b.low
    # Figures are tenths: 3.6 − 3.4 is to be 0.2.
    return verdict(round(low, 6), round(high, 6), delta)


def benjamini_hochberg(p_values: Sequence[float], q: float = 0.05) -> list[bool]:
    """Which of a map's differences to flag, so that of the flags a share of at most q is false
    (Benjamini & Hochberg 1995): all up to the last p₍ᵢ₎ ≤ q·i/m."""
    ranked = enumerate(sorted(p_values), start=1)
    bound = max((p for rank, p in ranked if p <= q * rank / len(p_values)), default=-1)
    return [p <= bound for p in p_values]


def silence_bound(response: float, answered_share: float) -> tuple[float, float]:
    """Between which shares (0 to 1) that of all invited lies, however the silent would have
    answered: r·p and r·p + 1 − r (Manski 1989)."""
    low = response * answered_share
    return low, low + 1 - response


def _require_two(values: Sequence[object]) -> None:
    if len(values) < 2:
        raise ValueError("An interval needs two companies.")


def _error(values: Sequence[float]) -> float:
    """The standard error s/√G. `variance` is exact: 0 where all are alike, and only there."""
    return sqrt(variance(values) / len(values))


def _t(freedom: float) -> float:
    return float(stdtrit(freedom, 0.975))


def _student(value: float, error: float, freedom: float, n: int) -> Estimate:
    half = _t(freedom) * error
    return Estimate(value, value - half, value + half, n)


def _wilson(p: float, effective: float, companies: int, n: int) -> Estimate:
    z = _t(companies - 1)
    ratio = z**2 / effective
    center = (p + ratio / 2) / (1 + ratio)
    half = z / (1 + ratio) * sqrt(p * (1 - p) / effective + ratio / (4 * effective))
    # At 0 and 1 the interval ends there; floats would miss it by a last digit.
    return Estimate(p, max(0.0, min(p, center - half)), min(1.0, max(p, center + half)), n)
