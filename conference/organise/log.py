"""The log of an event: who changed what. Actions know no person, so routes record it.

Stored are codes and plain values; `organise.log_words` says them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.models import Person
from conference.agenda.scheduling import Place
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
    PORTRAIT = "portrait"
    LOGO = "logo"
    PICTURE = "picture"
    FILE = "file"
    AGENDA = "agenda"
    ROLE = "role"
    ANNOUNCEMENT = "announcement"
    REHEARSAL = "rehearsal"


# All that is recorded. Whole sentences, as each language orders its words.
SENTENCES: dict[tuple[Thing, Deed], Text] = {
    (Thing.EVENT, Deed.ADDED): _("Event “%(name)s” added"),
    (Thing.EVENT, Deed.CHANGED): _("Event “%(name)s” changed"),
    (Thing.EVENT, Deed.PUBLISHED): _("Event “%(name)s” published"),
    (Thing.EVENT, Deed.HIDDEN): _("Event “%(name)s” made a draft again"),
    (Thing.EVENT, Deed.ARCHIVED): _("Event “%(name)s” archived"),
    (Thing.ROOM, Deed.ADDED): _("Room “%(name)s” added"),
    (Thing.ROOM, Deed.CHANGED): _("Room “%(name)s” renamed"),
    (Thing.ROOM, Deed.REMOVED): _("Room “%(name)s” removed"),
    (Thing.TRACK, Deed.ADDED): _("Track “%(name)s” added"),
    (Thing.TRACK, Deed.CHANGED): _("Track “%(name)s” renamed"),
    (Thing.TRACK, Deed.REMOVED): _("Track “%(name)s” removed"),
    (Thing.SPEAKER, Deed.ADDED): _("Speaker “%(name)s” added"),
    (Thing.SPEAKER, Deed.CHANGED): _("Speaker “%(name)s” changed"),
    (Thing.SPEAKER, Deed.REMOVED): _("Speaker “%(name)s” removed"),
    (Thing.SESSION, Deed.ADDED): _("Session “%(name)s” added"),
    (Thing.SESSION, Deed.CHANGED): _("Session “%(name)s” changed"),
    (Thing.SESSION, Deed.MOVED): _("Session “%(name)s” moved"),
    (Thing.SESSION, Deed.UNSCHEDULED): _("Session “%(name)s” taken off the schedule"),
    (Thing.SESSION, Deed.PUT_OFF): _("Session “%(name)s” put off"),
    (Thing.SESSION, Deed.CANCELLED): _("Session “%(name)s” cancelled"),
    (Thing.SESSION, Deed.RESTORED): _("Session “%(name)s” put back into the programme"),
    (Thing.SESSION, Deed.WITHDRAWN): _("Session “%(name)s” taken out of the programme"),
    (Thing.PORTRAIT, Deed.CHANGED): _("Portrait of %(name)s changed"),
    (Thing.PORTRAIT, Deed.REMOVED): _("Portrait of %(name)s removed"),
    (Thing.LOGO, Deed.CHANGED): _("Logo of “%(name)s” changed"),
    (Thing.LOGO, Deed.REMOVED): _("Logo of “%(name)s” removed"),
    (Thing.PICTURE, Deed.CHANGED): _("Picture of “%(name)s” changed"),
    (Thing.PICTURE, Deed.REMOVED): _("Picture of “%(name)s” removed"),
    (Thing.FILE, Deed.ADDED): _("File “%(name)s” added"),
    (Thing.FILE, Deed.CHANGED): _("File “%(name)s” changed"),
    (Thing.FILE, Deed.REMOVED): _("File “%(name)s” removed"),
    (Thing.AGENDA, Deed.IMPORTED): _("Agenda “%(name)s” imported"),
    (Thing.ROLE, Deed.GIVEN): _("Role given to %(name)s"),
    (Thing.ROLE, Deed.CHANGED): _("Role of %(name)s changed"),
    (Thing.ROLE, Deed.TAKEN): _("Role taken away from %(name)s"),
    (Thing.REHEARSAL, Deed.ADDED): _("Rehearsal of “%(name)s” begun"),
    (Thing.REHEARSAL, Deed.REMOVED): _("Rehearsal of “%(name)s” removed"),
    (Thing.ANNOUNCEMENT, Deed.SENT): _("Announcement “%(name)s” sent"),
    (Thing.ANNOUNCEMENT, Deed.TAKEN_BACK): _("Announcement “%(name)s” taken back"),
}


@dataclass(frozen=True)
class LoggedRow:
    """`by`: None for who has no account any more, or never had one."""

    entry: LogEntry
    by: str | None


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
    by the codes of `log_words.LABELS`; nothing of what partners say."""
    if (thing, deed) not in SENTENCES:
        raise ValueError(f"There is no sentence for a {thing} that was {deed}.")
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


def moved(before: Place | None, after: Place | None, rooms: Mapping[int, str]) -> dict[str, str]:
    """The details of a session with another place, only of what differs: moments in UTC, or "" for
    none; minutes; rooms by name."""
    pairs = zip(_facts(before, rooms).items(), _facts(after, rooms).values(), strict=True)
    return {
        f"{prefix}{end}": value
        for (prefix, was), now in pairs
        if was != now
        for end, value in (("from", was), ("to", now))
    }


async def entries(db: AsyncSession, event_id: int, before: int | None = None) -> list[LoggedRow]:
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
    return [LoggedRow(*row) for row in await db.execute(query)]


def _facts(place: Place | None, rooms: Mapping[int, str]) -> dict[str, str]:
    if place is None:
        return {"": "", "minutes_": "", "room_": ""}
    length = place.ends_at - place.starts_at
    return {
        "": place.starts_at.isoformat(),
        "minutes_": str(length // timedelta(minutes=1)),
        "room_": rooms.get(place.room_id or 0, ""),
    }
