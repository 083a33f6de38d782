"""iCalendar files: of an event, its days, one session of it, and those somebody has chosen."""

from collections.abc import Collection
from datetime import datetime
from email.utils import parseaddr

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.exports import outgoing
from conference.agenda.formats.write_ical import Publisher, write_calendar, write_days
from conference.agenda.models import Event, Session
from conference.errors import NotFound
from conference.settings import Settings


def publisher(settings: Settings) -> Publisher:
    """Its address is that of the legal notice, else the one that mails come from."""
    email = settings.operator.email or parseaddr(settings.mail_from)[1]
    return Publisher(settings.root_url, email)


async def event_calendar(db: AsyncSession, event_id: int, locale: str, settings: Settings) -> bytes:
    agenda = await outgoing(db, await _event(db, event_id), locale)
    return write_calendar(agenda, agenda.sessions, publisher(settings))


async def session_calendar(
    db: AsyncSession, session_id: int, locale: str, settings: Settings
) -> bytes:
    """Called like the session. Raises NotFound, for one without a time as well."""
    session = await db.get(Session, session_id)
    if session is None:
        raise NotFound
    agenda = await outgoing(db, await _event(db, session.event_id), locale, [session_id])
    if not agenda.sessions:
        raise NotFound
    name = agenda.sessions[0].title
    return write_calendar(agenda, agenda.sessions, publisher(settings), name=name)


async def chosen_calendar(
    db: AsyncSession,
    event_id: int,
    session_ids: Collection[int],
    locale: str,
    settings: Settings,
    *,
    name: str,
) -> bytes:
    """Of the event's sessions those that have a time; others are passed over."""
    agenda = await outgoing(db, await _event(db, event_id), locale, session_ids)
    return write_calendar(agenda, agenda.sessions, publisher(settings), name=name)


async def days_calendar(
    db: AsyncSession, event: Event, locale: str, settings: Settings, *, at: datetime, note: str
) -> bytes:
    """See `write_days`."""
    agenda = await outgoing(db, event, locale, only=())
    return write_days(agenda, publisher(settings), at, note)


async def _event(db: AsyncSession, event_id: int) -> Event:
    """Raises NotFound."""
    event = await db.get(Event, event_id)
    if event is None:
        raise NotFound
    return event
