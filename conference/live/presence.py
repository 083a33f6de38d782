"""Counts of those present: each process writes its own, the figure is the sum of the fresh ones."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import Change, Turn, announce, insert_into, take_turn
from conference.live.crowds import crowd
from conference.live.models import Presence
from conference.live.topics import Topic

PROCESS = uuid.uuid4().hex
FRESH = timedelta(seconds=30)


@dataclass(frozen=True)
class PresenceChanged(Change):
    topic: Topic


@dataclass(frozen=True)
class CrowdChanged(Change):
    """What is told to all of how many there are."""

    topic: Topic


async def present(db: AsyncSession, topic: Topic) -> int:
    """Sockets open for the topic, over all processes."""
    return (await _present(db, [topic])).get(topic, 0)


async def write_presence(db: AsyncSession, counts: Sequence[Mapping[Topic, int]]) -> list[None]:
    """For `grouped`: the newest count of each topic; announces those that changed.

    In turns: two processes at once could pass a step together, and neither would see it.
    """
    await take_turn(db, Turn.COUNTING, 0)
    latest = {topic: count for each in counts for topic, count in each.items()}
    own, before = await _counts(db), await _present(db, latest)
    for topic, count in latest.items():
        await db.execute(_upsert(db, topic, count))
    after, left = await _present(db, latest), await _forget_dead(db)
    for topic in latest.keys() | left:
        if topic in left or own.get(topic) != latest[topic]:
            announce(db, PresenceChanged(topic))
        if topic in left or crowd(before.get(topic, 0)) != crowd(after.get(topic, 0)):
            announce(db, CrowdChanged(topic))
    return [None for _ in counts]


async def _forget_dead(db: AsyncSession) -> set[Topic]:
    """What processes have counted that write no more."""
    dead = delete(Presence).where(Presence.counted_at <= clock.now() - FRESH)
    rows = await db.execute(dead.returning(Presence.topic, Presence.count))
    return {Topic(topic) for topic, count in rows if count}


async def _present(db: AsyncSession, topics: Collection[Topic]) -> dict[Topic, int]:
    rows = await db.execute(
        select(Presence.topic, func.sum(Presence.count))
        .where(Presence.topic.in_(topics), Presence.counted_at > clock.now() - FRESH)
        .group_by(Presence.topic)
    )
    return {Topic(topic): int(count) for topic, count in rows}


async def _counts(db: AsyncSession) -> dict[Topic, int]:
    rows = await db.execute(
        select(Presence.topic, Presence.count).where(Presence.process == PROCESS)
    )
    return {Topic(topic): count for topic, count in rows}


def _upsert(db: AsyncSession, topic: Topic, count: int) -> Any:
    row = {"process": PROCESS, "topic": topic, "count": count, "counted_at": clock.now()}
    changed = {"count": count, "counted_at": row["counted_at"]}
    return (
        insert_into(db, Presence)
        .values(row)
        .on_conflict_do_update(index_elements=["process", "topic"], set_=changed)
    )
