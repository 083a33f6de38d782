"""Reads a schedule of version 1 as frab, pretalx and their relatives write it, in JSON's shape.

Forgiving: what can be read is read and noted; what cannot costs one session, not the file.
"""

from collections.abc import Sequence
from typing import Any

from conference.agenda.formats.bounds import check_lists
from conference.agenda.formats.instants import Calendar, SessionUnreadable
from conference.agenda.formats.links import read_url
from conference.agenda.formats.model import ImportedAgenda, ImportedSession, Repair, Unreadable
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.outline import Listed, Outline, read_outline
from conference.agenda.formats.overview import (
    read_day_change,
    read_extent,
    read_rooms,
    read_tracks,
)
from conference.agenda.formats.own import own_source
from conference.agenda.formats.persons import Persons
from conference.agenda.formats.session import Frame, read_guid, read_session
from conference.agenda.formats.shapes import mapping
from conference.agenda.formats.texts import read_line, slug
from conference.agenda.formats.zones import choose_zone
from conference.i18n import _


def read_schedule(
    document: dict[str, Any], notes: Notes, *, timezone: str | None
) -> ImportedAgenda:
    """`timezone` applies where the file names none. Raises `AgendaUnreadable`."""
    outline = read_outline(document, notes)
    conference = outline.conference
    zone = choose_zone(outline.zone_name, timezone, outline.offset_dates, notes)
    title, acronym = _names(outline, notes)
    source = own_source(conference, acronym) if outline.is_own else slug(acronym)
    source = source or "schedule"
    base_url = _base_url(outline, notes)
    calendar = Calendar(zone, read_day_change(conference, outline.days))
    entries = [mapping(listed.entry) for listed in outline.listed]
    check_lists(entries)
    persons = Persons(entries, base_url)
    frame = Frame(source, base_url, outline.is_pretalx, outline.is_own, calendar, persons)
    sessions, unreadable, repairs = _read_all(outline.listed, frame)
    held = {*(day.on for day in outline.days if day.on), *(session.day for session in sessions)}
    starts_on, ends_on = read_extent(conference, zone, held, notes)
    return ImportedAgenda(
        source=source,
        title=title,
        acronym=acronym,
        starts_on=starts_on,
        ends_on=ends_on,
        timezone=zone.key,
        day_change=calendar.day_change,
        base_url=base_url,
        rooms=read_rooms(conference.get("rooms"), sessions, notes),
        tracks=read_tracks(conference.get("tracks"), sessions, notes),
        sessions=tuple(sessions),
        unreadable=tuple(unreadable),
        repairs=(*notes.repairs, *repairs),
        is_own=outline.is_own,
    )


def _names(outline: Outline, notes: Notes) -> tuple[str, str]:
    acronym = read_line(outline.conference.get("acronym"), "acronym", notes)
    title = read_line(outline.conference.get("title"), "title", notes) or acronym
    if not title:
        notes.repair(_("The conference has no title."))
    return title or "Conference", acronym or slug(title)


def _base_url(outline: Outline, notes: Notes) -> str | None:
    holders = (outline.schedule, outline.conference)
    written = (fields.get(key) for key in ("base_url", "url") for fields in holders)
    return read_url(next(filter(None, written), None), "base_url", None, notes)


def _read_all(
    listed: Sequence[Listed], frame: Frame
) -> tuple[list[ImportedSession], list[Unreadable], list[Repair]]:
    sessions: dict[ImportedSession, None] = {}
    unreadable: list[Unreadable] = []
    repairs: list[Repair] = []
    for entry in listed:
        place = Notes(_where(entry), of_session=True)
        try:
            session = read_session(entry, frame, place)
        except SessionUnreadable as fault:
            guid = read_guid(mapping(entry.entry), Notes(""))
            unreadable.append(Unreadable(place.where, fault.reason, guid or None))
            continue
        if session in sessions:
            place.repair(_("It is listed twice, word for word; it was taken once."))
        sessions[session] = None
        repairs.extend(place.repairs)
    return list(sessions), unreadable, repairs


def _where(listed: Listed) -> str:
    title = read_line(mapping(listed.entry).get("title"), "title", Notes(""))
    day = listed.day.isoformat() if listed.day else ""
    return " · ".join(filter(None, (str(listed.number), day, listed.room, title)))
