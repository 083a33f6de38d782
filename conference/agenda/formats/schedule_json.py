"""Reads schedule.json, version 1."""

from conference.agenda.formats.json_document import parse_document
from conference.agenda.formats.model import ImportedAgenda
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.schedule import read_schedule


def read_schedule_json(
    data: bytes, *, timezone: str | None, repair: bool = False
) -> ImportedAgenda:
    """`timezone` applies where the file names none. Raises `AgendaUnreadable`."""
    notes = Notes("conference")
    document = parse_document(data, notes, repair=repair)
    return read_schedule(document, notes, timezone=timezone)
