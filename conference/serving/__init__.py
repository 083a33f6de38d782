"""The server process: binds the port, runs the app under uvicorn, ends within two seconds.

Knows nothing of what it serves; `app.py` does.
"""

import errno
import gc
import socket
import sys
from collections.abc import Callable, Sequence

import uvicorn
from litestar.types import ASGIApp

from conference.serving.openings import OpeningProtocol

SOCKET_BYTES = 4096  # a socket of ours says nothing, writes come by HTTP
BACKLOG = 2048
SHUTDOWN_S = 1

REASONS = {
    errno.EADDRINUSE: "another program uses it already",
    errno.EACCES: "this account may not use it",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}


class CannotServe(Exception):
    """The port cannot be had; one sentence for whoever starts the server."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket, before anything else is done. Port 0: any free one.

    Raises CannotServe.
    """
    listener = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        _claim_alone(listener)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        if listener:
            listener.close()
        reason = REASONS.get(error.errno or 0, error.strerror)
        raise CannotServe(
            f"Cannot serve on port {port} of {host}: {reason}. Choose another with --port."
        ) from error
    return listener


def _claim_alone(listener: socket.socket) -> None:
    """The option that lets a restart reuse the port lets two servers share it on Windows."""
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def serve(
    app: ASGIApp,
    listener: socket.socket,
    *,
    proxies: Sequence[str] = (),
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Until INT or TERM. `X-Forwarded-*` counts only if it comes from one of the `proxies`."""
    server = _Server(server_config(app, proxies), on_ready)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        # uvicorn has ended in good order, and only then passes the signal on.
        return


def server_config(app: ASGIApp, proxies: Sequence[str] = ()) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="on",
        http=OpeningProtocol,
        ws="websockets-sansio",
        ws_max_size=SOCKET_BYTES,
        # A frame is compressed once for all, on connections that are taken over.
        ws_per_message_deflate=False,
        backlog=BACKLOG,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=SHUTDOWN_S,
    )


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        calm_collector()
        self._on_ready()


def calm_collector() -> None:
    """What is loaded by now stays. Raises handshakes per second of CPU by more than half."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 1000)
