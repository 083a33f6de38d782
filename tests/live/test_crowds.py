"""Crowds: what is said of them is near, and changes seldom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.live.crowds import Crowd, crowd

COUNTS = st.integers(100, 10**7)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, Crowd(0, True)),
        (99, Crowd(99, True)),
        (100, Crowd(100, False)),
        (104, Crowd(100, False)),
        (105, Crowd(110, False)),
        (499, Crowd(500, False)),
        (520, Crowd(500, False)),
        (1_234, Crowd(1_200, False)),
        (1_250, Crowd(1_300, False)),
        (9_700, Crowd(9_500, False)),
        (9_876, Crowd(10_000, False)),
        (10_499, Crowd(10_000, False)),
    ],
)
def test_a_crowd_is_told_about(count: int, said: Crowd) -> None:
    assert crowd(count) == said


@given(COUNTS)
def test_what_is_told_is_near(count: int) -> None:
    assert abs(crowd(count).count - count) <= count / 20


@given(COUNTS, COUNTS)
def test_more_are_never_told_as_fewer(one: int, other: int) -> None:
    less, more = sorted((one, other))

    assert crowd(less).count <= crowd(more).count


def test_a_room_that_fills_is_told_seldom() -> None:
    told = {crowd(count) for count in range(100, 10_001)}

    assert len(told) < 110
