"""The line for any ASGI server: frames wait in a queue, and the app until the reader leaves."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog
from litestar.connection.base import empty_receive, empty_send
from litestar.exceptions import WebSocketDisconnect

from conference.live.frames import Frame
from conference.live.lines import GOING_AWAY, AnySocket, Line, Pushing, nothing, offered

logger = structlog.get_logger("conference.live")

FRAMES = 64
# How long it may take to say goodbye; who is stuck does not hear it.
CLOSING_S = 1.0
# What an ASGI server raises for a socket that is closed: an OSError since version 2.4. So is the
# TimeoutError that ends the wait of one that is told to close.
GONE = (WebSocketDisconnect, OSError, RuntimeError)


class QueuedLine:
    """Frames wait in a queue of FRAMES until the server has taken those before. Pings are the
    server's own."""

    def __init__(self) -> None:
        self.frames: asyncio.Queue[Frame] = asyncio.Queue(FRAMES)
        self.drained: Callable[[], None] = nothing
        self.left: Callable[[], None] = nothing
        self.code: int | None = None
        self._until: asyncio.Timeout | None = None
        self._has_refused = False

    def push(self, frame: Frame) -> bool:
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self._has_refused = True
            return False
        return True

    def together(self, lines: Sequence[Line]) -> Pushing | None:
        return None

    def ping(self) -> None:
        pass

    def close(self, code: int) -> None:
        self.code = code
        if self._until is not None:
            self._until.reschedule(asyncio.get_running_loop().time())

    async def serve(self, socket: AnySocket) -> None:
        """Until the reader leaves, or the line is told to close."""
        try:
            await self._run(socket)
        finally:
            self.left()

    async def _run(self, socket: AnySocket) -> None:
        try:
            if self.code is None:
                await self._follow(socket)
        except GONE:
            if self.code is None:
                return
        with suppress(*GONE):
            async with asyncio.timeout(CLOSING_S):
                await socket.close(self.code or GOING_AWAY)

    async def _follow(self, socket: AnySocket) -> None:
        """Writes come by HTTP, so what a socket says is dropped; its leaving ends the wait."""
        sending = asyncio.create_task(self._send_to(socket))
        try:
            async with asyncio.timeout(None) as self._until:
                while True:
                    await socket.receive_data(mode="text")
        finally:
            self._until = None
            await _end(sending)

    async def _send_to(self, socket: AnySocket) -> None:
        while True:
            await socket.send_text((await self.frames.get()).text)
            if self._has_refused and self.frames.empty():
                self._has_refused = False
                self.drained()


async def _end(sending: asyncio.Task[None]) -> None:
    sending.cancel()
    (ended,) = await asyncio.gather(sending, return_exceptions=True)
    if isinstance(ended, Exception) and not isinstance(ended, GONE):
        logger.error("socket broke", exc_info=ended)


async def accepted(socket: AnySocket) -> Line:
    """The socket is accepted: with the line that the server offers, else with one of these."""
    if offer := offered(socket):
        line = offer.take_over()
        # It holds itself by these, and all of the request, until the garbage is collected.
        socket.receive, socket.send = empty_receive, empty_send
        return line
    await socket.accept()
    return QueuedLine()
