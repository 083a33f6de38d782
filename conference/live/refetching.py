"""Telling all sockets of this process to fetch again, some after the other.

What they fetch is all that is live on a page, so if all came at once, nobody else would be served
for a while.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from conference.background import Loop
from conference.live.sockets import REFETCH, Subscriber

# A small room at once, ten thousand within half a minute. On the page of a session that is a sixth
# of a core; the regions of the agenda cost ten times as much.
AT_ONCE = 50
PAUSE_S = 0.125


class Refetching:
    def __init__(self, all_now: Callable[[], Sequence[Subscriber]]) -> None:
        self._all_now = all_now
        self._behind: Sequence[Subscriber] = []
        self._telling = Loop(self._tell_some)

    def begin(self) -> None:
        """Who opens a socket from now on fetches by itself."""
        self._behind = self._all_now()
        self._telling.wake()

    def running(self) -> AbstractAsyncContextManager[None]:
        return self._telling.running()

    async def _tell_some(self) -> None:
        told, self._behind = self._behind[:AT_ONCE], self._behind[AT_ONCE:]
        for subscriber in told:
            subscriber.push(REFETCH)
        if self._behind:
            await asyncio.sleep(PAUSE_S)
            self._telling.wake()
