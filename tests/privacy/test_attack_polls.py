"""Stage polls, attacked: nobody can be certain how most people of nine companies voted."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from conference.privacy.plan import Plan, Statistic, Unit
from tests.privacy.disclosing import Vote

CHOICES = ("a", "b", "c", "d")

votes = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from(CHOICES), st.integers(0, 9)),
    min_size=10,
    max_size=40,
)


def least_of_nine(vote: Vote) -> list[tuple[float, float]]:
    """Of each choice: how many of the nine largest companies' persons must have made it, and how
    many they are. Whoever is not in the nine may have made it, and all other choices leave it the
    rest."""
    weights = Counter(voice.company for voice in vote.voices)
    size, nine = sum(weights.values()), sum(count for _, count in weights.most_common(9))
    total = vote.ledger.total
    assert total is not None
    claims = {claim.name: claim for claim in total.claims}
    highs = {name: claims[name].high if name in claims else 100 for name in vote.plan.choices}
    found: list[tuple[float, float]] = []
    for name in vote.plan.choices:
        rest = 100 - sum(high for other, high in highs.items() if other != name)
        low = max(rest, claims[name].low if name in claims else 0) / 100 * size
        found.append((max(0, low - (size - nine)), nine))
    return found


@settings(max_examples=25, deadline=None)
@given(votes, st.integers(2, 4), st.booleans())
def test_no_nine_companies_have_a_certain_majority(
    answers: list[tuple[int, str, int]], choices: int, agree: bool
) -> None:
    plan = Plan(Unit.PERSON, Statistic.CHOICES, choices=CHOICES[:choices])
    vote = Vote(plan, dict.fromkeys(range(1, len(answers) + 1), ""))
    for company, (persons, name, other) in enumerate(answers, start=1):
        for person in range(persons):
            strays = person == other and not agree
            vote.say(company, plan.choices[-1] if strays or name not in plan.choices else name)
    vote.look(is_final=True)

    if vote.shown and vote.shown[-1].total:
        assert [least for least, nine in least_of_nine(vote) if least > nine / 2 + 1e-6] == []


def test_the_plain_figures_of_ten_companies_who_nearly_agree_would_betray_nine() -> None:
    """What the test above looks for is there to be seen."""
    plan = Plan(Unit.PERSON, Statistic.CHOICES, choices=("yes", "no"))
    vote = Vote(plan, dict.fromkeys(range(1, 11), ""))
    for company in vote.categories:
        vote.say(company, "no" if company == 1 else "yes")
    vote.look(is_final=True)
    yes = 9  # of ten, exactly

    assert least_of_nine(vote) == [(0, 9), (0, 9)]
    assert yes - 1 > 9 / 2
