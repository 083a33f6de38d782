"""Answers one by one, with a socket of every audience open (§8, 5): what moves, and when.

The attack: whoever sees people answer looks at everything after each of them. If anything moves,
it was one of those who have answered since it moved last, so these must be ten at least.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from conference.polls.models import ResultsShown
from conference.privacy import ScopeKind
from conference.settings import Settings
from tests.security.hall import ALL, DESK, POLL, Hall, hall
from tests.security.plain import show_all

# What is shown depends on no database; tests/privacy asks both for how answers are kept and formed.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

K = 10
CHANGING = 3
OVER = timedelta(minutes=10)
# In the larger rooms one look at all pages in ten, and one at each wave, show as much.
SMALL, EVERY = 9, 10


@dataclass
class Lookout:
    """`moves`: each time that something there moved, how many had answered since it did last."""

    hall: Hall
    kinds: tuple[ScopeKind, ...]
    last: dict[str, object] = field(default_factory=dict)
    acted: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    moves: list[tuple[str, int]] = field(default_factory=list)
    steps: int = 0

    async def say(self, person: int, value: int | None) -> None:
        await self.hall.say(person, value, kinds=self.kinds)
        written = len(self.hall.written)
        await self.hall.release()
        for place in self.last:
            self.acted[place].add(person)
        self.steps += 1
        is_wave = len(self.hall.written) > written
        if is_wave or len(self.hall.people) <= SMALL or self.steps % EVERY == 0:
            await self.look()

    async def look(self) -> None:
        now = await self.hall.looks()
        for place in [place for place in now if now[place] != self.last.get(place, now[place])]:
            self.moves.append((place, len(self.acted.pop(place, set()))))
        self.last = now


async def watched(hall: Hall, *kinds: ScopeKind) -> Lookout:
    """All answer, a few change their answers and withdraw them, one by one."""
    lookout = Lookout(hall, kinds)
    await lookout.look()
    people = list(hall.people)
    for place, person in enumerate(people):
        await lookout.say(person, place % 5 + 1)
    for person in people[:CHANGING]:
        await lookout.say(person, 5)
    for person in people[:CHANGING]:
        await lookout.say(person, None)
    await lookout.look()
    return lookout


def shows_polls(place: str) -> bool:
    return "polls" in place or "regions" in place


@pytest.mark.parametrize("companies", [9, 10, 11, 19, 20, 50])
async def test_nothing_moves_but_by_ten_companies(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, companies: int
) -> None:
    async with hall(settings, monkeypatch, companies) as room:
        lookout = await watched(room, *ALL)

    assert {count for _, count in lookout.moves if count < K} == set()
    assert bool(lookout.moves) == (companies >= K), "something to see"
    assert {place for place, _ in lookout.moves if shows_polls(place)} == set()


async def test_a_plain_variant_tells_each_answer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_all(monkeypatch)
    async with hall(settings, monkeypatch, 6) as room:
        lookout = await watched(room, *ALL)

    for place in (f"staff {DESK}/mood.csv", f"{DESK}/live"):
        assert [count for moved, count in lookout.moves if moved == place] == [1] * lookout.steps


async def test_a_live_poll_moves_by_ten_companies_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall(settings, monkeypatch, 62, shown=ResultsShown.LIVE) as room:
        lookout = await watched(room, POLL)

    assert {count for _, count in lookout.moves if count < K} == set()
    assert any(shows_polls(place) for place, _ in lookout.moves), "something to see"


async def test_nine_companies_look_like_none_also_when_all_is_over(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall(settings, monkeypatch, 9) as room:
        before = await room.looks()
        room.now += OVER
        after = await room.looks()
        room.now -= OVER
        await watched(room, *ALL)
        still = await room.looks()
        room.now += OVER
        await room.close()
        answered = await room.looks()

    assert still == before
    assert answered == after
    assert before != after, "something to see"
