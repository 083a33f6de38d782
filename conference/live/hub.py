"""The hub: collects changes, and once a tick shows each audience what they mean for it.

Equal changes within a tick are one; each topic and locale is rendered once. How often a topic
ticks, `pacing` says.
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from conference import i18n
from conference.background import Loop
from conference.db import Change, Database
from conference.live import pacing
from conference.live.audiences import Audiences, Part
from conference.live.frames import Frame
from conference.live.pacing import LATELY_S, TICK_S, Tick
from conference.live.sockets import Subscriber
from conference.live.topics import Broadcast, Topic
from conference.web import Fragment
from conference.web.fragments import html, newest

logger = structlog.get_logger("conference.live")

Meaning = tuple[Broadcast, Change]


@dataclass
class Gauges:
    """What `/metrics` tells about the hub."""

    renders: int = 0
    render_s: float = 0.0
    frames: int = 0
    ticks: int = 0


class Hub:
    def __init__(self, database: Database, broadcasts: Iterable[Broadcast]) -> None:
        self._database = database
        self._broadcasts: dict[type[Change], list[Broadcast]] = defaultdict(list)
        for broadcast in broadcasts:
            self._broadcasts[broadcast.change].append(broadcast)
        self._dirty: dict[Change, None] = {}
        self._waiting: dict[Topic, dict[Meaning, None]] = defaultdict(dict)
        self._due: dict[Topic, float] = {}
        self._last: dict[Topic, Tick] = {}
        self._alarm: asyncio.TimerHandle | None = None
        self._ticking = Loop(self._tick_due)
        self._busy = False
        self.audiences = Audiences()
        self.gauges = Gauges()
        self._skipped_by_gone = 0
        self._versions: Counter[Topic] = Counter()
        self._stirred: set[Topic] = set()

    def version(self, topics: Iterable[Topic]) -> tuple[int, ...]:
        """Another one with the first change after a tick, and with the tick that tells of it and
        of those that came meanwhile."""
        return tuple(map(self._versions.__getitem__, topics))

    def versions(self) -> Counter[Topic]:
        """The same of each topic, as it is now."""
        return self._versions.copy()

    @property
    def dirty(self) -> int:
        return len(self._dirty) + sum(map(len, self._waiting.values()))

    @property
    def is_idle(self) -> bool:
        return not (self._dirty or self._waiting or self._busy)

    @property
    def overflows(self) -> int:
        """Frames that readers were too slow for, since the start."""
        return self._skipped_by_gone + sum(each.skipped for each in self.audiences.all())

    @property
    def longest_rest_s(self) -> float:
        """Of those that have ticked lately."""
        return max(self._rests_s().values(), default=TICK_S)

    def collect(self, changes: Iterable[Change]) -> None:
        news = dict.fromkeys(changes)
        self._dirty.update(news)
        stirred = {topic for _, _, topic in self._meant(news)}
        self._versions.update(stirred - self._stirred)
        self._stirred |= stirred
        self._ticking.wake()

    def hurry(self) -> None:
        """For tests and tools: what waits for a tick waits no longer."""
        self._due = dict.fromkeys(self._due, 0.0)
        self._ticking.wake()

    def join(self, subscriber: Subscriber) -> None:
        self.audiences.add(subscriber)

    def leave(self, subscriber: Subscriber) -> None:
        subscriber.end()
        self.audiences.remove(subscriber)
        self._skipped_by_gone += subscriber.skipped

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self._ticking.running():
            try:
                yield
            finally:
                self._set_alarm(None)

    async def _tick_due(self) -> None:
        """A change waits for the tick of its topic, and so meets its like."""
        self._sort_in()
        now = asyncio.get_running_loop().time()
        try:
            for topic in [topic for topic, due_at in self._due.items() if due_at <= now]:
                await self._tick(topic)
        finally:
            # Also after a tick that has failed: the others are still due.
            self._set_alarm(min(self._due.values(), default=None))

    def _sort_in(self) -> None:
        changes, self._dirty = list(self._dirty), {}
        for broadcast, change, topic in self._meant(changes):
            if topic in self.audiences:
                self._waiting[topic][broadcast, change] = None
            else:
                self._tell(topic)
        now, rests_s = asyncio.get_running_loop().time(), self._rests_s()
        for topic in self._waiting.keys() - self._due.keys():
            last = self._last.get(topic)
            rested_at = last.began_at + rests_s[topic] if last else 0.0
            self._due[topic] = max(now + TICK_S, rested_at)

    def _tell(self, topic: Topic) -> None:
        self._versions[topic] += 1
        self._stirred.discard(topic)

    def _rests_s(self) -> dict[Topic, float]:
        now = asyncio.get_running_loop().time()
        since = now - LATELY_S
        self._last = {topic: last for topic, last in self._last.items() if last.began_at > since}
        return pacing.rests_s(self._last, now)

    def _set_alarm(self, at: float | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        loop = asyncio.get_running_loop()
        self._alarm = None if at is None else loop.call_at(at, self._ticking.wake)

    async def _tick(self, topic: Topic) -> None:
        meanings = list(self._waiting.pop(topic))
        del self._due[topic]
        self._tell(topic)
        self._busy, began_at = True, asyncio.get_running_loop().time()
        try:
            fragments = newest(await self._shown(meanings))
            cost_s = await self._push(topic, fragments) if fragments else 0.0
            last = self._last.get(topic)
            gap_s = began_at - last.began_at if last else 0.0
            self._last[topic] = Tick(began_at, cost_s, gap_s)
        finally:
            self._busy = False
            self.gauges.ticks += 1

    async def _shown(self, meanings: Sequence[Meaning]) -> list[Fragment]:
        shown: list[Fragment] = []
        for broadcast, change in meanings:
            try:
                async with self._database.reading() as db:
                    shown += await broadcast.fragments(db, change)
            except Exception as error:
                # One bad view must not silence the room; the page itself stays right.
                logger.exception("broadcast", change=type(change).__name__, exc_info=error)
        return shown

    def _meant(self, changes: Iterable[Change]) -> Iterator[tuple[Broadcast, Change, Topic]]:
        for change in changes:
            for broadcast in self._broadcasts[type(change)]:
                if (topic := broadcast.topic(change)) is not None:
                    yield broadcast, change, topic

    async def _push(self, topic: Topic, fragments: Sequence[Fragment]) -> float:
        """Returns what it has cost in CPU. Who comes meanwhile fetches its regions, and finds there
        what this would tell."""
        cost_s = 0.0
        for locale, parts in self.audiences.of(topic):
            began_s = time.thread_time()
            frame = Frame(self._render(locale, fragments))
            cost_s += time.thread_time() - began_s
            if frame.text:
                cost_s += await self._fan_out(frame, parts)
        return cost_s

    async def _fan_out(self, frame: Frame, parts: Sequence[Part]) -> float:
        """Between two parts, others get their turn."""
        cost_s = 0.0
        for part in parts:
            began_s = time.thread_time()
            part.push(frame)
            cost_s += time.thread_time() - began_s
            self.gauges.frames += len(part.readers)
            await asyncio.sleep(0)
        return cost_s

    def _render(self, locale: str, fragments: Sequence[Fragment]) -> str:
        self.gauges.renders += 1
        started = time.perf_counter()
        try:
            with i18n.in_locale(locale):
                return html(fragments)
        except Exception as error:
            logger.exception("render", locale=locale, exc_info=error)
            return ""
        finally:
            self.gauges.render_s += time.perf_counter() - started
