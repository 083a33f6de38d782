"""What attendance hangs on: times that are over stay what they were for a session people were in.

It is counted while a session was on (`desk.attended`). Whoever could shorten that to a minute, and
the next, and the next, would read off when a single person was there.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.errors import Conflict
from conference.i18n import _
from conference.registration.models import Attendance

# None for what is not scheduled.
Times = tuple[datetime, datetime] | None


async def check_times(
    db: AsyncSession, changes: Mapping[int, tuple[Times, Times]], grace: timedelta = timedelta()
) -> None:
    """`changes`: by session its times so far and from now on. Raises Conflict where somebody was
    in one of them, and it would begin or end anew before now, less the `grace`."""
    since = clock.now() - grace
    doubtful = [id_ for id_, (old, new) in changes.items() if _rewrites(old, new, since)]
    if not doubtful:
        return
    stays = select(Attendance.id).where(Attendance.session_id.in_(doubtful)).limit(1)
    if await db.scalar(stays) is not None:
        raise Conflict(
            _(
                "People were in this session already, and attendance is counted by its times. So "
                "it can only be moved to a time that is still to come."
            )
        )


def _rewrites(old: Times, new: Times, since: datetime) -> bool:
    if new is None:
        return False
    return any(
        moment < since and (old is None or moment != old[at]) for at, moment in enumerate(new)
    )
