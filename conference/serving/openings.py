"""uvicorn's connections, where a WebSocket is opened that the app may take over, which is then kept
by `kept.KeptConnection`.

It rests on names that uvicorn 0.54 does not promise to keep; `tests/serving` fails where a
newer one differs. A connection that is not taken over is uvicorn's in everything.
"""

import asyncio
import os
import socket
from typing import Any, cast
from urllib.parse import unquote

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from conference.live.lines import KEY
from conference.serving.handshakes import Answer, answer
from conference.serving.kept import KeptConnection

# What may wait for a reader: here, until it counts as behind; and in the kernel, which would take
# megabytes of its own accord.
WAITING_BYTES = 256 * 1024
KERNEL_BYTES = 128 * 1024


class OpeningProtocol(HttpToolsProtocol):
    """Offers its WebSockets to be taken over (see `live.lines.Offer`)."""

    def handle_websocket_upgrade(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            # Whoever is being answered would wait for this connection for ever.
            self.send_400_response("An answer is still on its way.")
            return
        is_plain = self.scope["method"] == "GET" and self.url.isascii()
        agreed = answer(self.headers) if is_plain else None
        # It holds this, which would be kept until the garbage is collected.
        self.parser = None  # type: ignore[assignment]
        if agreed is None:
            super().handle_websocket_upgrade()
        else:
            self.connections.discard(self)
            Opening(self, agreed).begin()

    def begin_ordinary(self) -> WebSocketsSansIOProtocol:
        """As if nothing had been offered, with an app of its own."""
        super().handle_websocket_upgrade()
        return cast("WebSocketsSansIOProtocol", self.transport.get_protocol())


class Opening(asyncio.Protocol):
    """From the handshake until the app takes the connection over, or first says or hears something
    in the ordinary way."""

    __slots__ = (
        "_agreed",
        "_connections",
        "_http",
        "_is_taken",
        "_ordinary",
        "_said",
        "_task",
    )

    def __init__(self, http: OpeningProtocol, agreed: Answer) -> None:
        self._http, self._agreed = http, agreed
        # uvicorn names its own classes there, and only ever calls `shutdown`.
        self._connections: set[Any] = http.connections
        self._ordinary: WebSocketsSansIOProtocol | None = None
        self._is_taken = False
        self._said = b""

    def begin(self) -> None:
        http = self._http
        self._connections.add(self)
        http.transport.set_protocol(self)
        app = http.app(self._scope(), self.receive, self.send)
        self._task = http.loop.create_task(app)
        self._task.add_done_callback(self._ended)
        http.tasks.add(self._task)

    def take_over(self) -> KeptConnection:
        """Raises ClientDisconnected, as uvicorn does."""
        self._require_open()
        if self._ordinary is not None or self._is_taken:
            raise RuntimeError("A connection is taken over before all else, and once.")
        http, transport = self._http, self._http.transport
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
        self._is_taken = True
        self._connections.discard(self)
        is_direct = http.scheme == "http" and os.name == "posix"
        kept = KeptConnection(
            transport,
            self._connections,
            deflates=self._agreed.deflates,
            most_bytes=http.config.ws_max_size,
            most_waiting=WAITING_BYTES,
            fileno=int(raw.fileno()) if is_direct else -1,
        )
        kept.begin(self._answer(), self._said)
        return kept

    async def receive(self) -> Any:
        return await self._in_the_ordinary_way().receive()

    async def send(self, message: Any) -> None:
        await self._in_the_ordinary_way().send(message)

    def data_received(self, data: bytes) -> None:
        """Nothing is expected of one who is not let in yet."""
        self._said += data
        self._http.transport.pause_reading()

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)

    def shutdown(self) -> None:
        """The server ends. Who has hung up already is told nothing."""
        if not self._http.transport.is_closing():
            self._in_the_ordinary_way().shutdown()

    def _scope(self) -> dict[str, Any]:
        http = self._http
        path, _, query = http.url.partition(b"?")
        return {
            "type": "websocket",
            "asgi": {"version": http.asgi_version, "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "wss" if http.scheme == "https" else "ws",
            "server": http.server,
            "client": http.client,
            "root_path": http.root_path,
            "path": http.root_path + unquote(path.decode("ascii")),
            "raw_path": http.root_path.encode("ascii") + path,
            "query_string": query,
            "headers": [(name, value.strip(b" \t")) for name, value in http.headers],
            "subprotocols": [],
            "state": http.app_state.copy(),
            "extensions": {"websocket.http.response": {}, KEY: self},
        }

    def _answer(self) -> bytes:
        fields = (b"%b: %b\r\n" % field for field in self._http.server_state.default_headers)
        return self._agreed.head + b"".join(fields) + b"\r\n"

    def _in_the_ordinary_way(self) -> WebSocketsSansIOProtocol:
        """The app goes on, heard by uvicorn from now on."""
        if self._is_taken:
            raise RuntimeError("The connection has been taken over.")
        if self._ordinary is None:
            self._require_open()
            self._connections.discard(self)
            self._ordinary = self._http.begin_ordinary()
            self._ordinary.app = self._follow
            if self._said:
                self._http.transport.resume_reading()
                self._ordinary.data_received(self._said)
        return self._ordinary

    async def _follow(self, scope: Any, receive: Any, send: Any) -> None:
        await self._task

    def _require_open(self) -> None:
        if self._http.transport.is_closing():
            raise ClientDisconnected

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._http.tasks.discard(task)
        if self._ordinary is not None:
            return
        if not self._is_taken and not self._http.transport.is_closing():
            # The app has failed, or said nothing at all: uvicorn says so.
            self._in_the_ordinary_way()
            return
        error = None if task.cancelled() else task.exception()
        if error and not isinstance(error, ClientDisconnected):
            self._http.logger.error("Exception in ASGI application", exc_info=error)
