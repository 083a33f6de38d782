"""Estimates beside scipy's own, over random samples; the edges by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import optimize, stats
from scipy.special import ndtr

from conference.privacy import estimates
from conference.privacy.estimates import Estimate

LEVELS = st.lists(st.floats(1, 5), min_size=2, max_size=60)
SHARES = st.lists(st.floats(0, 1), min_size=2, max_size=60)
ANSWERS = st.lists(
    st.lists(st.sampled_from([0, 1]), min_size=1, max_size=6), min_size=2, max_size=40
)


@given(LEVELS)
def test_a_mean_has_students_interval(values: list[float]) -> None:
    assume(np.std(values) > 1e-3)
    low, high = stats.t.interval(
        0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values)
    )

    assert_close(estimates.mean(values), Estimate(float(np.mean(values)), low, high, len(values)))


@given(LEVELS, LEVELS)
def test_a_difference_has_welchs_interval(a: list[float], b: list[float]) -> None:
    assume(np.std(a) > 1e-3 and np.std(b) > 1e-3)
    low, high = stats.ttest_ind(a, b, equal_var=False).confidence_interval()

    assert_close(
        estimates.difference(a, b),
        Estimate(float(np.mean(a) - np.mean(b)), low, high, len(a) + len(b)),
    )


@given(st.lists(st.tuples(st.floats(1, 5), st.floats(1, 5)), min_size=2, max_size=60))
def test_a_paired_difference_is_that_within_companies(pairs: list[tuple[float, float]]) -> None:
    a, b = zip(*pairs, strict=True)
    assume(np.std(np.subtract(a, b)) > 1e-3)
    low, high = stats.ttest_rel(a, b).confidence_interval()

    assert_close(
        estimates.paired_difference(a, b),
        Estimate(float(np.mean(np.subtract(a, b))), low, high, len(pairs)),
    )


@given(SHARES, st.integers(1, 4))
def test_a_share_solves_wilsons_equation(values: list[float], heads: int) -> None:
    assume(np.std(values) > 1e-3)
    m, persons = float(np.mean(values)), heads * len(values)
    effective = m * (1 - m) / (np.var(values, ddof=1) / len(values))

    assert_close(
        estimates.share(values, persons),
        wilson(m, float(np.clip(effective, 1, persons)), len(values), len(values)),
    )


@given(ANSWERS)
def test_a_clustered_share_solves_wilsons_equation(companies: list[list[int]]) -> None:
    everybody = np.concatenate(companies)
    p, n = float(everybody.mean()), len(everybody)
    assume(0 < p < 1)
    # The variance of a mean by Taylor's linearisation: that of the companies' parts of it.
    parts = [(sum(company) - len(company) * p) / n for company in companies]
    deff = max(1.0, float(len(companies) * np.var(parts, ddof=1)) / (p * (1 - p) / n))

    assert_close(estimates.clustered_share(companies), wilson(p, n / deff, len(companies), n))


@given(st.integers(5, 60), st.data())
def test_companies_all_alike_count_once_each(companies: int, data: st.DataObject) -> None:
    chosen = data.draw(st.integers(0, companies))

    found = estimates.share([chosen / companies] * companies, 5 * companies)

    assert_close(found, wilson_by_scipy(chosen, companies, companies))


@given(st.integers(5, 40), st.integers(2, 6), st.data())
def test_companies_as_mixed_as_the_room_count_by_persons(
    companies: int, size: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(1, size - 1))
    company = [1] * chosen + [0] * (size - chosen)

    found = estimates.clustered_share([company] * companies)

    assert_close(found, wilson_by_scipy(chosen * companies, size * companies, companies))


@pytest.mark.parametrize("answer", [0, 1])
def test_persons_all_alike_count_once_a_company(answer: int) -> None:
    room = [[answer] * size for size in (1, 2, 3, 4, 5, 6, 7)]

    found = estimates.clustered_share(room)

    expected = wilson_by_scipy(7 * answer, 7, 7)
    assert_close(found, Estimate(answer, expected.low, expected.high, 28))


def test_who_has_no_company_is_one() -> None:
    alone = [[1], [0], [0], [1]]

    assert estimates.clustered_share([[1, 0, 0], *alone, []]) == estimates.clustered_share(
        [[1, 0, 0], *alone]
    )
    assert estimates.clustered_share([[1, 0, 0], *alone]).n == 7


@given(SHARES, st.integers(1, 200))
def test_a_share_lies_in_its_interval_and_that_within_0_and_1(
    values: list[float], persons: int
) -> None:
    found = estimates.share(values, persons)

    assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(("answer", "end"), [(0.0, "low"), (1.0, "high")])
def test_the_interval_of_none_and_of_all_ends_there(answer: float, end: str) -> None:
    for companies in range(2, 200):
        assert getattr(estimates.share([answer] * companies, companies), end) == answer


def test_one_company_has_no_interval() -> None:
    calls: list[Callable[[], Estimate]] = [
        lambda: estimates.mean([3]),
        lambda: estimates.share([1], 4),
        lambda: estimates.clustered_share([[1, 0, 1]]),
        lambda: estimates.difference([3], [3, 4]),
        lambda: estimates.difference([3, 4], [3]),
        lambda: estimates.paired_difference([3], [4]),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="two companies"):
            call()


def test_two_companies_have_a_wide_one() -> None:
    found = estimates.mean([3, 4])

    assert found.value == 3.5
    assert found.high - found.low == pytest.approx(12.7062, abs=1e-4)


@given(st.floats(1, 5), st.integers(2, 60))
def test_companies_all_alike_leave_a_mean_no_width(value: float, companies: int) -> None:
    found = estimates.mean([value] * companies)

    assert found == Estimate(found.value, found.value, found.value, companies)
    assert estimates.difference([1] * companies, [2, 2]) == Estimate(-1, -1, -1, companies + 2)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.sampled_from([0.01, 0.05, 0.2]))
def test_flags_are_benjamini_and_hochbergs(p_values: list[float], q: float) -> None:
    adjusted = stats.false_discovery_control(p_values)
    assume(np.abs(adjusted - q).min() > 1e-9)

    assert estimates.benjamini_hochberg(p_values, q) == list(adjusted <= q)


def test_the_silent_could_have_said_either() -> None:
    assert estimates.silence_bound(0.25, 0.8) == pytest.approx((0.2, 0.95))
    assert estimates.silence_bound(1, 0.8) == pytest.approx((0.8, 0.8))


def assert_close(found: Estimate, expected: Estimate) -> None:
    assert found.n == expected.n
    assert (found.value, found.low, found.high) == pytest.approx(
        (expected.value, expected.low, expected.high), rel=1e-7, abs=1e-9
    )


def wilson(p: float, effective: float, companies: int, n: int) -> Estimate:
    """The roots of (p − π)² = t²·π(1 − π)/n*, on both sides of p."""
    t = stats.t.ppf(0.975, companies - 1)

    def off(pi: float) -> float:
        return float((p - pi) ** 2 - t**2 * pi * (1 - pi) / effective)

    return Estimate(p, _root(off, 0, p), _root(off, p, 1), n)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(optimize.brentq(function, low, high, xtol=1e-14))


def wilson_by_scipy(chosen: int, n: int, companies: int) -> Estimate:
    """The confidence level is the one at which scipy's z is our t."""
    level = 2 * ndtr(stats.t.ppf(0.975, companies - 1)) - 1
    low, high = stats.binomtest(chosen, n).proportion_ci(level, method="wilson")
    return Estimate(chosen / n, low, high, n)
