"""The log of an event: who changed what, in words. Actions know no person, so routes record it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.models import Person
from conference.i18n import Text, _
from conference.organise.models import LogEntry

PAGE = 100


class Deed(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    UNSCHEDULED = "unscheduled"
    PUT_OFF = "put off"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    ARCHIVED = "archived"
    IMPORTED = "imported"
    GIVEN = "given"
    TAKEN = "taken"
    SENT = "sent"
    TAKEN_BACK = "taken back"


class Thing(StrEnum):
    EVENT = "event"
    ROOM = "room"
    TRACK = "track"
    SPEAKER = "speaker"
    SESSION = "session"
    FILE = "file"
    AGENDA = "agenda"
    ROLE = "role"
    ANNOUNCEMENT = "announcement"


DEEDS: dict[Deed, Text] = {
    Deed.ADDED: _("added"),
    Deed.CHANGED: _("changed"),
    Deed.REMOVED: _("removed"),
    Deed.MOVED: _("moved"),
    Deed.UNSCHEDULED: _("taken off the schedule"),
    Deed.PUT_OFF: _("put off"),
    Deed.CANCELLED: _("cancelled"),
    Deed.RESTORED: _("put back"),
    Deed.WITHDRAWN: _("withdrawn"),
    Deed.PUBLISHED: _("published"),
    Deed.HIDDEN: _("made a draft again"),
    Deed.ARCHIVED: _("archived"),
    Deed.IMPORTED: _("imported"),
    Deed.GIVEN: _("given"),
    Deed.TAKEN: _("taken away"),
    Deed.SENT: _("sent"),
    Deed.TAKEN_BACK: _("taken back"),
}
THINGS: dict[Thing, Text] = {
    Thing.EVENT: _("Event"),
    Thing.ROOM: _("Room"),
    Thing.TRACK: _("Track"),
    Thing.SPEAKER: _("Speaker"),
    Thing.SESSION: _("Session"),
    Thing.FILE: _("File"),
    Thing.AGENDA: _("Agenda"),
    Thing.ROLE: _("Role"),
    Thing.ANNOUNCEMENT: _("Announcement"),
}


@dataclass(frozen=True)
class EntryView:
    """`by`: None for the shell, and for who has no account any more. `details`: label to value."""

    id: int
    at: datetime
    by: str | None
    thing: Text
    deed: Text
    name: str
    details: Mapping[str, str]


def record(
    db: AsyncSession,
    event_id: int,
    by: int | None,
    deed: Deed,
    thing: Thing,
    *,
    name: object = "",
    thing_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """`name`: what it is called, a text in two languages or a plain one. `details`: short values
    by the English name of what they are, such as "from" and "to"; nothing of what partners say."""
    entry = LogEntry(
        event_id=event_id,
        at=clock.now(),
        person_id=by,
        deed=deed,
        thing=thing,
        thing_id=thing_id,
        name=str(name)[:500],
        details={key: str(value)[:200] for key, value in (details or {}).items()},
    )
    db.add(entry)


async def entries(db: AsyncSession, event_id: int, before: int | None = None) -> list[EntryView]:
    """The newest first, a page of them; `before`: the id that the last page ended with."""
    query = (
        select(LogEntry, Person.name)
        .outerjoin(Person, Person.id == LogEntry.person_id)
        .where(LogEntry.event_id == event_id)
        .order_by(LogEntry.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        query = query.where(LogEntry.id < before)
    return [_view(entry, name) for entry, name in await db.execute(query)]


def _view(entry: LogEntry, by: str | None) -> EntryView:
    thing, deed = THINGS[Thing(entry.thing)], DEEDS[Deed(entry.deed)]
    return EntryView(entry.id, entry.at, by, thing, deed, entry.name, entry.details)
