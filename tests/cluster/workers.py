"""Reaching one worker and not the other. The kernel spreads lines; a line stays where it is."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from conference.bench.live.servers import cookie_of
from tests.support.metrics import sample
from tests.support.plain_http import NO_TLS

PATIENCE_S = 60
LOOK_EVERY_S = 0.05
ONE_LINE = httpx.Limits(max_connections=1, max_keepalive_connections=1)


@dataclass
class Door:
    """A line to one worker, for as long as it is used every few seconds."""

    root_url: str
    client: httpx.Client

    def ask(self, method: str, path: str, token: str, **form: str) -> httpx.Response:
        headers = {"cookie": cookie_of(token), "hx-request": "true"}
        return self.client.request(method, path, headers=headers, data=form or None)

    def metric(self, name: str) -> float:
        value = sample(self.client.get("/metrics").text, name)
        assert value is not None
        return value

    @property
    def worker(self) -> str:
        (process,) = re.findall(r'conference_process{id="(\w+)"}', self.client.get("/metrics").text)
        return str(process)

    @property
    def sockets(self) -> int:
        return int(self.metric("conference_sockets"))

    @contextmanager
    def socket(self, path: str, token: str) -> Iterator[ClientConnection]:
        """One that this worker holds."""
        url = f"ws{self.root_url.removeprefix('http')}{path}"
        headers = {"cookie": cookie_of(token)}
        before = self.sockets
        with ExitStack() as others:
            for _ in range(30):
                line = connect(
                    url, origin=Origin(self.root_url), additional_headers=headers, proxy=None
                )
                socket = others.enter_context(line)
                if self.sockets > before:
                    others.pop_all()
                    break
                socket.close()
            else:
                raise AssertionError("No socket came to this worker.")
        with socket:
            yield socket


@contextmanager
def doors(root_url: str, count: int = 2) -> Iterator[list[Door]]:
    """One to each worker."""
    with ExitStack() as stack:
        found: dict[str, Door] = {}
        deadline = time.monotonic() + PATIENCE_S
        while len(found) < count and time.monotonic() < deadline:
            headers = {"origin": root_url, "accept-language": "en"}
            client = httpx.Client(
                base_url=root_url, headers=headers, limits=ONE_LINE, verify=NO_TLS, timeout=60
            )
            door = Door(root_url, stack.enter_context(client))
            # One that has just died, perhaps.
            with suppress(httpx.TransportError):
                found.setdefault(door.worker, door)
            if len(found) < count:
                time.sleep(LOOK_EVERY_S)
        assert len(found) == count
        yield list(found.values())


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(LOOK_EVERY_S)
