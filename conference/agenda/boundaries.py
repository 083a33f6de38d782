"""Sessions begin and end without anybody writing anything; this tells those who look at them."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.actions import AgendaChanged, SessionChanged
from conference.agenda.models import Session, Slot
from conference.db import Change, Database

Crossed = Callable[[AsyncSession, datetime, datetime], Awaitable[set[Change]]]


class Boundaries:
    """`hear` is of this process: every process does it for its own sockets. `watched`: what time
    alone changes, each as `crossed` below."""

    def __init__(
        self,
        database: Database,
        hear: Callable[[Iterable[Change]], None],
        watched: Sequence[Crossed],
    ) -> None:
        self._database, self._hear, self._watched = database, hear, watched
        self._since = clock.now()

    async def announce(self) -> None:
        """What was crossed since the last time. If it fails, the next time has that in it."""
        now = clock.now()
        async with self._database.reading() as db:
            found = [await each(db, self._since, now) for each in self._watched]
        changes = set[Change]().union(*found)
        if changes:
            self._hear(changes)
        self._since = now


async def crossed(db: AsyncSession, since: datetime, until: datetime) -> set[Change]:
    """What to announce for the sessions that began or ended after `since`, up to `until`."""
    rows = await db.execute(
        select(Session.event_id, Session.id)
        .join(Slot, Slot.session_id == Session.id)
        .where(
            or_(
                (Slot.starts_at > since) & (Slot.starts_at <= until),
                (Slot.ends_at > since) & (Slot.ends_at <= until),
            )
        )
    )
    changes: set[Change] = set()
    for event_id, session_id in rows:
        changes |= {AgendaChanged(event_id), SessionChanged(session_id)}
    return changes
