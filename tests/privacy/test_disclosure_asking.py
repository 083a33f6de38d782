"""Which cuts of a sum may be asked about, and what a group that leaves a camp does to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.privacy.disclosure.asking import ask
from conference.privacy.disclosure.doubts import Span
from conference.privacy.disclosure.merging import Group, merge
from conference.privacy.disclosure.scale import FAR, NEAR, scale_of
from tests.privacy.disclosing import MOOD, POLL, SURVEY

CUTS = [10, 20, 30, 40, 50, 60, 70, 80, 90]
MEAN = (1, 2, 3, 4, 5)
HIGH = (0, 0, 0, 1, 1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, (None, 10)), (9.9, (None, 10)), (10, (10, 20)), (55, (50, 60)), (100, (90, None))],
)
def test_without_a_doubt_in_the_way_a_value_is_told_to_the_step(
    value: float, expected: tuple[float | None, float | None]
) -> None:
    assert ask(value, CUTS, [[Span(0, 100)]]) == expected


@pytest.mark.parametrize(("value", "told"), [(97, 50), (60, 50), (3, 50)])
def test_a_cut_is_asked_about_only_if_either_answer_leaves_the_doubt(
    value: float, told: float
) -> None:
    """Half of ten out of the camp is to stay possible, and half of ten in it."""
    low, high = ask(value, CUTS, [[Span(0, 50.1)], [Span(49.9, 100)]])

    assert (low, high) == ((told, None) if value > told else (None, told))


def test_distances_keep_a_step_from_being_narrower_than_both() -> None:
    low, high = ask(55, range(1, 100), [[Span(0, 100, fall=5)], [Span(0, 100, rise=7)]])

    assert low is not None
    assert high is not None
    assert high - low >= 7


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 40), st.floats(0, 40))
def test_what_is_asked_depends_on_the_answers_alone(
    value: float, other: float, least: float, fall: float
) -> None:
    doubts = [[Span(least, 100 - least, fall, 3)], [Span(0, 60, 2)], [Span(5, 95)]]
    low, high = ask(value, CUTS, doubts)

    if (low is None or other >= low) and (high is None or other < high - 1e-6):
        assert ask(other, CUTS, doubts) == (low, high)


def test_half_of_a_group_leaves_by_the_points_next_to_the_middle() -> None:
    high = scale_of(MOOD).camps[2]

    assert high.shift(MEAN, NEAR) == (1, 0)
    assert high.shift(MEAN, FAR) == (2, 0)
    assert high.shift(HIGH, NEAR) == (1, 0)


def test_who_leaves_the_middle_moves_no_mean() -> None:
    assert scale_of(SURVEY).camps[1].shift(MEAN, NEAR) == (0, 0)


def test_who_leaves_one_of_two_choices_is_for_the_other() -> None:
    yes = scale_of(POLL).camps[0]

    assert (yes.shift((1, 0), NEAR), yes.shift((0, 1), NEAR)) == ((1, 0), (0, 1))


def test_merging_takes_the_smallest_first_and_depends_on_counts_alone() -> None:
    counts: dict[Group, int] = {("a",): 4, ("b",): 12, ("c",): 3, ("d",): 30}

    assert merge(list(counts), counts, SURVEY, 10) == [("a", "b", "c"), ("d",)]
    assert merge(list(counts)[::-1], counts, SURVEY, 10) == [("a", "b", "c"), ("d",)]
    assert merge(list(counts), counts, SURVEY, 3) == [("a",), ("b",), ("c",), ("d",)]
    assert merge(list(counts), {}, SURVEY, 10) == [("a", "b", "c", "d")]
