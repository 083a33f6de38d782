"""Sockets: a reader who is too slow costs little, and misses nothing that a refetch brings."""

import asyncio
from collections.abc import Sequence

from conference.db import Database
from conference.live import Live, Topic
from conference.live.frames import Frame
from conference.live.lines import NOT_ALLOWED
from conference.live.queued import FRAMES, QueuedLine
from conference.live.sockets import REFETCH, Subscriber


async def allowed(holders: Sequence[object]) -> Sequence[bool]:
    return [True for _ in holders]


def a_subscriber() -> tuple[Subscriber, QueuedLine]:
    line = QueuedLine()
    topics, owners = frozenset({Topic("session/1")}), ("person/7",)
    return Subscriber(topics, "de", owners, None, allowed, line), line


async def test_what_a_slow_reader_skips_it_is_told_to_fetch_once_it_has_caught_up() -> None:
    slow, line = a_subscriber()

    frames = [Frame(f"frame {number}") for number in range(FRAMES + 2)]
    for frame in frames:
        slow.push(frame)
    read = [line.frames.get_nowait() for _ in range(FRAMES)]
    line.drained()
    slow.push(frames[0])

    assert (read, slow.skipped) == (frames[:FRAMES], 2)
    assert [line.frames.get_nowait(), line.frames.get_nowait()] == [REFETCH, frames[0]]
    assert line.frames.empty()


async def test_a_socket_closes_once_with_the_first_reason() -> None:
    socket, _line = a_subscriber()

    socket.close(NOT_ALLOWED)
    socket.close(1012)

    assert socket.code == NOT_ALLOWED


async def test_all_who_look_at_the_same_are_asked_about_at_once(database: Database) -> None:
    asked: list[list[str]] = []

    async def those_but_two(holders: Sequence[object]) -> Sequence[bool]:
        asked.append(sorted(map(str, holders)))
        return [holder != "two" for holder in holders]

    live, owners = Live(database, ()), ("person/7",)
    here, there = frozenset({Topic("session/1")}), frozenset({Topic("session/2")})
    sockets = {
        holder: Subscriber(topics, "de", owners, holder, those_but_two, QueuedLine())
        for holder, topics in (("one", here), ("two", here), ("three", here), ("four", there))
    }
    for socket in sockets.values():
        live.hub.join(socket)
    async with live.running():
        live.recheck("person/7")
        while len(asked) < 2:  # noqa: ASYNC110 - the loop tells in no other way
            await asyncio.sleep(0.01)
        codes = {holder: socket.code for holder, socket in sockets.items()}

    assert sorted(asked) == [["four"], ["one", "three", "two"]]
    assert codes == {"one": None, "two": NOT_ALLOWED, "three": None, "four": None}


async def test_a_page_fetches_unless_nothing_was_told_since_it_was_made(database: Database) -> None:
    hears_all = True
    live = Live(database, (), hears_all=lambda: hears_all)
    topics = [Topic("session/1"), Topic("event/1")]

    seen = live.seen(topics)
    answers = [live.has_missed(said, topics) for said in (seen, "", "of another process")]
    live.catch_up()
    answers.append(live.has_missed(seen, topics))
    hears_all = False
    # Made without the bus, a page can tell nothing, whatever it meets when it opens its socket.
    without = [live.has_missed(said, topics) for said in (seen, live.seen(topics))]

    assert answers == [False, True, True, True]
    assert without == [True, True]
