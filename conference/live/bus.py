"""The bus between processes. It carries changes (ids), never HTML.

A process hears its own changes by itself, at once, and never from the bus.
"""

import hashlib
import hmac
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol, runtime_checkable

from conference.db import Change
from conference.live.valkey import ValkeyBus
from conference.settings import Settings

Hear = Callable[[Iterable[Change]], None]


@runtime_checkable
class Bus(Protocol):
    @property
    def is_up(self) -> bool: ...

    def publish(self, changes: Iterable[Change]) -> None:
        """To all other processes. Never waits, and never fails."""

    def running(self) -> AbstractAsyncContextManager[None]: ...


class MemoryBus:
    """Of a process that is alone: there is nobody to tell."""

    is_up = True

    def publish(self, changes: Iterable[Change]) -> None:
        pass

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        yield


def bus_of(settings: Settings, hear: Hear, on_return: Callable[[], None]) -> Bus:
    """`hear` gets what other processes announce; `on_return` is called when something of it may
    have been missed. Installations that share a server do not hear each other."""
    if not settings.bus:
        return MemoryBus()
    channel = _derived(settings, b"the channel of the bus").hex()[:16]
    key = _derived(settings, b"what is said on the bus")
    return ValkeyBus(settings.bus, f"conference:{channel}", key, hear, on_return)


def _derived(settings: Settings, use: bytes) -> bytes:
    return hmac.digest(settings.secret, use, hashlib.sha256)
