"""Pacing: all ticks together take half a core at most, a crowd slows down no small room, and quiet
rooms slow down no crowd.
"""

from collections import Counter
from heapq import heappop, heappush
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.live.pacing import SHARE, TICK_S, Tick, rests_s

NOW = 1000.0
Ticks = dict[int, Tick]
TICKS = st.dictionaries(
    st.integers(),
    st.builds(Tick, st.floats(NOW - 60.0, NOW), st.floats(0.0, 10.0), st.floats(0.0, 60.0)),
    max_size=50,
)
# What a tick costs, and how long after it the next change comes.
ROOMS = st.lists(
    st.tuples(st.floats(0.001, 0.3), st.just(0.0) | st.floats(0.0, 20.0)), min_size=1, max_size=8
)
# As it ticks once in five seconds.
QUIET = {f"quiet {number}": (0.001, 5.0) for number in range(100)}


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ({}, {}),
        ({"small": (0.0, 0.1)}, {"small": 0.1}),
        ({"small": (0.05, 0.1)}, {"small": 0.1}),
        ({"big": (0.2, 0.1)}, {"big": 0.4}),
        ({"big": (0.2, 0.4)}, {"big": 0.4}),
        ({"big": (0.2, 0.1), "small": (0.01, 0.1)}, {"small": 0.1, "big": 0.5}),
        ({"big": (0.2, 0.1), "small": (0.01, 10.0)}, {"small": 0.1, "big": 0.2 / 0.499}),
        ({"big": (0.2, 0.1), "other": (0.2, 0.1)}, {"big": 0.8, "other": 0.8}),
        ({"big": (0.2, 0.1), "other": (0.2, 8.0)}, {"other": 0.8, "big": 0.2 / 0.475}),
    ],
)
def test_a_topic_rests_by_what_it_costs_and_what_the_others_use(
    ticks: dict[str, tuple[float, float]], expected: dict[str, float]
) -> None:
    rests = rests_s({key: Tick(NOW, *tick) for key, tick in ticks.items()}, NOW)

    assert rests == pytest.approx(expected)


def test_beside_quiet_rooms_a_crowd_ticks_about_as_often_as_alone() -> None:
    ticks = {key: Tick(NOW, *tick) for key, tick in QUIET.items()}
    crowd, small = Tick(NOW, 0.1, 0.2), Tick(NOW, 0.002, 0.1)

    alone = rests_s({"crowd": crowd}, NOW)
    rests = rests_s({**ticks, "crowd": crowd, "small": small}, NOW)

    assert alone["crowd"] == pytest.approx(0.2)
    assert rests["crowd"] == pytest.approx(0.1 / 0.46)
    assert rests["small"] == TICK_S


def test_who_ticks_no_more_uses_less_and_less() -> None:
    tick = Tick(NOW, 0.1, 0.2)

    uses = [tick.use(NOW + later_s) for later_s in (0.0, 0.2, 1.0, 10.0)]
    assert uses == pytest.approx([0.5, 0.5, 0.1, 0.01])


@given(TICKS)
def test_none_is_quicker_than_a_tick_and_none_never(ticks: Ticks) -> None:
    rests = rests_s(ticks, NOW)
    least = SHARE / max(1, len(ticks))

    assert rests.keys() == ticks.keys()
    for key, rest in rests.items():
        assert TICK_S <= rest <= max(TICK_S, ticks[key].cost_s / least) * (1 + 1e-9)


@given(TICKS)
def test_all_that_go_on_as_they_may_take_their_share_at_most(ticks: Ticks) -> None:
    going = {key: Tick(NOW, tick.cost_s) for key, tick in ticks.items()}

    rests = rests_s(going, NOW)
    ordered = [rests[key] for key in sorted(going, key=lambda key: going[key].cost_s)]

    uses = [tick.cost_s / rests[key] for key, tick in going.items()]
    assert sum(uses) <= SHARE * (1 + 1e-9)
    assert all(after >= before * (1 - 1e-9) for before, after in pairwise(ordered))


@given(TICKS, st.floats(0.0, 10.0))
def test_who_needs_less_than_an_equal_part_does_not_notice_the_others(
    ticks: Ticks, cost_s: float
) -> None:
    rests = rests_s({**ticks, -1: Tick(NOW, cost_s)}, NOW)

    if cost_s <= TICK_S * SHARE / len(rests):
        assert rests[-1] == TICK_S


@settings(max_examples=30)
@given(ROOMS)
def test_over_a_longer_time_all_take_their_share_at_most(rooms: list[tuple[float, float]]) -> None:
    ticks = ticked(rooms, until=300.0)
    later = Counter(number for at, number in ticks if at >= 100.0)

    used = sum(rooms[number][0] * count for number, count in later.items())
    # Each may have begun one at either end.
    assert used <= SHARE * 200.0 + sum(cost_s for cost_s, _ in rooms)
    assert later.keys() == set(range(len(rooms)))


def ticked(rooms: list[tuple[float, float]], until: float) -> list[tuple[float, int]]:
    """When which of them ticked, as the hub would have it."""
    last: Ticks = {}
    ticks, todo = [], [(0.0, "change", number) for number in range(len(rooms))]
    while todo[0][0] < until:
        at, what, number = heappop(todo)
        before, (cost_s, quiet_s) = last.get(number), rooms[number]
        if what == "change":
            rested_at = before.began_at + rests_s(last, at)[number] if before else 0.0
            heappush(todo, (max(at + TICK_S, rested_at), "tick", number))
        else:
            last[number] = Tick(at, cost_s, at - before.began_at if before else 0.0)
            ticks.append((at, number))
            heappush(todo, (at + quiet_s, "change", number))
    return ticks
