"""Frames: which companies count in a vote, as they were when it opened.

The one way to grow: companies that became partners since may join, at the first release of each
half-day, never fewer than `k` at once. Who is in stays in, under the category it came with.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.db import insert_into, insert_missing
from conference.privacy.models import Frame, FrameUnit


async def freeze(db: AsyncSession, units: Mapping[int, str]) -> int:
    """The frame's id. `units`: company to its category; the same ones are the same frame."""
    digest = _digest(units)
    insert = insert_into(db, Frame).values(digest=digest).on_conflict_do_nothing()
    if (frame_id := await db.scalar(insert.returning(Frame.id))) is None:
        return (await db.scalars(select(Frame.id).where(Frame.digest == digest))).one()
    rows = [
        {"frame_id": frame_id, "organisation_id": company, "category": category}
        for company, category in sorted(units.items())
    ]
    await insert_missing(db, FrameUnit, rows)
    return int(frame_id)


async def units_of(db: AsyncSession, frame_id: int | None) -> dict[int, str]:
    rows = await db.execute(
        select(FrameUnit.organisation_id, FrameUnit.category).where(FrameUnit.frame_id == frame_id)
    )
    return {row.organisation_id: row.category for row in rows}


def with_newcomers(units: Mapping[int, str], now: Mapping[int, str], k: int) -> dict[int, str]:
    """`units`, and those who would be in a frame frozen now, if they are at least `k`."""
    newcomers = {company: now[company] for company in now.keys() - units.keys()}
    return {**units, **newcomers} if len(newcomers) >= k else dict(units)


def half_day(moment: datetime) -> str:
    """Which one it is in, by UTC, so that it is the same on every server."""
    return f"{moment:%Y-%m-%d} {moment.hour // 12}"


def _digest(units: Mapping[int, str]) -> bytes:
    lines = (f"{company}\0{category}\n" for company, category in sorted(units.items()))
    return hashlib.sha256("".join(lines).encode()).digest()
