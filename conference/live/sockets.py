"""One open socket: a bounded line of frames, and what happens when its reader is too slow."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import structlog
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from conference.live.topics import Topic

logger = structlog.get_logger("conference.live")

FRAMES = 64
STUCK_AFTER_S = 10.0
TRY_AGAIN_LATER = 1013
GOING_AWAY = 1012
NOT_ALLOWED = 1008
# Not HTML: htmx swaps nothing, and our own module fetches every live region again.
REFETCH = '{"refetch": true}'

# What an ASGI server raises for a socket that is closed: an OSError since version 2.4.
GONE = (WebSocketDisconnect, OSError, RuntimeError)

AnySocket = WebSocket[Any, Any, Any]


@dataclass(eq=False)
class Subscriber:
    """`owners`: what its rights hang on, such as "person/7"; when one of them changes, and now and
    then, `is_allowed` is asked again."""

    topics: frozenset[Topic]
    locale: str
    owners: frozenset[str]
    is_allowed: Callable[[], Awaitable[bool]]
    frames: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(FRAMES))
    closing: asyncio.Future[int] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    skipped: int = 0

    def push(self, frame: str) -> None:
        """Never waits. What no longer fits is skipped, and the region fetched again later."""
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self._start_over()

    def close(self, code: int) -> None:
        if not self.closing.done():
            self.closing.set_result(code)

    def _start_over(self) -> None:
        while not self.frames.empty():
            self.frames.get_nowait()
            self.skipped += 1
        self.frames.put_nowait(REFETCH)


async def run(socket: AnySocket, subscriber: Subscriber) -> None:
    """Sends frames until the reader leaves, is too slow, or is told to close."""
    sending = asyncio.create_task(_send(socket, subscriber))
    reading = asyncio.create_task(_read(socket))
    await _first([sending, reading, subscriber.closing])
    for task in (sending, reading):
        task.cancel()
    for ended in await asyncio.gather(sending, reading, return_exceptions=True):
        if isinstance(ended, Exception) and not isinstance(ended, GONE):
            logger.error("socket broke", exc_info=ended)
    if not subscriber.closing.done():
        subscriber.closing.cancel()
        return
    try:
        async with asyncio.timeout(STUCK_AFTER_S):
            await socket.close(subscriber.closing.result())
    except GONE:
        # The reader is gone already, or takes nothing; the server drops the connection.
        return


async def _send(socket: AnySocket, subscriber: Subscriber) -> None:
    while True:
        frame = await subscriber.frames.get()
        try:
            async with asyncio.timeout(STUCK_AFTER_S):
                await socket.send_text(frame)
        except TimeoutError:
            subscriber.close(TRY_AGAIN_LATER)
            return


async def _read(socket: AnySocket) -> None:
    """Writes come by HTTP, so what a socket says is dropped; its leaving ends the wait."""
    while True:
        await socket.receive_data(mode="text")


async def _first(tasks: Iterable[asyncio.Future[Any]]) -> None:
    await asyncio.wait(list(tasks), return_when=asyncio.FIRST_COMPLETED)
