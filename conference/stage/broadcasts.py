"""How many watch, and what stands on the screen: pushed to those who watch."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.actions import SessionChanged
from conference.agenda.announcements import AnnouncementChanged, for_all, in_session
from conference.agenda.models import Event
from conference.agenda.topics import everybody, room
from conference.live import Broadcast, CrowdChanged, Topic, crowd, present
from conference.stage import parts, queries
from conference.web import Fragment

ROOM = re.compile(r"session/\d+")


def counted_room(change: CrowdChanged) -> Topic | None:
    """Other audiences, such as moderators, are not counted on anybody's page."""
    return change.topic if ROOM.fullmatch(change.topic) else None


async def audience(db: AsyncSession, change: CrowdChanged) -> Sequence[Fragment]:
    shown = crowd(await present(db, change.topic))
    return [parts.audience(shown)]


def room_of(change: SessionChanged) -> Topic:
    return room(change.session_id)


async def screen(db: AsyncSession, change: SessionChanged) -> Sequence[Fragment]:
    """It began, it ended, it was moved or cancelled. A video that goes on is left alone."""
    return parts.screen(await queries.screen(db, change.session_id))


def readers(change: AnnouncementChanged) -> Topic:
    """Of those for all, everybody on a page of the event."""
    if change.session_id is None:
        return everybody(change.event_id)
    return room(change.session_id)


async def announcements(db: AsyncSession, change: AnnouncementChanged) -> Sequence[Fragment]:
    if change.session_id is None:
        event = await db.get_one(Event, change.event_id)
        shown = await for_all(db, event.id, event.slug)
    else:
        shown = await in_session(db, change.event_id, change.session_id)
    return [parts.announcements(shown)]


BROADCASTS = (
    Broadcast(AnnouncementChanged, readers, announcements),
    Broadcast(CrowdChanged, counted_room, audience),
    Broadcast(SessionChanged, room_of, screen),
)
