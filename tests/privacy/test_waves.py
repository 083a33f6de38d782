"""How live figures move: in waves of at least ten companies in each group, and not otherwise.

It is long, as every kind of move stands here with the move that is not made.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conference.privacy.figures import Figures
from tests.privacy.disclosing import BY_TYPE, LIVE_POLL, MOOD, Vote, fits, room, total

FIVE = replace(BY_TYPE, k=5)


def two_types(plan_k: int = 10) -> Vote:
    """Sixty companies of two types, nobody has spoken yet."""
    names = ["agency"] * 30 + ["shop"] * 30
    return Vote(replace(BY_TYPE, k=plan_k), dict(enumerate(names, start=1)))


@pytest.mark.parametrize("count", [9, 10, 11, 19, 20, 50])
def test_answers_changes_and_withdrawals_one_by_one_show_only_in_waves(count: int) -> None:
    vote = Vote(MOOD, dict.fromkeys(range(1, 61), ""))
    seen: list[Figures | None] = []
    for company in range(1, count + 1):
        vote.say(company, 1 + company % 2)
        seen.append(vote.look())
    for person in range(count):
        vote.change(person, 3)
        seen.append(vote.look())
    for person in range(min(count, 9)):
        vote.change(person)
        seen.append(vote.look())

    assert {len(moved) for moved in vote.moves} == ({10} if count >= 10 else set())
    assert [figures for figures in seen if figures] == vote.shown


def test_a_single_change_moves_nothing_even_at_the_end() -> None:
    vote = room(MOOD, [4, 3] * 10)
    before = vote.look()
    vote.change(0, 1)

    assert vote.look() is None
    assert vote.look(is_final=True) == before


def test_nothing_new_is_no_release() -> None:
    vote = room(MOOD, [4, 3] * 10)
    vote.look()

    assert vote.peek() is None


def test_a_release_takes_whole_companies() -> None:
    vote = room(MOOD, [4] * 10)
    vote.look()
    colleague = vote.say(1, 2)
    for company in range(2, 11):
        vote.change(company - 1, 3)

    vote.look()

    assert vote.voices[0].since == vote.voices[colleague].since == 2


def test_a_withdrawal_leaves_at_least_ten_or_waits() -> None:
    vote = room(MOOD, [4] * 19)
    vote.look()
    for person in range(10):
        vote.change(person)

    assert vote.look() is None
    vote.say(20, 4)
    vote.voices[-1] = replace(vote.voices[-1], company=1)
    assert vote.look() is not None
    assert total(vote.shown[-1]).companies == 10


def test_a_group_that_is_not_shown_yet_waits_out_of_the_total() -> None:
    vote = two_types()
    for company in (*range(1, 13), *range(31, 37)):
        vote.say(company, 3)

    figures = vote.look()

    assert figures is not None
    assert [(cell.group, cell.companies) for cell in figures.cells] == [
        ((), 10),
        (("agency",), 10),
    ]
    assert vote.moves == [set(range(1, 13))]


def test_answers_of_a_group_that_is_not_shown_change_nothing_that_is() -> None:
    shown = []
    for level in (1, 5):
        vote = two_types()
        for company in (*range(1, 25), *range(31, 38)):
            vote.say(company, level if company > 30 else 1 + company % 5)
        shown.append(vote.look())

    assert shown[0] == shown[1]


def test_at_the_end_those_who_wait_join_a_group_that_moves() -> None:
    vote = two_types()
    for company in range(1, 16):
        vote.say(company, 3)
    vote.look()
    for company in (*range(16, 21), *range(31, 37)):
        vote.say(company, 4)

    figures = vote.look(is_final=True)

    assert figures is not None
    assert [cell.companies for cell in figures.cells] == [25]
    assert vote.moves[-1] == {*range(16, 21), *range(31, 37)}


def test_who_fills_no_wave_is_never_shown() -> None:
    vote = two_types()
    for company in range(1, 16):
        vote.say(company, 3)
    before = vote.look()
    for company in range(31, 37):
        vote.say(company, 4)

    assert vote.look(is_final=True) == before


def test_companies_that_join_the_frame_move_nothing_by_themselves() -> None:
    vote = room(MOOD, [4, 3] * 10)
    before = vote.look()
    vote.categories = {**vote.categories, **dict.fromkeys(range(100, 150), "")}

    assert vote.look() is None
    assert vote.look(is_final=True) == before


def test_stage_polls_are_live_in_large_rooms_and_one_batch_behind() -> None:
    vote = Vote(LIVE_POLL, dict.fromkeys(range(1, 101), ""))
    for company in range(1, 50):
        vote.say(company, "yes" if company % 3 else "no")
    assert vote.look() is None

    vote.say(50, "yes")
    live = total(vote.look())
    assert (live.companies, live.answers) == (40, 40)
    for company in range(51, 60):
        vote.say(company, "no")
        assert vote.look() is None

    vote.say(60, "no")
    assert total(vote.look()).companies == 50
    assert total(vote.look(is_final=True)).companies == 60


def test_a_stage_poll_whose_last_batch_was_withdrawn_ends_as_it_stands() -> None:
    vote = Vote(LIVE_POLL, dict.fromkeys(range(1, 101), ""))
    for company in range(1, 61):
        vote.say(company, "yes" if company % 3 else "no")
    before = vote.look()
    for person in range(50, 59):
        vote.change(person)

    assert vote.look(is_final=True) == before


@settings(max_examples=15, deadline=None, phases=[Phase.generate])
@given(st.lists(st.integers(1, 5), min_size=36, max_size=36), st.data())
def test_other_answers_that_fit_every_release_give_the_same_releases(
    answers: list[int], data: st.DataObject
) -> None:
    """So which figures a wave tells how exactly says nothing about those who moved with it."""
    at, level = data.draw(st.integers(0, 35)), data.draw(st.integers(1, 5))
    told, others = [], [*answers[:at], level, *answers[at + 1 :]]
    for said in (answers, others):
        vote = Vote(MOOD, dict.fromkeys(range(1, 37), ""))
        for company, answer in enumerate(said, start=1):
            vote.say(company, answer)
            vote.look()
            told += [vote.ledger.total] if vote.ledger.number * 10 == company else []

    if all(fits(told[wave], others[: 10 * (wave + 1)]) for wave in range(3)):
        assert told[:3] == told[3:]


step = st.tuples(st.integers(1, 40), st.integers(0, 5), st.integers(0, 2))


@settings(max_examples=5, deadline=None)
@given(st.lists(step, min_size=60, max_size=120), st.integers(7, 15))
def test_any_two_releases_differ_in_each_group_by_none_or_enough(
    steps: list[tuple[int, int, int]], every: int
) -> None:
    """Five here, so that small rooms see many releases."""
    names = ["a"] * 14 + ["b"] * 12 + ["c"] * 8 + ["d"] * 6
    vote = Vote(FIVE, dict(enumerate(names, start=1)))
    copies: list[tuple[Figures, dict[int, tuple[list[int], int]]]] = []
    for number, (company, level, person) in enumerate(steps, start=1):
        own = [i for i, voice in enumerate(vote.voices) if voice.company == company]
        if person < len(own):
            vote.change(own[person], *([level] if level else []))
        elif level:
            vote.say(company, level)
        if number % every == 0 or number == len(steps):
            vote.look(is_final=number == len(steps))
            copies += [(vote.shown[-1], stamped(vote))] if len(vote.shown) > len(copies) else []

    for (first, before), (second, after) in combinations(copies, 2):
        assert_groups_are_nested(first, second)
        for one, other in (
            (a, b) for a in first.cells for b in second.cells if is_like(a.group, b.group)
        ):
            apart = changed(
                of(before, vote, one.group, first), of(after, vote, other.group, second)
            )
            assert len(apart) == 0 or len(apart) >= 5


def stamped(vote: Vote) -> dict[int, tuple[list[int], int]]:
    """What is released of each company, and since when."""
    since: Counter[int] = Counter()
    for voice in vote.voices:
        if voice.company and voice.released:
            since[voice.company] = max(since[voice.company], voice.since)
    return {company: (said, since[company]) for company, said in vote.released().items()}


def of(
    stand: Mapping[int, tuple[list[int], int]], vote: Vote, group: tuple[str, ...], figures: Figures
) -> dict[int, int]:
    names = group or {name for cell in figures.groups for name in cell.group}
    return {
        company: since
        for company, (_, since) in stand.items()
        if not names or vote.categories[company] in names
    }


def changed(before: Mapping[int, int], after: Mapping[int, int]) -> set[int]:
    return {c for c in before.keys() | after.keys() if before.get(c) != after.get(c)}


def is_like(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return {*first} <= {*second} or {*second} <= {*first}


def assert_groups_are_nested(first: Figures, second: Figures) -> None:
    for one in first.groups:
        for other in second.groups:
            assert is_like(one.group, other.group) or not {*one.group} & {*other.group}
