"""Several processes that serve one port, and the one above them that starts them again.

Each has a socket of its own on the port, so the kernel spreads who comes; with one for all, the
first to wake takes all who wait. A worker listens when it can serve: until the successor of one
that died is there, who comes gets to the others. Linux only: elsewhere the last one gets all.
"""

import asyncio
import pickle
import signal
import socket
import sys
import time
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

import structlog

from conference.serving import SHUTDOWN_S, CannotServe
from conference.settings import Settings, SettingsError

logger = structlog.get_logger("conference.serving")

COMMAND = (sys.executable, "-m", "conference.serving.worker")
READY = "ready"
# Longer than a worker takes to end by itself.
PATIENCE_S = SHUTDOWN_S + 9.0
PAUSE_LEAST_S, PAUSE_MOST_S = 0.25, 8.0
# Who has lived so long has not died of how it was started.
LIVED_S = 20.0


@dataclass(frozen=True)
class Place:
    """A port of an address that several share."""

    family: int
    address: Any

    def bind(self) -> socket.socket:
        """It does not listen yet. Raises CannotServe."""
        bound = socket.socket(self.family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            bound.bind(self.address)
        except OSError as error:
            bound.close()
            raise CannotServe(f"Cannot share port {self.address[1]}: {error.strerror}.") from error
        return bound


@dataclass(frozen=True)
class Order:
    """What a worker has to know. It comes through a pipe, so that no list of processes shows the
    secret; the end of that pipe tells it that the process above has gone."""

    settings: Settings
    place: Place
    proxies: tuple[str, ...]
    has_terminal: bool


def share(alone: socket.socket) -> socket.socket:
    """In place of a listening socket that had its port alone, one that keeps the port for workers
    and takes nobody in. Raises CannotServe."""
    place = Place(alone.family, alone.getsockname())
    alone.close()
    return place.bind()


def serve_each(
    settings: Settings,
    kept: socket.socket,
    *,
    proxies: Sequence[str] = (),
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """On the port that is `kept`, until INT or TERM. Raises SettingsError or CannotServe if one of
    the workers does not come up at the start."""
    order = Order(
        settings, Place(kept.family, kept.getsockname()), tuple(proxies), sys.stderr.isatty()
    )
    asyncio.run(_Workers(order, on_ready).run())


@dataclass
class _Workers:
    order: Order
    on_ready: Callable[[], None]
    _are_ending: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._are_ending.set)
        count = self.order.settings.workers
        first = await asyncio.gather(*(self._start() for _ in range(count)))
        told = await asyncio.gather(*map(_first_word, first))
        if set(told) == {READY} and not self._are_ending.is_set():
            self.on_ready()
            await asyncio.gather(*map(self._keep, first))
            return
        await asyncio.gather(*map(_end, first))
        if not self._are_ending.is_set():
            _complain(told)

    async def _start(self) -> Process:
        worker = await asyncio.create_subprocess_exec(
            *COMMAND,
            stdin=PIPE,
            stdout=PIPE,
            # INT from a terminal goes to all of a group; they are ended from here, in good order.
            process_group=0,
        )
        packed, pipe = pickle.dumps(self.order), cast("StreamWriter", worker.stdin)
        with suppress(ConnectionError):
            pipe.write(len(packed).to_bytes(4) + packed)
            await pipe.drain()
        return worker

    async def _keep(self, worker: Process) -> None:
        pause_s = PAUSE_LEAST_S
        while True:
            began = time.monotonic()
            if await self._ends_by_itself(worker):
                pause_s = PAUSE_LEAST_S if time.monotonic() - began > LIVED_S else pause_s
                facts = {"status": worker.returncode, "again_in_s": pause_s}
                logger.error("worker has ended and is started again", **facts)
            if await self._is_to_end(within_s=pause_s):
                await _end(worker)
                return
            pause_s = min(pause_s * 2, PAUSE_MOST_S)
            # Without a successor, the one that has ended is seen to have ended once more.
            worker = await self._successor() or worker

    async def _successor(self) -> Process | None:
        """None if the system has no process or no file left for it: the others go on."""
        try:
            return await self._start()
        except OSError:
            logger.exception("worker cannot be started")
            return None

    async def _ends_by_itself(self, worker: Process) -> bool:
        """Returns when that, or all, is to end."""
        ended = asyncio.create_task(worker.wait())
        told = asyncio.create_task(self._are_ending.wait())
        await asyncio.wait((ended, told), return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        told.cancel()
        return not self._are_ending.is_set()

    async def _is_to_end(self, within_s: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._are_ending.wait(), within_s)
        return self._are_ending.is_set()


async def _first_word(worker: Process) -> str:
    """READY, a setting that cannot work, or nothing."""
    return (await cast("StreamReader", worker.stdout).readline()).decode().strip()


def _complain(told: Sequence[str]) -> None:
    """They all say the same. Raises SettingsError or CannotServe."""
    if problems := set(told) - {READY, ""}:
        raise SettingsError(problems.pop())
    raise CannotServe("A worker could not start; what it says stands above.")


async def _end(worker: Process) -> None:
    with suppress(ProcessLookupError):
        worker.terminate()
    try:
        await asyncio.wait_for(worker.wait(), PATIENCE_S)
    except TimeoutError:
        worker.kill()
        await worker.wait()
