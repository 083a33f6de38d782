"""Contents in memory: read once for all who ask, within their bound."""

import asyncio
from collections.abc import Awaitable, Callable

from conference.agenda.kept_contents import KeptContents
from conference.errors import NotFound


class Shelf:
    """What is there to read, and what was read."""

    def __init__(self, **contents: bytes) -> None:
        self.contents, self.read = contents, list[str]()
        self.kept = KeptContents(10)

    async def get(self, name: str) -> bytes:
        return await self.kept.get(name, self._reader(name))

    def _reader(self, name: str) -> Callable[[], Awaitable[bytes]]:
        async def read() -> bytes:
            self.read.append(name)
            await asyncio.sleep(0)
            if name not in self.contents:
                raise NotFound
            return self.contents[name]

        return read


async def test_many_who_ask_at_once_are_answered_by_one_reading() -> None:
    shelf = Shelf(slides=b"12345")

    first = asyncio.create_task(shelf.get("slides"))
    others = [asyncio.create_task(shelf.get("slides")) for _ in range(3)]
    await asyncio.sleep(0)
    first.cancel()

    assert await asyncio.gather(*others) == [b"12345"] * 3
    assert (await shelf.get("slides"), shelf.read) == (b"12345", ["slides"])


async def test_what_was_asked_for_longest_ago_makes_room() -> None:
    shelf = Shelf(a=b"1234", b=b"1234", c=b"1234", huge=b"12345678901")

    for name in ("a", "b", "a", "c", "a", "b"):
        await shelf.get(name)
    assert shelf.read == ["a", "b", "c", "b"]

    # It is given out, but fits nowhere.
    assert [await shelf.get("huge") for _ in range(2)] == [b"12345678901"] * 2
    assert shelf.read[4:] == ["huge", "huge"]


async def test_what_is_not_there_is_not_there_for_anybody_and_may_come() -> None:
    shelf = Shelf()

    found = await asyncio.gather(shelf.get("a"), shelf.get("a"), return_exceptions=True)
    assert [type(each) for each in found] == [NotFound, NotFound]

    shelf.contents["a"] = b"1"
    assert await shelf.get("a") == b"1"
