"""Verdicts: the word for a difference, from an interval or from two published figures."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conference.privacy import estimates
from conference.privacy.estimates import MEAN_DELTA, NPS_DELTA, SHARE_DELTA, Verdict
from conference.privacy.figures import End, Value

LEVELS = st.lists(st.floats(1, 5), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("low", "high", "delta", "expected"),
    [
        (0.1, 0.5, MEAN_DELTA, Verdict.HIGHER),
        (-0.5, -0.1, MEAN_DELTA, Verdict.LOWER),
        (0.05, 0.15, MEAN_DELTA, Verdict.SAME),
        (-0.2, 0.2, MEAN_DELTA, Verdict.SAME),
        (0.0, 0.0, MEAN_DELTA, Verdict.SAME),
        (-0.2, 0.21, MEAN_DELTA, Verdict.UNCLEAR),
        (0.0, 0.4, MEAN_DELTA, Verdict.UNCLEAR),
        (-4, 5, SHARE_DELTA, Verdict.SAME),
        (4, 6, SHARE_DELTA, Verdict.HIGHER),
        (-9, 9, NPS_DELTA, Verdict.SAME),
    ],
)
def test_the_word_for_an_interval(low: float, high: float, delta: float, expected: Verdict) -> None:
    assert estimates.verdict(low, high, delta) is expected


def exact(value: float, low: float, high: float) -> Value:
    return Value(value, End.EXACT, low, high)


@pytest.mark.parametrize(
    ("a", "b", "delta", "expected"),
    [
        (exact(4.2, 4.0, 4.4), exact(3.6, 3.4, 3.8), MEAN_DELTA, Verdict.HIGHER),
        # The intervals touch; the difference is still told from 0.
        (exact(4.0, 3.8, 4.2), exact(3.6, 3.4, 3.8), MEAN_DELTA, Verdict.HIGHER),
        (exact(3.9, 3.5, 4.3), exact(3.6, 3.2, 4.0), MEAN_DELTA, Verdict.UNCLEAR),
        # 3.6 − 3.4 is 0.2, whatever floats say.
        (exact(3.6, 3.6, 3.6), exact(3.4, 3.4, 3.4), MEAN_DELTA, Verdict.SAME),
        (exact(54, 52, 56), exact(53, 50, 56), SHARE_DELTA, Verdict.SAME),
        # Wilson's intervals lean inwards: the side towards the other counts.
        (exact(90, 76, 95), exact(70, 58, 80), SHARE_DELTA, Verdict.HIGHER),
        (exact(90, 70, 95), exact(70, 58, 80), SHARE_DELTA, Verdict.UNCLEAR),
        (Value(10, End.UNDER, 0, 15), exact(40, 30, 50), SHARE_DELTA, Verdict.LOWER),
        (Value(10, End.UNDER, 0, 25), exact(40, 24, 58), SHARE_DELTA, Verdict.UNCLEAR),
        (Value(90, End.OVER, 70, 100), Value(90, End.OVER, 72, 100), 5, Verdict.UNCLEAR),
        (Value(90, End.OVER, 70, 100), Value(10, End.UNDER, 0, 30), 5, Verdict.HIGHER),
        (Value(98, End.OVER, 97, 100), Value(98, End.OVER, 97, 100), 5, Verdict.SAME),
    ],
)
def test_the_word_for_two_published_figures(
    a: Value, b: Value, delta: float, expected: Verdict
) -> None:
    assert estimates.compare(a, b, delta) is expected
    assert estimates.compare(b, a, delta) is MIRRORED.get(expected, expected)


MIRRORED = {Verdict.HIGHER: Verdict.LOWER, Verdict.LOWER: Verdict.HIGHER}


@given(LEVELS, LEVELS)
def test_two_figures_never_prove_what_their_companies_do_not(
    a: list[float], b: list[float]
) -> None:
    assume(np.std(a) > 1e-3 and np.std(b) > 1e-3)
    welch = estimates.difference(a, b)
    assume(abs(welch.low) > 1e-5 and abs(welch.high) > 1e-5)

    found = estimates.compare(unrounded(a), unrounded(b), MEAN_DELTA)

    if found is Verdict.HIGHER:
        assert welch.low > 0
    if found is Verdict.LOWER:
        assert welch.high < 0
    if found is Verdict.SAME:
        assert max(-welch.low, welch.high) < MEAN_DELTA + 1e-5


def unrounded(values: list[float]) -> Value:
    found = estimates.mean(values)
    return exact(found.value, found.low, found.high)
