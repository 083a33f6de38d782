"""What a release tells: figures of the last release of a vote, by companies and by persons.

It is long, as each figure stands here with the answers it is told of.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.privacy.disclosure import EMPTY, next_release, read_ledger
from conference.privacy.figures import End, Figures, Value
from conference.privacy.plan import Plan
from tests.privacy.disclosing import (
    DIGIT,
    LIVE_POLL,
    MOOD,
    POLL,
    SURVEY,
    SURVEY_BY_TYPE,
    Vote,
    figure,
    fits,
    room,
    short,
    total,
)

MIXED = (3, 4, 4, 5, 2, 4, 3, 4, 4, 3)  # mean 3.6


def test_fewer_than_ten_companies_show_nothing() -> None:
    found = room(SURVEY, MIXED[:9]).peek(is_final=True)

    assert found is not None
    assert (found.figures, found.moved) == (Figures(), frozenset())


def test_ten_companies_show_their_mean_and_no_shares() -> None:
    cell = total(room(SURVEY, MIXED).look(is_final=True))

    assert cell.companies == 10
    assert cell.mean == Value(3.6, End.EXACT, 2.9, 4.3)
    assert cell.shares == ()


def test_from_thirty_companies_on_there_are_both() -> None:
    cell = total(room(SURVEY, MIXED * 4).look(is_final=True))

    assert short(cell) == {
        "mean": ("", 3.6),
        "low": ("", 10),
        "middle": ("", 30),
        "high": ("", 60),
    }


def test_from_a_hundred_companies_on_the_total_shows_all_levels() -> None:
    cell = total(room(SURVEY, MIXED * 30).look(is_final=True))

    assert [share.name for share in cell.shares] == ["low", "middle", "high", *"12345"]
    assert short(cell)["4"] == ("", 50)
    assert short(cell)["1"] == ("under", 1)


@pytest.mark.parametrize("count", [10, 11, 30, 100, 300])
@pytest.mark.parametrize("plan", [SURVEY, MOOD], ids=["once", "live"])
def test_a_unanimous_room_is_over_something_and_five_may_think_otherwise(
    plan: Plan, count: int
) -> None:
    cell = total(room(plan, [5] * count).look(is_final=True))

    assert cell.mean is not None
    assert cell.mean.end == End.OVER
    assert cell.mean.value <= 5 - 10 / count
    shares = {share.name: share.share for share in cell.shares}
    if count >= 30:
        assert shares["high"].end == End.OVER
        assert shares["high"].value <= 100 * (count - 5) / count


def test_a_company_has_one_voice_however_many_persons_speak_for_it() -> None:
    vote = room(SURVEY, [4] * 5 + [2] * 5 + [3] * 10)
    crowd = room(SURVEY, [4] * 5 + [2] * 5 + [3] * 10)
    for _ in range(200):
        crowd.say(1, 4)

    assert crowd.look(is_final=True) == vote.look(is_final=True)


def test_companies_outside_the_frame_are_no_units() -> None:
    """Nine companies registered during the vote do not make one into ten, and move nothing."""
    alone = room(SURVEY, [4])
    for fake in range(900, 909):
        alone.say(fake, 1)
    vote, stuffed = room(SURVEY, MIXED), room(SURVEY, MIXED)
    for fake in range(900, 990):
        stuffed.say(fake, 1)

    assert alone.look(is_final=True) == Figures()
    assert stuffed.look(is_final=True) == vote.look(is_final=True)


def test_ten_companies_are_enough_for_a_group_and_fewer_are_merged_into_one() -> None:
    sizes = {"large": 30, "ten": 10, "six": 6, "two": 2}
    names = [name for name, size in sizes.items() for _ in range(size)]
    vote = Vote(SURVEY_BY_TYPE, dict(enumerate(names, start=1)))
    for company in vote.categories:
        vote.say(company, MIXED[company % 10])

    figures = vote.look(is_final=True)

    assert figures is not None
    assert [(cell.group, cell.companies) for cell in figures.cells] == [
        ((), 50),
        (("large",), 30),
        (("six", "ten", "two"), 20),
    ]


def test_a_neighbour_is_merged_first() -> None:
    plan = replace(SURVEY_BY_TYPE, neighbours=(("two", "large"),))
    names = ["large"] * 30 + ["ten"] * 10 + ["two"] * 2
    vote = Vote(plan, dict(enumerate(names, start=1)))
    for company in vote.categories:
        vote.say(company, MIXED[company % 10])

    figures = vote.look(is_final=True)

    assert figures is not None
    assert [cell.group for cell in figures.groups] == [("large", "two"), ("ten",)]


def test_what_is_merged_into_one_group_is_the_total() -> None:
    names = ["one"] * 9 + ["other"] * 9
    vote = Vote(SURVEY_BY_TYPE, dict(enumerate(names, start=1)))
    for company in vote.categories:
        vote.say(company, 4)

    figures = vote.look(is_final=True)

    assert figures is not None
    assert [cell.group for cell in figures.cells] == [()]


def poll(answers: Sequence[Sequence[str]]) -> Vote:
    vote = Vote(POLL, dict.fromkeys(range(1, len(answers) + 1), ""))
    for company, names in enumerate(answers, start=1):
        vote.say(company, *names)
    return vote


def test_persons_are_counted_on_stage_and_thresholds_are_of_companies() -> None:
    few = poll([("yes",)] * 5 + [("no",)] * 4)
    for _ in range(60):
        few.say(None, "yes")
    enough = poll([("yes",)] * 10 + [("no",)] * 10)
    for _ in range(24):
        enough.say(None, "yes")

    cell = total(enough.look(is_final=True))

    assert few.look(is_final=True) == Figures()
    assert (cell.companies, cell.answers) == (20, 40)
    assert short(cell) == {"yes": ("", 80), "no": ("", 20)}


def test_one_company_with_more_than_a_third_of_the_votes_keeps_all_from_being_shown() -> None:
    vote = poll([("yes",)] * 20)
    for _ in range(30):
        vote.say(1, "no")

    assert vote.look(is_final=True) == Figures()


def test_one_rare_answer_is_only_under_something() -> None:
    plan = replace(POLL, choices=("a", "b", "c"))
    vote = Vote(plan, dict.fromkeys(range(1, 101), ""))
    for company in vote.categories:
        vote.say(company, "c" if company == 1 else "ab"[company % 2])

    assert short(total(vote.look(is_final=True))) == {
        "a": ("", 50),
        "b": ("", 50),
        "c": ("under", 5),
    }


def test_of_several_choices_shares_add_up_to_more() -> None:
    plan = replace(POLL, choices=("a", "b", "c", "d"), picks=(1, 2))
    vote = Vote(plan, dict.fromkeys(range(1, 41), ""))
    answers = [("a",), ("b", "c"), ("a", "b"), ("d",)]
    for company in vote.categories:
        vote.say(company, *answers[company % 4])

    assert short(total(vote.look(is_final=True))) == {
        "a": ("", 50),
        "b": ("", 50),
        "c": ("", 30),
        "d": ("", 30),
    }


def test_a_question_with_ten_companies_and_two_choices_can_tell_nothing() -> None:
    """Any nine of them would have a majority as soon as one choice led."""
    cell = total(poll([("yes",)] * 6 + [("no",)] * 4).look(is_final=True))

    assert (cell.companies, cell.shares) == (10, ())


def test_what_is_not_live_shows_nothing_before_its_end() -> None:
    assert room(SURVEY, MIXED * 10).look() is None
    assert poll([("yes",)] * 90).look() is None
    assert Vote(LIVE_POLL, {}).look() is None


levels = st.lists(st.integers(1, 5), min_size=10, max_size=45)


@settings(max_examples=20)
@given(levels, st.randoms(use_true_random=False))
def test_the_order_of_the_voices_tells_nothing(answers: list[int], random: Random) -> None:
    vote = room(SURVEY, answers)
    for company in range(1, 6):
        vote.say(company, 2)
    shuffled = random.sample(vote.voices, len(vote.voices))

    found = vote.peek(is_final=True)
    again = next_release(SURVEY, vote.categories, shuffled, EMPTY, is_final=True)

    assert found is not None
    assert again is not None
    assert again.figures == found.figures


@settings(max_examples=25)
@given(levels, st.data())
def test_other_answers_that_fit_all_claims_give_the_same_figures(
    answers: list[int], data: st.DataObject
) -> None:
    """So what is not told depends on nothing that is not told."""
    vote = room(SURVEY, answers)
    found = vote.peek(is_final=True)
    index = data.draw(st.integers(0, len(answers) - 1))
    other = room(SURVEY, [*answers[:index], data.draw(st.integers(1, 5)), *answers[index + 1 :]])
    again = other.peek(is_final=True)

    assert found is not None
    assert again is not None
    values = [voice.now.value or 0 for voice in other.voices if voice.now]
    if fits(found.ledger.total, values):
        assert again.figures == found.figures


@settings(max_examples=25)
@given(st.lists(st.integers(1, 5), min_size=10, max_size=120))
def test_every_claim_is_true(answers: list[int]) -> None:
    found = room(SURVEY, answers).peek(is_final=True)

    assert found is not None
    assert found.ledger.total is not None
    for claim in found.ledger.total.claims:
        assert claim.low - DIGIT <= figure(claim, answers) <= claim.high + DIGIT


def test_the_ledger_survives_json() -> None:
    vote = room(MOOD, MIXED * 3)
    vote.look()

    assert vote.ledger.number == 1
    assert read_ledger(json.loads(json.dumps(vote.ledger.as_json()))) == vote.ledger
