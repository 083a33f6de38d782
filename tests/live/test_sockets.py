"""Sockets: a reader who is too slow costs little, and misses nothing that a refetch brings."""

from conference.live import Topic
from conference.live.sockets import FRAMES, NOT_ALLOWED, REFETCH, Subscriber


async def allowed() -> bool:
    return True


def a_subscriber() -> Subscriber:
    return Subscriber(frozenset({Topic("session/1")}), "de", frozenset({"person/7"}), allowed)


async def test_a_full_line_is_replaced_by_one_request_to_fetch_again() -> None:
    slow = a_subscriber()

    for number in range(FRAMES + 1):
        slow.push(f"frame {number}")
    slow.push("the next frame")

    assert [slow.frames.get_nowait(), slow.frames.get_nowait()] == [REFETCH, "the next frame"]
    assert (slow.frames.empty(), slow.skipped) == (True, FRAMES)


async def test_a_socket_closes_once_with_the_first_reason() -> None:
    socket = a_subscriber()

    socket.close(NOT_ALLOWED)
    socket.close(1012)

    assert socket.closing.result() == NOT_ALLOWED
