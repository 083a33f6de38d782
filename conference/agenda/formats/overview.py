"""What a schedule says of the conference as a whole: dates, day change, rooms, tracks."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from conference.agenda.formats.instants import read_clock, read_date
from conference.agenda.formats.model import (
    AgendaUnreadable,
    ImportedRoom,
    ImportedSession,
    ImportedTrack,
)
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.outline import Day
from conference.agenda.formats.shapes import items, mapping
from conference.agenda.formats.texts import read_line, read_text
from conference.i18n import Translated, _

DAY_CHANGE = time(4)
ROOMS_LIMIT = TRACKS_LIMIT = 2_000
COLOUR = re.compile("#(?:[0-9a-fA-F]{3}){1,2}")
LANGUAGES_LIMIT = 20
LARGEST_ROOM = 1_000_000
NOON = timedelta(hours=12)


def read_day_change(conference: dict[str, Any], days: Sequence[Day]) -> time:
    """The file's; else where each day's end meets the next one's start; else where each of its
    days begins, if it lasts until then on the next; else 04:00."""
    clock = read_clock(conference.get("day_change"))
    if clock is not None and clock < NOON:
        return (datetime.combine(date.min, time()) + clock).time()
    bounds = [(_bound(day, "day_start"), _bound(day, "day_end")) for day in days]
    seams = {_seam(end, start) for (_first, end), (start, _last) in pairwise(bounds)}
    rounds = {_seam(end, start and start + timedelta(days=1)) for start, end in bounds}
    changes = (marks.pop() for marks in (seams, rounds) if len(marks) == 1)
    return next((mark for mark in changes if mark is not None), DAY_CHANGE)


def _bound(day: Day, key: str) -> datetime | None:
    """By the clock of the place."""
    at = read_date(day.fields.get(key))
    return at.replace(tzinfo=None) if isinstance(at, datetime) else None


def _seam(end: datetime | None, start: datetime | None) -> time | None:
    if end is None or start is None:
        return None
    meets = timedelta() <= start - end <= timedelta(minutes=1) and start.time() < time(12)
    return start.time() if meets else None


def read_extent(
    conference: dict[str, Any], zone: ZoneInfo, held: Iterable[date], notes: Notes
) -> tuple[date, date]:
    """First and last day, both included. `held`: the days listed, and those of sessions.

    An end one day after the last of these is taken for the excluded bound some files write.
    """
    first, last = (_local_date(conference.get(key), zone) for key in ("start", "end"))
    days = sorted(held)
    if not days and not first and not last:
        raise AgendaUnreadable(_("The file has neither days nor the date of the conference."))
    if days and last == days[-1] + timedelta(days=1):
        notes.repair(_("The end is a day after the last day; the last day was taken."))
        last = days[-1]
    if days and first and last and (first > days[0] or last < days[-1]):
        notes.repair(_("Some days are outside the dates of the conference."))
    known = sorted({*days, *(day for day in (first, last) if day)})
    return known[0], known[-1]


def read_rooms(
    listed: object, sessions: Iterable[ImportedSession], notes: Notes
) -> tuple[ImportedRoom, ...]:
    """Those the conference lists, in its order, then others that sessions name."""
    rooms: dict[str, ImportedRoom] = {}
    for room in items(listed, "rooms", notes, ROOMS_LIMIT):
        read = _room(room, notes)
        if read.name in rooms:
            notes.repair(_("Two rooms are called “%(name)s”; they are one.", name=read.name))
        elif read.name:
            rooms[read.name] = read
    named = (session.room for session in sessions if session.room)
    return (*rooms.values(), *(ImportedRoom(n) for n in dict.fromkeys(named) if n not in rooms))


def read_tracks(
    listed: object, sessions: Iterable[ImportedSession], notes: Notes
) -> tuple[ImportedTrack, ...]:
    """As with rooms. Tracks of one name are one."""
    tracks: dict[str, ImportedTrack] = {}
    for track in items(listed, "tracks", notes, TRACKS_LIMIT):
        read = _track(track, notes)
        if read.name:
            tracks.setdefault(read.name, read)
    named = (session.track for session in sessions if session.track)
    return (*tracks.values(), *(ImportedTrack(n) for n in dict.fromkeys(named) if n not in tracks))


def _local_date(value: object, zone: ZoneInfo) -> date | None:
    at = read_date(value)
    if not isinstance(at, datetime):
        return at
    return at.astimezone(zone).date() if at.tzinfo else at.date()


def _room(value: object, notes: Notes) -> ImportedRoom:
    fields = mapping(value) or {"name": value}
    return ImportedRoom(
        name=read_line(fields.get("name"), "rooms", notes),
        guid=read_line(fields.get("guid"), "guid", notes) or None,
        description=_description(fields, notes),
        capacity=_capacity(fields.get("capacity"), notes),
    )


def _description(fields: dict[str, Any], notes: Notes) -> Translated | None:
    whole = fields.get("description")
    texts = dict(islice(mapping(whole).items(), LANGUAGES_LIMIT)) or {"und": whole}
    texts |= {code: fields.get(f"description_{code}") for code in ("de", "en")}
    read = {code: read_text(text, "description", notes) for code, text in texts.items()}
    return Translated({code: text for code, text in read.items() if text}) or None


def _capacity(value: object, notes: Notes) -> int | None:
    written = str(value).strip() if isinstance(value, int | str) else ""
    if re.fullmatch("[0-9]{1,7}", written) and int(written) <= LARGEST_ROOM:
        return int(written) or None
    if value not in (None, ""):
        notes.repair(_("The capacity of a room is not a number of people."))
    return None


def _track(value: object, notes: Notes) -> ImportedTrack:
    fields = mapping(value) or {"name": value}
    colour = read_line(fields.get("color") or fields.get("colour"), "color", notes)
    if colour and not COLOUR.fullmatch(colour):
        notes.repair(_("The colour of a track is not one; it was left out."))
        colour = ""
    return ImportedTrack(read_line(fields.get("name"), "tracks", notes), colour or None)
