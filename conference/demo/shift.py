"""The demo's clock is the real clock; what moves is the event, so that its keynote is running."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.editions import masthead
from conference.agenda.models import Event, Session, SessionKind, Slot
from conference.agenda.shifting import shift_event
from conference.demo.answered import shift_answered
from conference.demo.editions import BEFORE, NOW, slug_of
from conference.qa.shifting import shift_questions

RUNNING_FOR = timedelta(minutes=10)
# Of the edition before, to the minute and on the same day of the week.
AGO = timedelta(weeks=52)
MINUTE = timedelta(minutes=1)


async def bring_to_now(db: AsyncSession) -> None:
    """The first keynote began ten minutes ago, and that of the edition before a year ago."""
    await bring_to(db, NOW, RUNNING_FOR)
    await bring_to(db, BEFORE, RUNNING_FOR + AGO)


async def bring_to(db: AsyncSession, folder: str, since: timedelta) -> None:
    """So long ago the first keynote of this edition began."""
    event = await _event(db, folder)
    await _move(db, event, clock.now() - since - await _keynote_of(db, event))


async def bring_to_end(db: AsyncSession, folder: str, since: timedelta) -> None:
    """So long ago the last day of this edition ended."""
    event = await _event(db, folder)
    await _move(db, event, clock.now() - since - masthead(event).ends_at)


async def _event(db: AsyncSession, folder: str) -> Event:
    return (await db.scalars(select(Event).where(Event.slug == slug_of(folder)))).one()


async def _keynote_of(db: AsyncSession, event: Event) -> datetime:
    begins = select(func.min(Slot.starts_at)).join(Session, Session.id == Slot.session_id)
    is_its = Session.event_id == event.id, Session.kind == SessionKind.KEYNOTE
    moment: datetime = (await db.scalars(begins.where(*is_its))).one()
    return moment


async def _move(db: AsyncSession, event: Event, delta: timedelta) -> None:
    """By whole minutes, as all times of an agenda are."""
    if whole := delta // MINUTE * MINUTE:
        await shift_event(db, event.id, whole)
        await shift_questions(db, event.id, whole)
        await shift_answered(db, event.id, whole)
