"""Sockets without a network: the ASGI WebSocket protocol as a server speaks it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from conference.app import App
from tests.conftest import ROOT_URL

ACCEPTED, REFUSED = 101, 403
PATIENCE_S = 10.0


@dataclass
class Socket:
    """One end of a socket. `sent`: what the app has said so far."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    inbox: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def status(self) -> int:
        return ACCEPTED if self.sent[0]["type"] == "websocket.accept" else REFUSED

    @property
    def close_code(self) -> int | None:
        codes = [said["code"] for said in self.sent if said["type"] == "websocket.close"]
        return codes[0] if codes else None

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)
        self.answered.set()
        if message["type"] == "websocket.close":
            self.closed.set()


@asynccontextmanager
async def knocking(
    app: App, path: str, cookie: str = "", **headers: str | None
) -> AsyncIterator[Socket]:
    """A socket that stays as long as the app lets it. A header of None is not sent."""
    socket = Socket()
    task = asyncio.create_task(
        app(scope_of(path, cookie, **headers), socket.inbox.get, socket.send)
    )
    socket.inbox.put_nowait({"type": "websocket.connect"})
    async with asyncio.timeout(PATIENCE_S):
        await socket.answered.wait()
    yield socket
    socket.inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
    async with asyncio.timeout(PATIENCE_S):
        await task


async def knock(app: App, path: str, cookie: str = "", **headers: str | None) -> int:
    """101 where it is let in, 403 where not."""
    async with knocking(app, path, cookie, **headers) as socket:
        return socket.status


def scope_of(path: str, cookie: str = "", **headers: str | None) -> dict[str, Any]:
    given = {"host": ROOT_URL.removeprefix("http://"), "origin": ROOT_URL} | headers
    if cookie:
        given["cookie"] = cookie
    return {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in given.items()
            if value is not None
        ],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "subprotocols": [],
        "extensions": {},
        "state": {},
    }
