"""Reads schedule.xml, of pentabarf, frab, pretalx and their relatives."""

from conference.agenda.formats.model import ImportedAgenda
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.schedule import read_schedule
from conference.agenda.formats.xml_document import parse_xml
from conference.agenda.formats.xml_shape import as_document


def read_schedule_xml(data: bytes, *, timezone: str | None, repair: bool = False) -> ImportedAgenda:
    """`timezone` applies where the file names none. Raises `AgendaUnreadable`."""
    notes = Notes("conference")
    document = as_document(parse_xml(data, notes, repair=repair))
    return read_schedule(document, notes, timezone=timezone)
