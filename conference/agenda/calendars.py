"""iCalendar files: of an event, of one session, and of those somebody has chosen."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.exports import outgoing
from conference.agenda.formats.write_ical import write_calendar
from conference.agenda.models import Event, Session
from conference.errors import NotFound


async def event_calendar(db: AsyncSession, event_id: int, locale: str, root_url: str) -> bytes:
    agenda = await outgoing(db, await _event(db, event_id), locale)
    return write_calendar(agenda, agenda.sessions, root_url)


async def session_calendar(db: AsyncSession, session_id: int, locale: str, root_url: str) -> bytes:
    """Called like the session. Raises NotFound, for one without a time as well."""
    session = await db.get(Session, session_id)
    if session is None:
        raise NotFound
    agenda = await outgoing(db, await _event(db, session.event_id), locale, [session_id])
    if not agenda.sessions:
        raise NotFound
    return write_calendar(agenda, agenda.sessions, root_url, name=agenda.sessions[0].title)


async def chosen_calendar(
    db: AsyncSession,
    event_id: int,
    session_ids: Collection[int],
    locale: str,
    root_url: str,
    *,
    name: str,
) -> bytes:
    """Of the event's sessions those that have a time; others are passed over."""
    agenda = await outgoing(db, await _event(db, event_id), locale, session_ids)
    return write_calendar(agenda, agenda.sessions, root_url, name=name)


async def _event(db: AsyncSession, event_id: int) -> Event:
    """Raises NotFound."""
    event = await db.get(Event, event_id)
    if event is None:
        raise NotFound
    return event
