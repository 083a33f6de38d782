"""Live: what the rest of the product sees of sockets, ticks and presence."""

import asyncio
import hashlib
import math
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import lru_cache, partial
from typing import Any

from conference.background import Loop
from conference.db import Change, Database
from conference.errors import Refused
from conference.live.counting import COUNT_EVERY_S, Counter
from conference.live.doors import Doors
from conference.live.hub import Hub
from conference.live.kept import Kept
from conference.live.lines import (
    GOING_AWAY,
    NOT_ALLOWED,
    TRY_AGAIN_LATER,
    AnySocket,
    nothing,
)
from conference.live.presence import PROCESS
from conference.live.queued import QueuedLine, accepted
from conference.live.refetching import Refetching
from conference.live.sockets import REFETCH, AreAllowed, Subscriber
from conference.live.topics import Broadcast, Topic
from conference.web import log
from conference.web.limits import origin_of

Come = Callable[[], Callable[[], None]]
# Of topics, what a page gives back.
Seen = Callable[[Iterable[Topic]], str]

RECHECK_S = 60.0
# A ring of sockets a round: half a minute for all of them, as proxies wait for one.
PING_EVERY_S = 1.0
# Few enough that others get their turn between.
ASKED_AT_ONCE = 200


def unnoticed() -> Callable[[], None]:
    """Nobody needs to know who comes."""
    return nothing


class Live:
    """`hears_all`: whether what other processes announce is heard here."""

    def __init__(
        self,
        database: Database,
        broadcasts: Iterable[Broadcast],
        hears_all: Callable[[], bool] = lambda: True,
    ) -> None:
        self.hub = Hub(database, broadcasts)
        self._hears_all = hears_all
        self.kept = Kept(self.hub.version)
        self._doors = Doors()
        # One set for all who look at the same.
        self._known: dict[frozenset[Topic], frozenset[Topic]] = {}
        self._due: set[str] = set()
        self._all_asked_at = time.monotonic()
        self._counting = Loop(Counter(database, self.hub).count, COUNT_EVERY_S)
        self._rechecking = Loop(self._recheck, RECHECK_S)
        self._pinging = Loop(self._ping, PING_EVERY_S)
        self._round = 0
        self._times_caught_up = 0
        self._refetching = Refetching(self.hub.audiences.all)

    def publish(self, changes: Iterable[Change]) -> None:
        """What was committed, here or by another process."""
        self.hub.collect(changes)

    def catch_up(self) -> None:
        """Something may have been missed: who may still look is asked again, and all fetch, also
        those who come back to a page of before."""
        self.kept.renew()
        self._times_caught_up += 1
        self._all_asked_at = -math.inf
        self._rechecking.wake()
        self._refetching.begin()

    async def serve(
        self,
        socket: AnySocket,
        topics: Iterable[Topic],
        *,
        locale: str,
        owners: Sequence[str],
        holder: Any,
        are_allowed: AreAllowed,
        come: Come = unnoticed,
        seen: str | None = None,
    ) -> None:
        """Accept the socket and push what happens in `topics`, until it closes: that may be long
        after this has returned.

        `owners`, `holder`, `are_allowed`: see `Subscriber`; who holds too many sockets is told by
        the last of the owners. `come` is called as it opens, and what that returns as it closes.
        `seen`: what a page that does not fetch of its own accord was given by the method of that
        name; it is told to, unless nothing has changed since.
        """
        who = owners[-1] if owners else origin_of(socket)
        if not self._doors.let_in(who, is_known=bool(owners)):
            await socket.close(TRY_AGAIN_LATER)
            return
        leave = partial(self._doors.leave, who)
        try:
            line = await accepted(socket)
        except BaseException:
            leave()
            raise
        known = self._known.setdefault(same := frozenset(topics), same)
        subscriber = Subscriber(known, locale, owners, holder, are_allowed, line)
        self.hub.join(subscriber)
        ended = log.keep_socket(socket.scope)
        line.left = partial(_call, partial(self.hub.leave, subscriber), leave, come(), ended)
        if seen is not None and self.has_missed(seen, known):
            subscriber.push(REFETCH)
        if isinstance(line, QueuedLine):
            await line.serve(socket)

    def seen(self, topics: Iterable[Topic]) -> str:
        """What a page of these topics gives back that is read from now on. It tells nobody how
        much has happened; "" while that is not known."""
        if not self._hears_all():
            return ""
        return _sealed(self._times_caught_up, self.hub.version(sorted(topics)))

    def seen_by_now(self) -> Seen:
        """The same for a page that has to be read before its topics are known."""
        if not self._hears_all():
            return lambda _topics: ""
        times, versions = self._times_caught_up, self.hub.versions()
        return lambda topics: _sealed(times, tuple(versions[topic] for topic in sorted(topics)))

    def has_missed(self, seen: str, topics: Iterable[Topic]) -> bool:
        """Whether a page with this to give back may be out of date."""
        return not seen or seen != self.seen(topics)

    def recheck(self, owner: str) -> None:
        """Soon, close the sockets of this owner that are no longer allowed."""
        self._due.add(owner)
        self._rechecking.wake()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        loops = (self._counting, self._rechecking, self._refetching, self._pinging)
        async with AsyncExitStack() as stack:
            for part in (self.hub, *loops):
                await stack.enter_async_context(part.running())
            try:
                yield
            finally:
                for subscriber in self.hub.audiences.all():
                    subscriber.close(GOING_AWAY)

    async def settled(self) -> None:
        """For tests and tools: returns when all that was announced has been pushed."""
        while not self.hub.is_idle:
            self.hub.hurry()
            await asyncio.sleep(0.01)

    async def _ping(self) -> None:
        """Each round another part of them: all at once would hold up what is pushed."""
        self._round += 1
        for subscriber in self.hub.audiences.ring(self._round):
            subscriber.line.ping()

    async def _recheck(self) -> None:
        """Those whose owners changed; once a minute all, as sign-ins expire by themselves."""
        due, self._due = self._due, set()
        all_are_due = time.monotonic() - self._all_asked_at >= RECHECK_S
        if all_are_due:
            self._all_asked_at = time.monotonic()
        everybody = self.hub.audiences.all()
        asked = [each for each in everybody if all_are_due or not due.isdisjoint(each.owners)]
        try:
            for some in _alike(asked):
                await _drop_refused(some)
        except Exception:
            # The database is away, perhaps. Nobody is sent away for that, nor forgotten.
            self._due |= due
            if all_are_due:
                self._all_asked_at = -math.inf
            raise


@lru_cache
def _sealed(times_caught_up: int, version: tuple[int, ...]) -> str:
    return hashlib.sha256(f"{PROCESS} {times_caught_up} {version}".encode()).hexdigest()[:16]


def _call(*callbacks: Callable[[], None]) -> None:
    for callback in callbacks:
        callback()


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
            subscriber.close(NOT_ALLOWED)
