"""The demo's clock is the real clock; what moves is the event, so that its keynote is running."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.models import Event
from conference.agenda.queries import agenda
from conference.agenda.shifting import shift_event
from conference.demo.answered import shift_answered
from conference.demo.cast import event_slug
from conference.qa.shifting import shift_questions

RUNNING_FOR = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


async def bring_to_now(db: AsyncSession) -> None:
    """The first keynote began ten minutes ago. Whole minutes, as all times of an agenda are."""
    event = (await db.scalars(select(Event).where(Event.slug == event_slug()))).one()
    keynote = (await agenda(db, event)).keynotes[0]
    delta = (clock.now() - RUNNING_FOR - keynote.starts_at) // MINUTE * MINUTE
    if delta:
        await shift_event(db, event.id, delta)
        await shift_questions(db, event.id, delta)
        await shift_answered(db, event.id, delta)
