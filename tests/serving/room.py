"""An app on our server that takes over whoever comes, and readers of it who are no browsers."""

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

from conference.live.frames import Frame
from conference.live.lines import KEY
from conference.serving import bind, port_of, server_config
from conference.serving.kept import KeptConnection

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
    unanswered: int = 0
    url: str = ""
    address: tuple[str, int] = ("", 0)
    late: int = 0
    door: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        if scope["type"] == "http":
            await receive()
            if scope["path"] == "/never":
                self.unanswered += 1
                await self.door.wait()
                return
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
