"""One open socket: what is pushed to it, and what happens when its reader is too slow."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from conference.live.frames import Frame
from conference.live.lines import TRY_AGAIN_LATER, Line
from conference.live.topics import Topic

STUCK_AFTER_S = 10.0
# Not HTML: htmx swaps nothing, and our own module fetches every live region again.
REFETCH = Frame('{"refetch": true}')

AreAllowed = Callable[[Sequence[Any]], Awaitable[Sequence[bool]]]


@dataclass(eq=False, slots=True)
class Subscriber:
    """`owners`: what its rights hang on, such as "person/7"; when one of them changes, and now and
    then, `are_allowed` is asked again, for the `holder`s of all sockets of the same topics at once.
    `skipped`: frames its reader was too slow for. `number`: in the order they came."""

    topics: frozenset[Topic]
    locale: str
    owners: Sequence[str]
    holder: Any
    are_allowed: AreAllowed
    line: Line
    skipped: int = 0
    code: int | None = None
    number: int = field(default_factory=itertools.count().__next__)
    _is_behind: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        self.line.drained = self._catch_up

    def push(self, frame: Frame) -> None:
        """Never waits. What comes while the reader is behind is skipped, and all it shows fetched
        again once it has caught up; who does not in time is let go."""
        if self._is_behind is not None or not self.line.push(frame):
            self.skip()

    def skip(self) -> None:
        """A frame that was not taken."""
        self.skipped += 1
        if self._is_behind is None:
            loop = asyncio.get_running_loop()
            self._is_behind = loop.call_later(STUCK_AFTER_S, self.close, TRY_AGAIN_LATER)

    def close(self, code: int) -> None:
        """The first reason counts."""
        if self.code is None:
            self.code = code
            self.line.close(code)

    def end(self) -> None:
        """It has gone."""
        if self._is_behind is not None:
            self._is_behind.cancel()

    def _catch_up(self) -> None:
        if self._is_behind is not None:
            self._is_behind.cancel()
            self._is_behind = None
            self.line.push(REFETCH)
