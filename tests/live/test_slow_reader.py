"""A reader who takes nothing any more: the others miss nothing, and nobody waits for it."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager

import pytest
import websockets

from conference.live import sockets
from conference.live.frames import Frame
from conference.live.lines import GOING_AWAY
from conference.serving import kept, openings
from conference.settings import Settings
from tests import factories
from tests.security.served import Served, served

PATH = "/events/offen-gesagt/live"
FRAME = Frame("x" * 32 * 1024)
FRAMES = 40
# The kernel would take megabytes for a reader who takes none.
KERNEL_BYTES = 4096


@pytest.fixture
async def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    monkeypatch.setattr(sockets, "STUCK_AFTER_S", 1.0)
    monkeypatch.setattr(kept, "STUCK_CLOSING_S", 0.1)
    monkeypatch.setattr(openings, "KERNEL_BYTES", KERNEL_BYTES)
    async with served(settings) as site:
        async with site.app.database.writing() as db:
            await factories.an_event(db)
        yield site


def opened(site: Served) -> websockets.connect:
    root_url = site.app.settings.root_url
    url = f"{root_url.replace('http', 'ws')}{PATH}"
    return websockets.connect(url, origin=root_url, max_size=None)  # type: ignore[arg-type]


@contextmanager
def stuck_reader(site: Served) -> Iterator[socket.socket]:
    """Opens a socket and never reads from it, not even the answer to its opening."""
    with socket.socket() as stuck:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, KERNEL_BYTES)
        stuck.connect(site.address)
        host = site.app.settings.host
        lines = [
            f"GET {PATH} HTTP/1.1",
            f"Host: {host}",
            f"Origin: {site.app.settings.root_url}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        stuck.sendall("\r\n".join([*lines, "", ""]).encode())
        yield stuck


async def until_held(site: Served, count: int) -> None:
    async with asyncio.timeout(10):
        while len(site.app.live.hub.audiences.all()) != count:  # noqa: ASYNC110  # the hub tells nobody
            await asyncio.sleep(0.01)


def push(site: Served) -> None:
    for subscriber in site.app.live.hub.audiences.all():
        subscriber.push(FRAME)


def rest(stuck: socket.socket) -> int:
    """Bytes that still come before the end; in a thread."""
    stuck.settimeout(5)
    return sum(map(len, iter(lambda: stuck.recv(65536), b"")))


async def read_on(reader: websockets.ClientConnection) -> None:
    while True:
        await reader.recv()


async def test_others_get_their_frames_and_the_stuck_one_is_let_go(site: Served) -> None:
    with stuck_reader(site) as stuck:
        async with opened(site) as reader:
            await until_held(site, 2)

            for _ in range(FRAMES):
                push(site)
                async with asyncio.timeout(10):
                    assert await reader.recv() == FRAME.text
            await until_held(site, 1)

            push(site)
            assert await reader.recv() == FRAME.text
        # What the server still held for it, it holds no longer.
        assert await asyncio.to_thread(rest, stuck) < 3 * len(FRAME.plain)


async def test_a_restart_waits_for_no_stuck_reader_and_tells_the_others(
    settings: Settings,
) -> None:
    with ExitStack() as readers:
        async with served(settings) as site:
            async with site.app.database.writing() as db:
                await factories.an_event(db)
            readers.enter_context(stuck_reader(site))
            reader = await opened(site)
            await until_held(site, 2)
            for _ in range(FRAMES):
                push(site)
            ended_at = time.monotonic()
        took_s = time.monotonic() - ended_at

        with pytest.raises(websockets.ConnectionClosed) as closed:
            await read_on(reader)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == GOING_AWAY
    assert took_s < sockets.STUCK_AFTER_S / 2
