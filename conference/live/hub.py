"""The hub: collects changes, and once a tick shows each audience what they mean for it.

Equal changes within a tick are one; each topic and locale is rendered once.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import structlog

from conference import i18n
from conference.background import Loop
from conference.db import Change, Database
from conference.live.frames import Frame
from conference.live.sockets import Subscriber
from conference.live.topics import Broadcast, Topic
from conference.web import Fragment
from conference.web.fragments import html, newest

logger = structlog.get_logger("conference.live")

TICK_S = 0.1
# At 10 microseconds each, they hold the loop for 5 milliseconds.
AT_ONCE = 500


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
        self._ticking = Loop(self._tick_soon)
        self._busy = False
        self.subscribers: dict[Topic, set[Subscriber]] = defaultdict(set)
        self._all: set[Subscriber] = set()
        self.gauges = Gauges()
        self._skipped_by_gone = 0

    @property
    def dirty(self) -> int:
        return len(self._dirty)

    @property
    def is_idle(self) -> bool:
        return not self._dirty and not self._busy

    @property
    def overflows(self) -> int:
        """Frames that readers were too slow for, since the start."""
        return self._skipped_by_gone + sum(subscriber.skipped for subscriber in self._all)

    def collect(self, changes: Iterable[Change]) -> None:
        self._dirty.update(dict.fromkeys(changes))
        self._ticking.wake()

    def join(self, subscriber: Subscriber) -> None:
        self._all.add(subscriber)
        for topic in subscriber.topics:
            self.subscribers[topic].add(subscriber)

    def leave(self, subscriber: Subscriber) -> None:
        subscriber.end()
        self._all.discard(subscriber)
        self._skipped_by_gone += subscriber.skipped
        for topic in subscriber.topics:
            self.subscribers[topic].discard(subscriber)
            if not self.subscribers[topic]:
                del self.subscribers[topic]

    def all(self) -> set[Subscriber]:
        return set(self._all)

    def running(self) -> AbstractAsyncContextManager[None]:
        return self._ticking.running()

    async def _tick_soon(self) -> None:
        """A change waits for the tick, and so meets its like."""
        if self._dirty:
            await asyncio.sleep(TICK_S)
            await self.tick()

    async def tick(self) -> None:
        changes, self._dirty = list(self._dirty), {}
        self._busy = True
        try:
            shown = await self._shown(changes)
            for topic, fragments in shown.items():
                if fragments:
                    await self._push(topic, newest(fragments))
        finally:
            self._busy = False
            self.gauges.ticks += 1

    async def _shown(self, changes: Sequence[Change]) -> dict[Topic, list[Fragment]]:
        shown: dict[Topic, list[Fragment]] = defaultdict(list)
        wanted = [
            (broadcast, change, broadcast.topic(change))
            for change in changes
            for broadcast in self._broadcasts[type(change)]
            if broadcast.topic(change) in self.subscribers
        ]
        for broadcast, change, topic in wanted:
            try:
                async with self._database.reading() as db:
                    shown[topic] += await broadcast.fragments(db, change)
            except Exception as error:
                # One bad view must not silence the room; the page itself stays right.
                logger.exception("broadcast", change=type(change).__name__, exc_info=error)
        return shown

    async def _push(self, topic: Topic, fragments: Sequence[Fragment]) -> None:
        """Who comes meanwhile fetches its regions, and finds there what this would tell."""
        audience: dict[str, list[Subscriber]] = defaultdict(list)
        for subscriber in self.subscribers.get(topic, ()):
            audience[subscriber.locale].append(subscriber)
        for locale, readers in sorted(audience.items()):
            if text := self._render(locale, fragments):
                await self._fan_out(Frame(text), readers)

    async def _fan_out(self, frame: Frame, readers: Sequence[Subscriber]) -> None:
        """In parts, between which others get their turn."""
        for at in range(0, len(readers), AT_ONCE):
            part = readers[at : at + AT_ONCE]
            for reader in part:
                reader.push(frame)
            self.gauges.frames += len(part)
            await asyncio.sleep(0)

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
