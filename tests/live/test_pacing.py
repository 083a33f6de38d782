"""Pacing: all ticks together take half a core at most, and a crowd slows down no small room."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.live.pacing import SHARE, TICK_S, rests_s

Costs = dict[int, float]
COSTS = st.dictionaries(st.integers(), st.floats(0.0, 10.0), max_size=50)


@pytest.mark.parametrize(
    ("costs_s", "expected"),
    [
        ({}, {}),
        ({"small": 0.0}, {"small": 0.1}),
        ({"small": 0.05}, {"small": 0.1}),
        ({"big": 0.2}, {"big": 0.4}),
        ({"big": 0.2, "small": 0.01}, {"small": 0.1, "big": 0.5}),
        ({"big": 0.2, "other": 0.2}, {"big": 0.8, "other": 0.8}),
    ],
)
def test_a_topic_rests_by_what_it_costs(
    costs_s: dict[str, float], expected: dict[str, float]
) -> None:
    assert rests_s(costs_s) == pytest.approx(expected)


@given(COSTS)
def test_all_together_take_their_share_at_most_and_none_is_quicker_than_a_tick(
    costs_s: Costs,
) -> None:
    rests = rests_s(costs_s)

    assert rests.keys() == costs_s.keys()
    assert all(rest >= TICK_S for rest in rests.values())
    assert sum(cost_s / rests[key] for key, cost_s in costs_s.items()) <= SHARE * (1 + 1e-9)


@given(COSTS, st.floats(0.0, 10.0))
def test_who_needs_less_than_an_equal_part_does_not_notice_the_others(
    costs_s: Costs, cost_s: float
) -> None:
    rests = rests_s({**costs_s, -1: cost_s})

    if cost_s <= TICK_S * SHARE / len(rests):
        assert rests[-1] == TICK_S


@given(COSTS)
def test_who_costs_more_rests_no_less(costs_s: Costs) -> None:
    rests = rests_s(costs_s)
    ordered = [rests[key] for key in sorted(costs_s, key=costs_s.__getitem__)]

    assert all(after >= before * (1 - 1e-9) for before, after in pairwise(ordered))
