"""What shares time with what."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.clashes import MOST_AT_ONCE, overlapping

NINE = datetime(2026, 9, 17, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Stretch:
    """Minutes after nine."""

    begins: int
    ends: int

    @property
    def starts_at(self) -> datetime:
        return NINE + timedelta(minutes=self.begins)

    @property
    def ends_at(self) -> datetime:
        return NINE + timedelta(minutes=self.ends)


def test_what_begins_as_another_ends_shares_nothing_with_it() -> None:
    first, second, third = Stretch(0, 45), Stretch(45, 90), Stretch(44, 46)

    assert list(overlapping([second, first])) == []
    assert list(overlapping([second, third, first])) == [(first, third), (third, second)]


def test_a_long_one_overlaps_with_all_that_it_outlasts() -> None:
    whole, *parts = Stretch(0, 90), Stretch(0, 30), Stretch(30, 60), Stretch(60, 90)

    assert list(overlapping([whole, *parts])) == [(whole, part) for part in parts]


stretches = st.tuples(st.integers(0, 20), st.integers(1, 8)).map(
    lambda pair: Stretch(pair[0], pair[0] + pair[1])
)


@given(st.lists(stretches, max_size=12))
def test_every_pair_that_shares_a_minute_is_found_once(things: list[Stretch]) -> None:
    found = list(overlapping(things))

    shared = [
        {id(one), id(other)}
        for one, other in combinations(things, 2)
        if set(range(one.begins, one.ends)) & set(range(other.begins, other.ends))
    ]
    pairs = [{id(one), id(other)} for one, other in found]
    at_once = max((sum(t.begins <= at < t.ends for t in things) for at in range(30)), default=0)
    if at_once <= MOST_AT_ONCE:
        assert sorted(map(sorted, pairs)) == sorted(map(sorted, shared))
    assert all(pair in shared for pair in pairs)
    assert len({tuple(sorted(pair)) for pair in pairs}) == len(pairs) <= MOST_AT_ONCE * len(things)
    assert set().union(*pairs) == set().union(*shared)
    assert all(one.starts_at <= other.starts_at for one, other in found)


def test_of_thousands_at_once_each_is_found_and_not_every_pair() -> None:
    things = [Stretch(0, 45 + number) for number in range(20_000)]

    found = list(overlapping(things))

    assert len(found) < MOST_AT_ONCE * len(things)
    assert {id(thing) for pair in found for thing in pair} == {id(thing) for thing in things}
