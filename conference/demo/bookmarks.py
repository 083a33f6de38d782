"""What the demo's attendees have on their agendas: three sessions each, two at the same time."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.bookmarks import add_bookmarks
from conference.agenda.models import Session

AT_ONCE = (("threshold", "accounts-interface"), ("wish-list", "services"))
BESIDE = ("small-houses", "second-keynote", "one-page", "contracts", "two-hours")


async def plant_bookmarks(
    db: AsyncSession, session_ids: Mapping[str, int], person_ids: Iterable[int]
) -> None:
    ours = select(Session).where(Session.id.in_(session_ids.values()))
    by_id = {session.id: session for session in await db.scalars(ours)}
    marks = [
        (person_id, by_id[session_ids[key]])
        for place, person_id in enumerate(person_ids)
        for key in (*AT_ONCE[place % len(AT_ONCE)], BESIDE[place % len(BESIDE)])
    ]
    await add_bookmarks(db, marks)
