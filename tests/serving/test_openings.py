"""The connections that our server keeps: what they rest on in uvicorn holds, under both of its
transports.

Whoever raises uvicorn's version looks here first, so it is long: all of it is in one place.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
import uvicorn
import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from conference.live.frames import Frame
from conference.live.lines import KEY
from conference.serving import SOCKET_BYTES, bind, kept, port_of, server_config
from conference.serving.kept import MOST_SAID, KeptConnection
from conference.serving.openings import KERNEL_BYTES, WAITING_BYTES

# What is the same lies further apart than a small window reaches.
FAR = (" ".join(map(str, range(500))) + "!") * 2
# More than a kernel takes of its own accord, for who does not read it.
MUCH = 8 * 1024 * 1024
TEXT = "Frankly speaking: wörtlich <b>so</b>. " * 50
OPENING = (
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@dataclass
class Room:
    """An app that takes over whoever comes, and knows who is there. `door`: of those who come
    `/late`."""

    lines: list[KeptConnection] = field(default_factory=list)
    left: int = 0
    answered: int = 0
    url: str = ""
    address: tuple[str, int] = ("", 0)
    late: int = 0
    door: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        if scope["type"] == "http":
            await receive()
            length = [(b"content-length", str(MUCH).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": length})
            await send({"type": "http.response.body", "body": bytes(MUCH)})
            self.answered += 1
            return
        if scope["path"] == "/echo":
            await receive()
            await send({"type": "websocket.accept"})
            said = await receive()
            await send({"type": "websocket.send", "text": said["text"]})
            await send({"type": "websocket.close", "code": 4001, "reason": "done"})
            return
        if scope["path"] == "/refuses":
            await send({"type": "websocket.close"})
            return
        if scope["path"] == "/silent":
            return
        if scope["path"] == "/late":
            self.late += 1
            await self.door.wait()
            self.late -= 1
        line = scope["extensions"][KEY].take_over()
        line.left = partial(self.leave, line)
        self.lines.append(line)
        if scope["path"] == "/fails":
            raise LookupError

    def leave(self, line: KeptConnection) -> None:
        self.lines.remove(line)
        self.left += 1

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():  # noqa: ASYNC110 - a server tells nobody
                await asyncio.sleep(0.01)

    def push(self, frame: Frame) -> list[bool]:
        return [line.push(frame) for line in self.lines]


@asynccontextmanager
async def serving(**changed: Any) -> AsyncIterator[tuple[Room, uvicorn.Server]]:
    room, listener = Room(), bind("127.0.0.1", 0)
    room.address = ("127.0.0.1", port_of(listener))
    room.url = f"ws://127.0.0.1:{room.address[1]}/"
    config = server_config(room)
    config.lifespan = "off"
    for name, value in changed.items():
        setattr(config, name, value)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    running = asyncio.create_task(server.serve([listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn tells in no other way
        await asyncio.sleep(0.01)
    try:
        yield room, server
    finally:
        server.should_exit = True
        await running


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with serving() as (room, _server):
        yield room


def raw(room: Room, receive_bytes: int = 4096, opening: str = OPENING) -> socket.socket:
    """A reader that opens a socket and then does nothing."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    reader.connect(room.address)
    reader.sendall(opening.encode())
    return reader


def masked(first: int, content: bytes) -> bytes:
    """A frame as browsers send it."""
    mask, length = b"\x01\x02\x03\x04", len(content)
    wide = struct.pack("!H", length) if length > 125 else b""
    head = bytes((first, 0x80 | (126 if wide else length))) + wide
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(content))


def closed_with(closed: pytest.ExceptionInfo[websockets.ConnectionClosed]) -> tuple[int, str]:
    heard = closed.value.rcvd
    assert heard is not None
    return heard.code, heard.reason


async def test_one_frame_is_right_for_who_takes_compressed_ones_and_who_does_not(
    room: Room,
) -> None:
    factory = ClientPerMessageDeflateFactory(client_max_window_bits=True)
    small = ClientPerMessageDeflateFactory(server_max_window_bits=9)
    async with (
        websockets.connect(room.url, compression=None) as plain,
        websockets.connect(room.url) as packed,
        websockets.connect(room.url, extensions=[factory], compression=None) as other,
        websockets.connect(room.url, extensions=[small], compression=None) as least,
    ):
        await room.until(lambda: len(room.lines) == 4)
        for text in (TEXT, "short", "ä", TEXT[:200], "x" * 70_000, FAR):
            assert room.push(Frame(text)) == [True] * 4
            assert [await each.recv() for each in (plain, packed, other, least)] == [text] * 4
        assert len(Frame(TEXT).deflated) < len(TEXT) / 5


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
        await asyncio.sleep(0.05)
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
    await asyncio.sleep(0.05)
    room.door.set()
    await room.until(lambda: room.late == 0)

    assert (room.lines, room.left, caplog.records) == ([], 0, [])


async def test_who_comes_as_the_server_ends_is_not_let_in() -> None:
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


async def test_an_app_that_fails_afterwards_is_logged_and_the_line_stays(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    async with websockets.connect(f"{room.url}fails") as socket:
        await room.until(lambda: bool(caplog.records))
        assert room.push(Frame("short")) == [True]
        assert await socket.recv() == "short"

    assert [type((each.exc_info or (None, None))[1]) for each in caplog.records] == [LookupError]


async def test_who_goes_is_told_so_and_left_once(room: Room) -> None:
    async with websockets.connect(room.url) as socket:
        await room.until(lambda: len(room.lines) == 1)
        (line,) = room.lines
        await (await socket.ping())
        await socket.send("nobody reads this")
        assert room.push(Frame(TEXT)) == [True]
        assert await socket.recv() == TEXT
        await socket.close(4002)
    await room.until(lambda: not room.lines)

    assert socket.close_code == 4002
    assert room.left == 1
    assert line.push(Frame("to nobody"))


async def test_who_is_told_to_go_hears_why_and_nothing_more(room: Room) -> None:
    async with websockets.connect(room.url) as socket:
        await room.until(lambda: len(room.lines) == 1)
        for say in (4003, 4004):
            room.lines[0].close(say)
        assert room.push(Frame("too late")) == [True]
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
    await room.until(lambda: room.left == 1)

    assert closed_with(closed) == (4003, "")


async def test_who_does_not_answer_a_goodbye_or_a_ping_is_let_go(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "CLOSING_S", 0.1)
    with raw(room), raw(room):
        async with websockets.connect(room.url):
            await room.until(lambda: len(room.lines) == 3)
            for line in room.lines:
                line.ping()
            await asyncio.sleep(0.1)
            room.lines[0].close(4003)
            await room.until(lambda: room.left == 1)
            for line in list(room.lines):
                line.ping()
            await room.until(lambda: room.left == 2)

            assert len(room.lines) == 1


async def test_the_end_of_the_server_is_told_to_all() -> None:
    async with serving() as (room, server):
        async with websockets.connect(room.url) as socket:
            await room.until(lambda: len(room.lines) == 1)
            server.should_exit = True
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await socket.recv()
        await room.until(lambda: room.left == 1)

    assert closed_with(closed) == (1012, "")


CLOSED, WRONG = b"\x88\x02" + struct.pack("!H", 4002), b"\x88\x02" + struct.pack("!H", 1002)
SAID = {
    "texts, bytes, a pong and a ping": (
        masked(0x81, b"ten bytes.")
        + masked(0x02, b"x" * 126)
        + masked(0x80, b"y" * 300)
        + masked(0x8A, b"")
        + masked(0x89, b"?"),
        b"\x8a\x01?",
    ),
    "a goodbye": (masked(0x88, struct.pack("!H", 4002) + b"bye"), CLOSED),
    "a goodbye without a word": (masked(0x88, b""), b"\x88\x00"),
    "no such kind": (masked(0x83, b"")[:2], WRONG),
    "a ping in pieces": (masked(0x09, b"")[:2], WRONG),
    "a ping that is too long": (masked(0x89, b"z" * 126)[:2], WRONG),
    "what is not masked": (b"\x81\x01", WRONG),
    "more than a few words": (
        masked(0x81, b"") * MOST_SAID + masked(0x81, b"")[:2],
        b"\x88\x02" + struct.pack("!H", 1008),
    ),
    "too much": (
        masked(0x81, b"z" * (SOCKET_BYTES + 1))[:4],
        b"\x88\x02" + struct.pack("!H", 1009),
    ),
}


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("at_once", [1, 7, 10_000])
async def test_what_a_reader_says_is_heard_however_it_is_cut(
    room: Room, name: str, at_once: int
) -> None:
    said, answer = SAID[name]
    loop = asyncio.get_running_loop()
    with raw(room) as reader:
        reader.setblocking(False)
        await room.until(lambda: len(room.lines) == 1)
        assert (await loop.sock_recv(reader, 4096)).endswith(b"\r\n\r\n")
        for at in range(0, len(said), at_once):
            await loop.sock_sendall(reader, said[at : at + at_once])
            await asyncio.sleep(0)
        async with asyncio.timeout(10):
            assert await loop.sock_recv(reader, 4096) == answer


async def test_who_takes_nothing_costs_a_bounded_amount_until_it_is_let_go(room: Room) -> None:
    frame, taken = Frame("x" * 1500), 0
    with raw(room) as reader:
        await room.until(lambda: len(room.lines) == 1)
        (line,) = room.lines
        drained = []
        line.drained = lambda: drained.append(True)
        for _ in range(4000):
            taken += line.push(frame)
            await asyncio.sleep(0)
        # Linux counts its own bookkeeping, too, and doubles what it is asked for.
        assert WAITING_BYTES / 2 < taken * len(frame.plain) < WAITING_BYTES + 4 * KERNEL_BYTES
        assert line.waiting < WAITING_BYTES + len(frame.plain)
        while not drained:
            await asyncio.to_thread(reader.recv, 65536)
        assert line.push(frame)
        for _ in range(taken):
            line.push(frame)
            await asyncio.sleep(0)
        assert not line.push(frame)
        line.close(1013)
        await room.until(lambda: not room.lines)
    assert line.push(frame)


async def test_who_has_not_taken_an_answer_before_is_behind_from_the_start(room: Room) -> None:
    frame = Frame("x" * 1500)
    with raw(room, opening="GET / HTTP/1.1\r\nHost: x\r\n\r\n") as reader:
        await room.until(lambda: room.answered == 1)
        reader.sendall(OPENING.encode())
        await room.until(lambda: len(room.lines) == 1)
        (line,) = room.lines
        assert line.waiting > WAITING_BYTES
        assert not line.push(frame)
        drained = asyncio.Event()
        line.drained = drained.set
        while not drained.is_set():
            await asyncio.to_thread(reader.recv, 65536)
        assert line.push(frame)


async def test_a_reset_line_takes_what_is_pushed_and_is_gone(room: Room) -> None:
    reader = raw(room)
    await room.until(lambda: len(room.lines) == 1)
    (line,) = room.lines
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    reader.close()

    assert [line.push(Frame(TEXT)) for _ in range(3)] == [True] * 3
    await room.until(lambda: not room.lines)
