"""uvicorn's WebSocket protocol, which opens the connections and hands on those that the app takes
over: see `kept.KeptConnection`.

It rests on names that uvicorn 0.54 does not promise to keep; `tests/serving/test_frames.py` fails
where a newer one differs. A connection that is not taken over is uvicorn's in everything.
"""

import asyncio
import os
import socket
import zlib
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.http11 import Request

from conference.live.lines import KEY
from conference.serving.kept import KeptConnection

# What may wait for a reader: here, until it counts as behind; and in the kernel, which would take
# megabytes of its own accord.
WAITING_BYTES = 256 * 1024
KERNEL_BYTES = 128 * 1024


class FrameProtocol(WebSocketsSansIOProtocol):
    """Offers to be taken over (see `live.lines.Offer`)."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
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
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            offers: dict[str, Any] = self.scope["extensions"] or {}
            offers[KEY] = self

    def take_over(self) -> KeptConnection:
        self.stop_keepalive()
        kept = KeptConnection(
            self.transport,
            self.connections,
            deflates=any(map(_takes_ours, self.conn.extensions)),
            most_bytes=self.config.ws_max_size,
            most_waiting=WAITING_BYTES,
            fileno=self._fileno(),
        )
        kept.begin(is_lost=self.disconnected)
        self.connections.discard(self)
        # Nothing that ends here, as the app returns, ends the connection.
        self.transport = cast("asyncio.Transport", _HandedOn())
        return kept

    def _fileno(self) -> int:
        """Of a connection that may be written to directly; else -1."""
        if self.scheme != "ws" or os.name != "posix":
            return -1
        return int(self.transport.get_extra_info("socket").fileno())


def _takes_ours(extension: Extension) -> bool:
    """Who asks for a smaller window cannot unpack what was packed with the largest."""
    if not isinstance(extension, PerMessageDeflate):
        return False
    return extension.local_max_window_bits == zlib.MAX_WBITS


class _HandedOn:
    """In the place of a transport that is somebody else's now."""

    def close(self) -> None: ...

    def is_closing(self) -> bool:
        return True
