"""How a WebSocket is opened: what that rests on in uvicorn holds, under both of its transports."""

import asyncio
import socket

import pytest
import websockets

from conference.live.frames import Frame
from conference.serving.openings import Opening
from tests.serving.room import OPENING, TEXT, Room, closed_with, masked, raw, serving
from tests.support.waiting import some_turns


async def test_who_is_not_taken_over_is_served_in_the_ordinary_way(room: Room) -> None:
    async with websockets.connect(f"{room.url}echo") as socket:
        await socket.send(TEXT)
        assert await socket.recv() == TEXT
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()

    assert closed_with(closed) == (4001, "done")


async def test_who_asks_for_what_no_browser_does_is_served_in_the_ordinary_way(room: Room) -> None:
    chat = [websockets.Subprotocol("chat")]
    async with websockets.connect(f"{room.url}echo", subprotocols=chat) as socket:
        await socket.send(TEXT)
        assert await socket.recv() == TEXT
        assert socket.subprotocol is None


WRONG_KEY = OPENING.replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ==")
NOT_LET_IN = {
    OPENING.replace("GET /", "GET /refuses"): 403,
    OPENING.replace("GET /", "GET /silent"): 500,
    # It is left to uvicorn, which offers nothing, and the app counts on it.
    OPENING.replace("Host: x", "Sec-WebSocket-Protocol: chat"): 500,
    OPENING.replace("Host: x", "Origin: a\r\nOrigin: b"): 400,
    OPENING.replace("Version: 13", "Version: 8"): 400,
    OPENING.replace("GET", "POST"): 405,
    WRONG_KEY: 400,
}


@pytest.mark.parametrize("opening", NOT_LET_IN)
async def test_who_is_not_let_in_is_told_why(room: Room, opening: str) -> None:
    with raw(room, opening=opening) as reader:
        answer = await asyncio.to_thread(reader.recv, 4096)
        rest = await asyncio.to_thread(reader.recv, 4096)

    assert int(answer.split()[1]) == NOT_LET_IN[opening]
    assert rest == b""
    assert room.lines == []


async def test_what_was_said_too_early_is_heard_once_the_app_has_decided(room: Room) -> None:
    with raw(room, opening=OPENING.replace("GET /", "GET /late")) as reader:
        await room.until(lambda: room.late == 1)
        reader.sendall(masked(0x89, b"?"))
        await some_turns()
        room.door.set()
        await room.until(lambda: len(room.lines) == 1)
        answer = b""
        while not answer.endswith(b"\x8a\x01?"):
            answer += await asyncio.to_thread(reader.recv, 4096)

    assert answer.startswith(b"HTTP/1.1 101 ")


async def test_who_goes_before_the_app_has_decided_is_not_let_in(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    with raw(room, opening=OPENING.replace("GET /", "GET /late")):
        await room.until(lambda: room.late == 1)
    await some_turns()
    room.door.set()
    await room.until(lambda: room.late == 0)

    assert (room.lines, room.left, caplog.records) == ([], 0, [])


async def test_who_comes_as_the_server_ends_is_not_let_in(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with serving() as (room, server):
        with raw(room, opening=OPENING.replace("GET /", "GET /late")) as reader:
            await room.until(lambda: room.late == 1)
            server.should_exit = True
            answer = await asyncio.to_thread(reader.recv, 4096)
            rest = await asyncio.to_thread(reader.recv, 4096)
        room.door.set()

    assert answer.startswith(b"HTTP/1.1 500 ")
    assert rest == b""
    assert room.lines == []
    assert caplog.records == []


async def test_who_has_hung_up_in_the_middle_does_not_keep_the_server_from_its_end() -> None:
    async with serving() as (room, server):
        with raw(room, opening="GET / HTTP/1.1\r\nHost: x\r\n\r\n") as reader:
            await room.until(lambda: room.answered == 1)
            reader.sendall(OPENING.replace("GET /", "GET /late").encode())
            await room.until(lambda: room.late == 1)
            (opening,) = server.server_state.connections
            assert isinstance(opening, Opening)
            reader.shutdown(socket.SHUT_WR)
            await room.until(opening._http.transport.is_closing)
            opening.shutdown()
        room.door.set()
        await room.until(lambda: not server.server_state.tasks)

    assert (room.late, room.lines) == (0, [])


async def test_who_is_still_being_answered_opens_nothing() -> None:
    async with serving() as (room, _):
        with raw(room, opening="GET /never HTTP/1.1\r\nHost: x\r\n\r\n") as reader:
            await room.until(lambda: room.unanswered == 1)
            reader.sendall(OPENING.encode())
            answer = await asyncio.to_thread(reader.recv, 4096)
        room.door.set()

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert room.lines == []


async def test_an_app_that_fails_afterwards_is_logged_and_the_line_stays(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    async with websockets.connect(f"{room.url}fails") as socket:
        await room.until(lambda: bool(caplog.records))
        assert room.push(Frame("short")) == [True]
        assert await socket.recv() == "short"

    assert [type((each.exc_info or (None, None))[1]) for each in caplog.records] == [LookupError]
