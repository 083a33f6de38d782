"""Sockets: a reader who is too slow costs little, and misses nothing that a refetch brings."""

from conference.live import Topic
from conference.live.frames import Frame
from conference.live.lines import FRAMES, QueuedLine
from conference.live.sockets import NOT_ALLOWED, REFETCH, Subscriber


async def allowed() -> bool:
    return True


def a_subscriber() -> tuple[Subscriber, QueuedLine]:
    line = QueuedLine()
    topics, owners = frozenset({Topic("session/1")}), frozenset({"person/7"})
    return Subscriber(topics, "de", owners, allowed, line), line


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
