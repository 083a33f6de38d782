"""What the crowd will do, before anybody does it."""

from collections import Counter
from statistics import fmean

from conference.crowd.people import MARK, individuals
from conference.crowd.scripts import ANSWERS, NEWS, Ask, Away, Feel, Stall, Upvote, Vote, script

MINUTE = 60.0


def test_the_same_seed_makes_the_same_crowd() -> None:
    people = individuals(50, seed=3)

    assert people == individuals(50, seed=3)
    assert people != individuals(50, seed=4)
    assert len({each.email for each in people}) == 50
    assert all(f".{MARK}3-{each.number}@" in each.email for each in people)
    scripts = [script(each.number, 3, each.language, MINUTE) for each in people]
    assert scripts == [script(each.number, 3, each.language, MINUTE) for each in people]


def test_a_script_is_in_order_and_within_its_time() -> None:
    for number in range(200):
        times = [cue.at for cue in script(number, 1, "de", MINUTE)]

        assert times == sorted(times)
        assert all(0 <= at <= MINUTE for at in times)


def test_a_crowd_does_all_that_people_do() -> None:
    acts = [cue.act for number in range(300) for cue in script(number, 1, "en", MINUTE)]
    kinds = Counter(type(act) for act in acts)

    assert set(kinds) == {Ask, Upvote, Vote, Feel, Away, Stall}
    assert kinds[Upvote] > kinds[Ask] > kinds[Stall]
    asked = Counter(act.text for act in acts if isinstance(act, Ask))
    assert asked.most_common(1)[0][1] > 1  # two ask the same, not knowing of each other


def test_the_mood_falls_with_the_news_and_half_comes_back() -> None:
    felt = [
        (cue.at / MINUTE, cue.act.value)
        for number in range(2000)
        for cue in script(number, 1, "de", MINUTE)
        if isinstance(cue.act, Feel)
    ]

    before = fmean(value for at, value in felt if at < NEWS)
    after = fmean(value for at, value in felt if NEWS <= at < ANSWERS)
    end = fmean(value for at, value in felt if at >= ANSWERS)

    assert after < end < before
