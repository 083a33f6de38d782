"""What is kept of what many ask for: made once, and again when something of its topics changes.

In a busy room that is once a tick: a page shows what its room is told, and whoever opens a socket
is told the rest.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from conference import clock, i18n
from conference.live.topics import Topic

Thing = TypeVar("Thing")

MOST = 500
# For what nobody announces, such as the time itself, or what nobody hears while the bus is away.
NEW_FOR = timedelta(seconds=1)


@dataclass(frozen=True)
class _Made:
    version: Hashable
    begun_at: datetime
    thing: asyncio.Future[Any]

    @property
    def is_new(self) -> bool:
        return not self.thing.done() or abs(clock.now() - self.begun_at) < NEW_FOR


class Kept:
    """`version`: of some topics, as often as it is asked for; another one means that something
    they show has changed."""

    def __init__(self, version: Callable[[Collection[Topic]], Hashable]) -> None:
        self._version = version
        # The oldest first: nothing here lives long, however often it is asked for.
        self._made: dict[Hashable, _Made] = {}

    async def get(
        self,
        topics: Collection[Topic],
        key: Hashable,
        make: Callable[[], Awaitable[Thing]],
    ) -> Thing:
        """What `make` gives in the locale in force, the same for all who ask with this `key`: all
        that it depends on, the viewer's part in it too, and that is not told in `topics`.

        Those who ask while it is made share it, and its error.
        """
        version, in_locale = self._version(topics), (i18n.locale(), key)
        made = self._made.get(in_locale)
        if made is None or made.version != version or not made.is_new:
            made = self._begin(in_locale, version, make)
        if made.thing.done():
            return cast("Thing", made.thing.result())
        # Whoever hangs up ends the wait, not the work for the others.
        return cast("Thing", await asyncio.shield(made.thing))

    def renew(self) -> None:
        """After what may have changed anything."""
        self._made.clear()

    def _begin(self, key: Hashable, version: Hashable, make: Callable[[], Awaitable[Any]]) -> _Made:
        making = asyncio.ensure_future(make())
        making.add_done_callback(lambda ended: self._forget_failed(key, ended))
        self._made.pop(key, None)
        self._forget_old()
        made = self._made[key] = _Made(version, clock.now(), making)
        return made

    def _forget_old(self) -> None:
        """One may hold all the pages of a session."""
        while self._made:
            oldest = next(iter(self._made))
            if self._made[oldest].is_new and len(self._made) < MOST:
                return
            del self._made[oldest]

    def _forget_failed(self, key: Hashable, ended: asyncio.Future[Any]) -> None:
        """What nobody waits for any more may fail unheard: the next one meets it again."""
        is_wanted = not ended.cancelled() and ended.exception() is None
        if not is_wanted and key in self._made and self._made[key].thing is ended:
            del self._made[key]
