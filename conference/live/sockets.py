"""One open socket: what is pushed to it, and what happens when its reader is too slow."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from litestar.exceptions import WebSocketDisconnect

from conference.live.frames import Frame
from conference.live.lines import AnySocket, Line, QueuedLine
from conference.live.topics import Topic

logger = structlog.get_logger("conference.live")

STUCK_AFTER_S = 10.0
# How long it may take to say goodbye; who is stuck does not hear it.
CLOSING_S = 1.0
TRY_AGAIN_LATER = 1013
GOING_AWAY = 1012
NOT_ALLOWED = 1008
# Not HTML: htmx swaps nothing, and our own module fetches every live region again.
REFETCH = Frame('{"refetch": true}')

# What an ASGI server raises for a socket that is closed: an OSError since version 2.4. So is the
# TimeoutError that ends the wait of one that is told to close.
GONE = (WebSocketDisconnect, OSError, RuntimeError)

AreAllowed = Callable[[Sequence[Any]], Awaitable[Sequence[bool]]]


@dataclass(eq=False)
class Subscriber:
    """`owners`: what its rights hang on, such as "person/7"; when one of them changes, and now and
    then, `are_allowed` is asked again, for the `holder`s of all sockets of the same topics at once.
    `skipped`: frames its reader was too slow for."""

    topics: frozenset[Topic]
    locale: str
    owners: frozenset[str]
    holder: Any
    are_allowed: AreAllowed
    line: Line
    skipped: int = 0
    code: int | None = None
    _is_behind: asyncio.TimerHandle | None = None
    _until: asyncio.Timeout | None = None

    def __post_init__(self) -> None:
        self.line.drained = self._catch_up

    def push(self, frame: Frame) -> None:
        """Never waits. What comes while the reader is behind is skipped, and all it shows fetched
        again once it has caught up; who does not in time is let go."""
        if self._is_behind is None and self.line.push(frame):
            return
        self.skipped += 1
        if self._is_behind is None:
            loop = asyncio.get_running_loop()
            self._is_behind = loop.call_later(STUCK_AFTER_S, self.close, TRY_AGAIN_LATER)

    def close(self, code: int) -> None:
        """The first reason counts."""
        if self.code is None:
            self.code = code
            if self._until is not None:
                self._until.reschedule(asyncio.get_running_loop().time())

    async def run(self, socket: AnySocket) -> None:
        """Until the reader leaves, is too slow, or is told to close."""
        try:
            if self.code is None:
                await self._follow(socket)
        except GONE:
            if self.code is None:
                return
        finally:
            if self._is_behind is not None:
                self._is_behind.cancel()
        code = self.code or GOING_AWAY
        with suppress(*GONE):
            async with asyncio.timeout(CLOSING_S):
                await socket.close(code)
        if code == TRY_AGAIN_LATER:
            self.line.abort()

    async def _follow(self, socket: AnySocket) -> None:
        """Writes come by HTTP, so what a socket says is dropped; its leaving ends the wait."""
        sending = None
        if isinstance(self.line, QueuedLine):
            sending = asyncio.create_task(self.line.send_to(socket))
        try:
            async with asyncio.timeout(None) as self._until:
                while True:
                    await socket.receive_data(mode="text")
        finally:
            self._until = None
            if sending is not None:
                await _end(sending)

    def _catch_up(self) -> None:
        if self._is_behind is not None:
            self._is_behind.cancel()
            self._is_behind = None
            self.line.push(REFETCH)


async def _end(sending: asyncio.Task[None]) -> None:
    sending.cancel()
    (ended,) = await asyncio.gather(sending, return_exceptions=True)
    if isinstance(ended, Exception) and not isinstance(ended, GONE):
        logger.error("socket broke", exc_info=ended)
