"""Live: what the rest of the product sees of sockets, ticks and presence."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from conference.background import Loop
from conference.db import Change, Database
from conference.errors import Refused
from conference.live import sockets
from conference.live.bus import Bus, MemoryBus
from conference.live.counting import COUNT_EVERY_S, Counter
from conference.live.doors import Doors
from conference.live.hub import Hub
from conference.live.lines import AnySocket, line_of
from conference.live.sockets import AreAllowed, Subscriber
from conference.live.topics import Broadcast, Topic
from conference.web.limits import origin_of

RECHECK_S = 60.0
# Few enough that others get their turn between.
ASKED_AT_ONCE = 200


class Live:
    def __init__(
        self, database: Database, broadcasts: Iterable[Broadcast], bus: Bus | None = None
    ) -> None:
        self.hub = Hub(database, broadcasts)
        self._bus = bus or MemoryBus()
        self._doors = Doors()
        self._due: set[str] = set()
        self._all_asked_at = time.monotonic()
        self._counting = Loop(Counter(database, self.hub).count, COUNT_EVERY_S)
        self._rechecking = Loop(self._recheck, RECHECK_S)
        self._bus.listen(self.hub.collect)

    def publish(self, changes: Iterable[Change]) -> None:
        """The database's listener: called after each commit."""
        self._bus.publish(changes)

    async def serve(
        self,
        socket: AnySocket,
        topics: Iterable[Topic],
        *,
        locale: str,
        owners: Sequence[str],
        holder: Any,
        are_allowed: AreAllowed,
    ) -> None:
        """Accept the socket and push what happens in `topics`, until it closes.

        `owners`, `holder`, `are_allowed`: see `Subscriber`; who holds too many sockets is told by
        the last of the owners.
        """
        who = owners[-1] if owners else origin_of(socket)
        with self._doors.through(who, is_known=bool(owners)) as is_open:
            if is_open:
                line = line_of(socket)
                known = frozenset(topics), locale, frozenset(owners), holder, are_allowed
                await self._serve(socket, Subscriber(*known, line))
            else:
                await socket.close(sockets.TRY_AGAIN_LATER)

    async def _serve(self, socket: AnySocket, subscriber: Subscriber) -> None:
        await socket.accept()
        self.hub.join(subscriber)
        try:
            await subscriber.run(socket)
        finally:
            self.hub.leave(subscriber)

    def audience(self, topic: Topic) -> int:
        """Sockets this process holds for the topic; `presence.present` sums all processes."""
        return len(self.hub.subscribers.get(topic, ()))

    def recheck(self, owner: str) -> None:
        """Soon, close the sockets of this owner that are no longer allowed."""
        self._due.add(owner)
        self._rechecking.wake()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self.hub.running(), self._counting.running(), self._rechecking.running():
            try:
                yield
            finally:
                for subscriber in self.hub.all():
                    subscriber.close(sockets.GOING_AWAY)

    async def settled(self) -> None:
        """For tests and tools: returns when all that was announced has been pushed."""
        while not self.hub.is_idle:  # noqa: ASYNC110 - nothing in the product waits for this
            await asyncio.sleep(0.01)

    async def _recheck(self) -> None:
        """Those whose owners changed; once a minute all, as sign-ins expire by themselves."""
        due, self._due = self._due, set()
        all_are_due = time.monotonic() - self._all_asked_at >= RECHECK_S
        if all_are_due:
            self._all_asked_at = time.monotonic()
        asked = [each for each in self.hub.all() if all_are_due or due & each.owners]
        for some in _alike(asked):
            await _drop_refused(some)


def _alike(subscribers: Iterable[Subscriber]) -> Iterator[Sequence[Subscriber]]:
    """Those of the same topics, of whom the same is asked, some at a time."""
    by_topics: dict[frozenset[Topic], list[Subscriber]] = defaultdict(list)
    for subscriber in subscribers:
        by_topics[subscriber.topics].append(subscriber)
    for same in by_topics.values():
        for at in range(0, len(same), ASKED_AT_ONCE):
            yield same[at : at + ASKED_AT_ONCE]


async def _drop_refused(subscribers: Sequence[Subscriber]) -> None:
    try:
        are_allowed = await subscribers[0].are_allowed([each.holder for each in subscribers])
    except Refused:
        are_allowed = [False] * len(subscribers)  # What they show is gone
    for subscriber, is_allowed in zip(subscribers, are_allowed, strict=True):
        if not is_allowed:
            subscriber.close(sockets.NOT_ALLOWED)
