"""The line that our server offers: what it rests on in uvicorn holds, under both of its transports.

Whoever raises uvicorn's version looks here first.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from conference.live.frames import Frame
from conference.live.lines import KEY
from conference.serving import bind, port_of, server_config
from conference.serving.frames import KERNEL_BYTES, WAITING_BYTES, FrameProtocol

TEXT = "Frankly speaking: wörtlich <b>so</b>. " * 50
OPENING = (
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@dataclass
class Room:
    """An app that keeps the lines of those who are in it, and what it was told as they left."""

    lines: list[FrameProtocol] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    url: str = ""
    address: tuple[str, int] = ("", 0)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        await receive()
        await send({"type": "websocket.accept"})
        line = scope["extensions"][KEY]
        self.lines.append(line)
        try:
            while (said := await receive())["type"] == "websocket.receive":
                await self.answer(line, said["text"], send)
            self.left.append(said["code"])
        finally:
            self.lines.remove(line)

    async def answer(self, line: FrameProtocol, wish: str, send: Any) -> None:
        if wish == "close":
            await send({"type": "websocket.close", "code": 4001, "reason": "done"})
            return
        for number in range(int(wish)):
            await send({"type": "websocket.send", "text": f"sent {number}"})
            line.push(Frame(f"pushed {number}"))

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


def raw(room: Room, receive_bytes: int = 4096) -> socket.socket:
    """A reader that opens a socket and then does nothing."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    reader.connect(room.address)
    reader.sendall(OPENING.encode())
    return reader


async def test_one_frame_is_right_for_who_takes_compressed_ones_and_who_does_not(
    room: Room,
) -> None:
    factory = ClientPerMessageDeflateFactory(client_max_window_bits=True)
    async with (
        websockets.connect(room.url, compression=None) as plain,
        websockets.connect(room.url) as packed,
        websockets.connect(room.url, extensions=[factory], compression=None) as other,
    ):
        await room.until(lambda: len(room.lines) == 3)
        for text in (TEXT, "short", "ä", TEXT[:200], "x" * 70_000):
            assert room.push(Frame(text)) == [True] * 3
            assert [await each.recv() for each in (plain, packed, other)] == [text] * 3
        assert len(Frame(TEXT).deflated) < len(TEXT) / 5


async def test_what_is_pushed_and_what_is_sent_in_the_ordinary_way_keep_their_order(
    room: Room,
) -> None:
    expected = [f"{how} {number}" for number in range(200) for how in ("sent", "pushed")]
    for compression in (None, "deflate"):
        async with websockets.connect(room.url, compression=compression) as reader:
            await reader.send("200")
            assert [await reader.recv() for _ in expected] == expected


async def test_pings_and_closing_go_on_as_before() -> None:
    async with serving(ws_ping_interval=0.1, ws_ping_timeout=5.0) as (room, server):
        async with websockets.connect(room.url) as first:
            await (await first.ping())
            await room.until(lambda: any(line.last_ping_rtt for line in room.lines))
            await first.send("close")
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await first.recv()
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4001, "done")
        async with websockets.connect(room.url) as second:
            await room.until(lambda: len(room.lines) == 1)
            line = room.lines[0]
            await second.close(4002)
        await room.until(lambda: room.left[-1:] == [4002])
        assert line.push(Frame("to nobody"))
        async with websockets.connect(room.url) as third:
            await room.until(lambda: len(room.lines) == 1)
            server.should_exit = True
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await third.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012


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
        assert line.transport.get_write_buffer_size() < WAITING_BYTES + len(frame.plain)
        while not drained:
            await asyncio.to_thread(reader.recv, 65536)
        assert line.push(frame)
        line.abort()
        await room.until(lambda: not room.lines)
    assert line.push(frame)


async def test_a_reset_line_takes_what_is_pushed_and_is_gone(room: Room) -> None:
    reader = raw(room)
    await room.until(lambda: len(room.lines) == 1)
    (line,) = room.lines
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    reader.close()

    assert [line.push(Frame(TEXT)) for _ in range(3)] == [True] * 3
    await room.until(lambda: not room.lines)
