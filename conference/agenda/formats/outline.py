"""The frame of a schedule: where conference, days, rooms and sessions lie in it.

Sessions are only listed here, each with its day and room; `session` reads them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from conference.agenda.formats.instants import read_date
from conference.agenda.formats.model import AgendaUnreadable
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.own import is_own
from conference.agenda.formats.shapes import items, mapping
from conference.agenda.formats.texts import read_line
from conference.i18n import _

DAYS_LIMIT = 400
# The largest programme that we know has 943.
SESSIONS_LIMIT = 5_000
# Each once for each of its days.
ROOMS_LIMIT = 5_000


@dataclass(frozen=True)
class Day:
    on: date | None
    fields: dict[str, Any]


@dataclass(frozen=True)
class Listed:
    """An entry as it stands in the file, which may be anything. `number`: counted through it."""

    number: int
    day: date | None
    room: str
    entry: object


@dataclass(frozen=True)
class Outline:
    generator: object
    schedule: dict[str, Any]
    conference: dict[str, Any]
    days: tuple[Day, ...]
    listed: tuple[Listed, ...]

    @property
    def is_pretalx(self) -> bool:
        name = mapping(self.generator).get("name", self.generator)
        return isinstance(name, str) and "pretalx" in name.casefold()

    @property
    def is_own(self) -> bool:
        return is_own(self.generator)

    @property
    def zone_name(self) -> object:
        meta = mapping(self.conference.get("meta")) if self.is_own else {}
        return self.conference.get("time_zone_name") or meta.get("time_zone_name")

    @property
    def offset_dates(self) -> list[datetime]:
        """Every session's date that carries an offset; the days' bounds where none does."""
        written = [mapping(listed.entry).get("date") for listed in self.listed]
        bounds = [day.fields.get(key) for day in self.days for key in ("day_start", "day_end")]
        return _with_offset(written) or _with_offset(bounds)


def read_outline(document: dict[str, Any], notes: Notes) -> Outline:
    """Rooms as an object by name, or as a list; days in the conference or beside it."""
    schedule = document.get("schedule")
    if not isinstance(schedule, dict):
        notes.repair(_("The file lacks the outer “schedule”."))
        schedule = document
    conference = mapping(schedule.get("conference"))
    holders = (conference, schedule, document)
    days = _days(holders, notes)
    listed = tuple(islice(_listed(days, notes), SESSIONS_LIMIT + 1))
    if len(listed) > SESSIONS_LIMIT:
        raise AgendaUnreadable(
            _("The file lists more than %(limit)s sessions.", limit=SESSIONS_LIMIT)
        )
    if not listed and any(fields.get("events") for fields in holders):
        # Read as an empty agenda, it would have every stored session gone.
        raise AgendaUnreadable(_("The file is a schedule.json of version 2; version 1 is read."))
    generator = schedule.get("generator") or document.get("generator")
    return Outline(generator, schedule, conference, tuple(days), listed)


def _days(holders: Sequence[dict[str, Any]], notes: Notes) -> list[Day]:
    holder = next((fields for fields in holders if fields.get("days") is not None), None)
    if holder is None:
        raise AgendaUnreadable(
            _("The file lists no days, so it is not a schedule.json of version 1.")
        )
    if holder is not holders[0]:
        notes.repair(_("The days stand beside the conference instead of in it."))
    found = items(holder["days"], "days", notes)
    if len(found) > DAYS_LIMIT:
        raise AgendaUnreadable(_("The file lists more than %(limit)s days.", limit=DAYS_LIMIT))
    days = [_day(mapping(day), notes.at(f"days[{n}]")) for n, day in enumerate(found)]
    return sorted(days, key=lambda day: day.on or date.max)


def _day(fields: dict[str, Any], notes: Notes) -> Day:
    for key in ("date", "day_start"):
        if at := read_date(fields.get(key)):
            return Day(at.date() if isinstance(at, datetime) else at, fields)
    notes.repair(_("This day has no date that can be read."))
    return Day(None, fields)


def _listed(days: Sequence[Day], notes: Notes) -> Iterator[Listed]:
    number = rooms = 0
    for day in days:
        place = notes.at(day.on.isoformat() if day.on else "days")
        for room, entries in _rooms(day.fields, place):
            rooms += 1
            if rooms > ROOMS_LIMIT + len(days):
                raise AgendaUnreadable(
                    _("The file lists more than %(limit)s rooms.", limit=ROOMS_LIMIT)
                )
            for entry in items(entries, room or "events", place):
                number += 1
                yield Listed(number, day.on, room, entry)


def _rooms(day: dict[str, Any], notes: Notes) -> Iterator[tuple[str, object]]:
    """And once what is in none."""
    rooms = day.get("rooms")
    if isinstance(rooms, dict):
        yield from ((read_line(name, "rooms", notes), rooms[name]) for name in rooms)
    else:
        for room in items(rooms, "rooms", notes):
            fields = mapping(room)
            yield read_line(fields.get("name"), "rooms", notes), fields.get("events")
    yield "", day.get("events")


def _with_offset(written: Sequence[object]) -> list[datetime]:
    dates = (read_date(value) for value in written)
    return [at for at in dates if isinstance(at, datetime) and at.tzinfo]
