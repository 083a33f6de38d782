"""Reads an agenda from whichever of our formats a file is in, as its first sign tells."""

import re

from conference.agenda.formats.model import AgendaUnreadable, ImportedAgenda
from conference.agenda.formats.schedule_json import read_schedule_json
from conference.agenda.formats.schedule_xml import read_schedule_xml
from conference.i18n import _

# Behind the marks of UTF-8 and UTF-16, and the blanks some tools begin with.
FIRST_SIGN = re.compile(rb"[\xef\xbb\xbf\xfe\xff\x00\s]*+(.)", re.DOTALL)


def read_agenda(data: bytes, *, timezone: str | None, repair: bool = False) -> ImportedAgenda:
    """`timezone` applies where the file names none. `repair`: a file that breaks the rules of
    JSON or XML is mended where it is plain what was meant. Raises `AgendaUnreadable`."""
    found = FIRST_SIGN.match(data)
    sign = found[1] if found else b""
    if sign == b"<":
        return read_schedule_xml(data, timezone=timezone, repair=repair)
    if sign in (b"{", b"["):
        return read_schedule_json(data, timezone=timezone, repair=repair)
    raise AgendaUnreadable(_("The file is neither a schedule.xml nor a schedule.json."))
