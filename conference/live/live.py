"""Live: what the rest of the product sees of sockets, ticks and presence."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from conference.background import Loop
from conference.db import Change, Database
from conference.live import sockets
from conference.live.bus import Bus, MemoryBus
from conference.live.counting import COUNT_EVERY_S, Counter
from conference.live.hub import Hub
from conference.live.sockets import AnySocket, Subscriber
from conference.live.topics import Broadcast, Topic

RECHECK_S = 60.0


class Live:
    def __init__(
        self, database: Database, broadcasts: Iterable[Broadcast], bus: Bus | None = None
    ) -> None:
        self.hub = Hub(database, broadcasts)
        self._bus = bus or MemoryBus()
        self._due: set[str] = set()
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
        owners: Iterable[str],
        is_allowed: Callable[[], Awaitable[bool]],
    ) -> None:
        """Accept the socket and push what happens in `topics`, until it closes."""
        await socket.accept()
        subscriber = Subscriber(frozenset(topics), locale, frozenset(owners), is_allowed)
        self.hub.join(subscriber)
        try:
            await sockets.run(socket, subscriber)
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
        """Those whose owners changed; when none did, a minute has passed, and all are asked."""
        due, self._due = self._due, set()
        for subscriber in self.hub.all():
            if not due or due & subscriber.owners:
                await self._drop_if_refused(subscriber)

    async def _drop_if_refused(self, subscriber: Subscriber) -> None:
        if not await subscriber.is_allowed():
            subscriber.close(sockets.NOT_ALLOWED)
