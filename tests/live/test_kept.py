"""What is kept of what many ask for: exactly as long as it is right."""

import asyncio
import weakref
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from conference import clock, i18n
from conference.errors import NotFound
from conference.live.kept import MOST, NEW_FOR, Kept
from conference.live.topics import Topic
from tests.support.times import Later, later

__all__ = ["later"]

ROOM, OTHER = Topic("session/1"), Topic("session/2")


@dataclass
class Bench:
    """A Kept with its hands on the versions, and what was made."""

    versions: dict[Topic, int] = field(default_factory=lambda: {ROOM: 0, OTHER: 0})
    made: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept = Kept(self.version)

    def version(self, topics: Collection[Topic]) -> tuple[int, ...]:
        return tuple(self.versions[topic] for topic in topics)

    async def get(self, key: str = "page", topic: Topic = ROOM) -> str:
        async def make() -> str:
            self.made.append(key)
            made = f"{key} {len(self.made)}"
            await asyncio.sleep(0)
            return made

        return await self.kept.get([topic], key, make)


@pytest.fixture
def bench(later: Later) -> Bench:
    """While the time stands still."""
    later(timedelta())
    return Bench()


async def test_what_many_ask_for_at_once_and_after_is_made_once(bench: Bench) -> None:
    at_once = await asyncio.gather(*(bench.get() for _ in range(3)))

    assert [*at_once, await bench.get()] == ["page 1"] * 4


async def test_it_is_made_again_once_something_of_its_topics_has_changed(bench: Bench) -> None:
    first = [await bench.get(), await bench.get("other", OTHER)]
    bench.versions[ROOM] = 1

    assert first == ["page 1", "other 2"]
    assert [await bench.get(), await bench.get("other", OTHER)] == ["page 3", "other 2"]


async def test_a_change_while_it_is_made_makes_it_anew_for_those_who_ask_then(
    bench: Bench,
) -> None:
    before = asyncio.create_task(bench.get())
    await asyncio.sleep(0)
    bench.versions[ROOM] = 1

    assert [await bench.get(), await before, await bench.get()] == ["page 2", "page 1", "page 2"]


async def test_what_nobody_announces_is_seen_after_a_moment_or_a_renewal(
    bench: Bench, later: Later
) -> None:
    shown = [await bench.get()]
    later(NEW_FOR)
    shown.append(await bench.get())
    bench.kept.renew()
    shown.append(await bench.get())

    assert shown == ["page 1", "page 2", "page 3"]


async def test_each_language_has_its_own(bench: Bench) -> None:
    shown = []
    for locale in ("de", "en", "de"):
        with i18n.in_locale(locale):
            shown.append(await bench.get())

    assert shown == ["page 1", "page 2", "page 1"]


async def test_a_refusal_reaches_all_who_wait_and_is_not_kept(bench: Bench) -> None:
    async def refuse() -> str:
        await asyncio.sleep(0)
        raise NotFound

    asked = (bench.kept.get([ROOM], "page", refuse) for _ in range(2))
    refused = await asyncio.gather(*asked, return_exceptions=True)

    assert [type(each) for each in refused] == [NotFound, NotFound]
    assert await bench.get() == "page 1"


async def test_whoever_hangs_up_takes_nothing_from_the_others(bench: Bench) -> None:
    first, second = (asyncio.create_task(bench.get()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()

    assert await second == "page 1"


async def test_nothing_is_held_that_is_not_given_to_anybody_any_more(
    bench: Bench, later: Later
) -> None:
    async def make() -> set[str]:
        return {"a page of its own"}

    held = weakref.ref(await bench.kept.get([ROOM], "own", make))
    await bench.get()
    is_held = [held() is not None]
    later(NEW_FOR)
    await bench.get()
    is_held.append(held() is not None)

    assert is_held == [True, False]


async def test_of_too_many_the_oldest_goes_first(bench: Bench) -> None:
    for number in range(MOST):
        await bench.get(str(number))
    await bench.get("one more")

    assert [await bench.get("1"), await bench.get("0")] == ["1 2", f"0 {MOST + 2}"]


async def test_what_grows_old_while_it_is_handed_out_is_handed_out(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = clock.now()
    moments = (began + NEW_FOR * each for each in (0, 0.9, 1.1))
    monkeypatch.setattr(clock, "now", lambda: next(moments))

    assert [await bench.get(), await bench.get()] == ["page 1", "page 1"]
