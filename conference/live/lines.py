"""Lines: how frames get to one reader, and what is known of whether they do.

A server that can hand the same bytes to many connections offers a line of its own in the ASGI
scope, under KEY; for all others there is `QueuedLine`.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from litestar import WebSocket

from conference.live.frames import Frame

KEY = "conference.line"
FRAMES = 64

AnySocket = WebSocket[Any, Any, Any]


def nothing() -> None:
    pass


class Line(Protocol):
    """`drained`: called when it takes frames again after it had refused one."""

    drained: Callable[[], None]

    def push(self, frame: Frame) -> bool:
        """Never waits. Whether it has taken the frame; a line that is closed takes all."""

    def abort(self) -> None:
        """Let go of the reader, whatever is still on its way."""


class QueuedLine:
    """Frames wait in a queue of FRAMES until the server has taken those before."""

    def __init__(self) -> None:
        self.frames: asyncio.Queue[Frame] = asyncio.Queue(FRAMES)
        self.drained: Callable[[], None] = nothing
        self._has_refused = False

    def push(self, frame: Frame) -> bool:
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self._has_refused = True
            return False
        return True

    async def send_to(self, socket: AnySocket) -> None:
        """Until the socket is closed, or this is cancelled."""
        while True:
            await socket.send_text((await self.frames.get()).text)
            if self._has_refused and self.frames.empty():
                self._has_refused = False
                self.drained()

    def abort(self) -> None:
        """Only the server could; it does, some time after the app has returned."""


def line_of(socket: AnySocket) -> Line:
    """What its server offers, else one of ours."""
    offers: Any = socket.scope.get("extensions") or {}
    line: Line | None = offers.get(KEY)
    return line or QueuedLine()
