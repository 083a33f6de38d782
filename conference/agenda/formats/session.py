"""One entry of a schedule to one session."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from conference.agenda.formats.cancellations import is_cancelled
from conference.agenda.formats.durations import read_duration
from conference.agenda.formats.instants import Calendar, SessionUnreadable, read_start
from conference.agenda.formats.languages import read_languages
from conference.agenda.formats.links import read_links, read_url
from conference.agenda.formats.model import ImportedSession
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.outline import Listed
from conference.agenda.formats.own import own_fields
from conference.agenda.formats.persons import Persons
from conference.agenda.formats.texts import read_line, read_text
from conference.i18n import _

WITHOUT_GUID = UUID("6d1c4b0e-8f2f-4b8e-9a57-2f0f3c1f9d64")


@dataclass(frozen=True)
class Frame:
    """What every session of a file is read with."""

    source: str
    base_url: str | None
    is_pretalx: bool
    is_own: bool
    calendar: Calendar
    persons: Persons


def read_session(listed: Listed, frame: Frame, notes: Notes) -> ImportedSession:
    """Raises `SessionUnreadable` where it is no object, or has no title or no start."""
    if not isinstance(listed.entry, dict):
        raise SessionUnreadable(_("It is not an object."))
    fields = own_fields(listed.entry, frame.base_url) if frame.is_own else listed.entry
    title = read_line(fields.get("title"), "title", notes)
    if not title:
        raise SessionUnreadable(_("It has no title."))
    day, starts_at = read_start(
        fields.get("date"), fields.get("start"), listed.day, frame.calendar, notes
    )
    length = read_duration(fields.get("duration"), notes, is_pretalx=frame.is_pretalx)
    return ImportedSession(
        guid=read_guid(fields, notes) or _made_guid(frame.source, title, notes),
        day=day,
        starts_at=starts_at,
        ends_at=starts_at + length,
        room=_room(listed.room, fields, notes),
        track=read_line(fields.get("track"), "track", notes) or None,
        title=title,
        subtitle=read_line(fields.get("subtitle"), "subtitle", notes),
        abstract=read_text(fields.get("abstract"), "abstract", notes),
        description=read_text(fields.get("description"), "description", notes),
        kind=read_line(fields.get("type"), "type", notes),
        languages=read_languages(fields.get("language"), notes),
        speakers=frame.persons.of_session(fields, notes),
        url=read_url(fields.get("url"), "url", frame.base_url, notes),
        links=read_links(fields, frame.base_url, notes),
        is_cancelled=fields["is_cancelled"] if frame.is_own else is_cancelled(title),
    )


def read_guid(fields: dict[str, Any], notes: Notes) -> str:
    """Any text the file uses as one; empty where it has none."""
    return read_line(fields.get("guid"), "guid", notes)


def _made_guid(source: str, title: str, notes: Notes) -> str:
    """Of the title alone: so a session that moves stays itself, and repeats share the guid."""
    notes.repair(_("It has no guid; one was made from its title."))
    return str(uuid5(WITHOUT_GUID, f"{source}\n{title}"))


def _room(listed_under: str, fields: dict[str, Any], notes: Notes) -> str | None:
    own = read_line(fields.get("room"), "room", notes)
    if listed_under and own and own != listed_under:
        notes.repair(_("It names the room “%(room)s” but is listed in another.", room=own))
    return listed_under or own or None
