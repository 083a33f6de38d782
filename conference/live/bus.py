"""The bus between processes. It carries changes (ids), never HTML."""

from collections.abc import Callable, Iterable
from typing import Protocol

from conference.db import Change

Listener = Callable[[Iterable[Change]], None]


class Bus(Protocol):
    def publish(self, changes: Iterable[Change]) -> None: ...

    def listen(self, listener: Listener) -> None: ...


class MemoryBus:
    """For one process: what is published is heard at once."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def publish(self, changes: Iterable[Change]) -> None:
        for listener in self._listeners:
            listener(changes)

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)
