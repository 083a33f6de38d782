"""The app on a real port, under the server's own configuration."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx
import uvicorn

from conference.app import App, create_app
from conference.serving import bind, port_of, server_config
from conference.settings import Settings
from tests.support.plain_http import NO_TLS


@dataclass
class Served:
    app: App
    listener: socket.socket

    @property
    def address(self) -> tuple[str, int]:
        return ("127.0.0.1", port_of(self.listener))

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.app.settings.root_url,
            headers={"sec-fetch-site": "same-origin", "accept-language": "en"},
            verify=NO_TLS,
        )

    async def raw(self, request: bytes) -> bytes:
        """What comes back until the server closes or falls silent."""
        reader, writer = await asyncio.open_connection(*self.address)
        writer.write(request)
        await writer.drain()
        try:
            async with asyncio.timeout(10):
                return await reader.read(65536)
        finally:
            writer.close()


@asynccontextmanager
async def served(settings: Settings, proxies: Sequence[str] = ()) -> AsyncIterator[Served]:
    listener = bind("127.0.0.1", 0)
    app = create_app(replace(settings, root_url=f"http://127.0.0.1:{port_of(listener)}"))
    server = uvicorn.Server(server_config(app, proxies))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    running = asyncio.create_task(server.serve([listener]))
    try:
        while not server.started:  # noqa: ASYNC110 - uvicorn tells in no other way
            await asyncio.sleep(0.01)
        yield Served(app, listener)
    finally:
        server.should_exit = True
        await running
