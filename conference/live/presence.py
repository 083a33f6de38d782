"""Counts of those present: each process writes its own, the figure is the sum of the fresh ones."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import Change, announce, insert_into
from conference.live.models import Presence
from conference.live.topics import Topic

PROCESS = uuid.uuid4().hex
FRESH = timedelta(seconds=30)


@dataclass(frozen=True)
class PresenceChanged(Change):
    topic: Topic


async def present(db: AsyncSession, topic: Topic) -> int:
    """Sockets open for the topic, over all processes."""
    query = select(func.coalesce(func.sum(Presence.count), 0)).where(
        Presence.topic == topic, Presence.counted_at > clock.now() - FRESH
    )
    return int(await db.scalar(query) or 0)


async def write_presence(db: AsyncSession, counts: Sequence[Mapping[Topic, int]]) -> list[None]:
    """For `grouped`: the newest count of each topic; announces those that changed."""
    latest = {topic: count for each in counts for topic, count in each.items()}
    before = await _counts(db)
    for topic, count in latest.items():
        await db.execute(_upsert(db, topic, count))
        if before.get(topic) != count:
            announce(db, PresenceChanged(topic))
    await db.execute(delete(Presence).where(Presence.counted_at < clock.now() - 4 * FRESH))
    return [None for _ in counts]


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
