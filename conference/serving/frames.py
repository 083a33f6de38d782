"""uvicorn's WebSocket protocol with a line in its scope (`live.lines`): the bytes of a frame that
was encoded once go to the transport as they are.

It rests on names that uvicorn 0.54 does not promise to keep, and on how it writes;
`tests/serving/test_frames.py` fails where a newer one differs. Beside the line all stays as it is:
pings, closing, what the app sends in the ordinary way, and the order of all of it.
"""

import asyncio
import os
import socket
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.http11 import Request

from conference.live.frames import Frame
from conference.live.lines import KEY, nothing

# What may wait for a reader: here, until it counts as behind; and in the kernel, which would take
# megabytes of its own accord.
WAITING_BYTES = 256 * 1024
KERNEL_BYTES = 128 * 1024
LET_GO_AFTER_S = 15.0  # longer than uvicorn waits for the answer to a closing frame


class FrameProtocol(WebSocketsSansIOProtocol):
    """A line (see `live.lines.Line`) to the reader at its other end."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.drained: Callable[[], None] = nothing
        self._deflates = False
        self._has_refused = False
        self._fileno = -1
        # A server may impose that it takes over no context, though no browser asks for it; so one
        # compressed frame is right for all, and a connection keeps no window of 32 KiB.
        self.conn.available_extensions = [
            ServerPerMessageDeflateFactory(
                server_no_context_takeover=True,
                client_no_context_takeover=True,
                compress_settings={"memLevel": 5},
            )
        ]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=WAITING_BYTES)
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
        if self.scheme == "ws" and os.name == "posix":
            self._fileno = raw.fileno()

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            offers: dict[str, Any] = self.scope["extensions"] or {}
            offers[KEY] = self
            self._deflates = any(isinstance(e, PerMessageDeflate) for e in self.conn.extensions)

    def push(self, frame: Frame) -> bool:
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return True
        if not self.writable.is_set():
            self._has_refused = True
            return False
        self._write(frame.deflated if self._deflates else frame.plain)
        return True

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._has_refused:
            self._has_refused = False
            self.drained()

    def abort(self) -> None:
        self.transport.abort()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Lets go of a reader that takes nothing any more: closing alone would wait for it."""
        super().on_task_complete(task)
        self.loop.call_later(LET_GO_AFTER_S, self.transport.abort)

    def _write(self, data: bytes) -> None:
        """At once where nothing waits, which spares the transport's round of the loop."""
        if self._fileno >= 0 and not self.transport.get_write_buffer_size():
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:
                pass
            except OSError:
                self.transport.abort()
                return
        if data:
            self.transport.write(data)
