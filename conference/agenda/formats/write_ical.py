"""Writes iCalendar (RFC 5545) to be subscribed to: of an event, of one session, of some of them.

What is cancelled or withdrawn stays, with its new status, as a calendar keeps what it once was
told of. What has no time any more is left out, since RFC 5545 lets nothing without a start in;
whoever subscribes sees it go with the next reading. `DTSTAMP` is when a session last changed and
not when it was asked for, so that an unchanged programme is the same to the byte.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from conference.agenda.formats.outgoing import OutgoingAgenda, OutgoingSession
from conference.agenda.formats.plain import plain_text
from conference.agenda.formats.timezones import write_timezone

MEDIA_TYPE = "text/calendar"
OCTETS = 75
REFRESH = "PT1H"


def write_calendar(
    agenda: OutgoingAgenda, sessions: Sequence[OutgoingSession], root_url: str, *, name: str = ""
) -> bytes:
    """`sessions`: of this agenda. `name`: what the calendar is called, if not like the event."""
    moments = [moment for s in sessions for moment in (s.starts_at, s.ends_at)]
    days = [moment for day in (agenda.starts_on, agenda.ends_on) for moment in agenda.bounds(day)]
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//conference//conference//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(name or agenda.title)}",
        f"X-WR-CALNAME:{_escaped(name or agenda.title)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    )
    zone = write_timezone(agenda.zone, min(moments or days), max(moments or days))
    events = (line for session in sessions for line in _event(agenda, session, root_url))
    return _folded((*head, *zone, *events, "END:VCALENDAR"))


def _event(agenda: OutgoingAgenda, session: OutgoingSession, root_url: str) -> Iterator[str]:
    is_off = session.is_cancelled or session.is_withdrawn
    changed_at = f"{session.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{session.uid}@{urlsplit(root_url).hostname}"
    yield f"DTSTAMP:{changed_at}"
    yield f"LAST-MODIFIED:{changed_at}"
    yield f"SEQUENCE:{session.sequence}"
    yield f"STATUS:{'CANCELLED' if is_off else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if is_off else 'OPAQUE'}"
    yield f"DTSTART;{_local(agenda, session.starts_at)}"
    yield f"DTEND;{_local(agenda, session.ends_at)}"
    yield f"SUMMARY:{_escaped(session.title)}"
    for name, text in (
        ("DESCRIPTION", _description(session)),
        ("LOCATION", session.room),
        ("CATEGORIES", session.track),
    ):
        if text:
            yield f"{name}:{_escaped(text)}"
    yield f"URL:{session.page(root_url)}"
    yield "END:VEVENT"


def _local(agenda: OutgoingAgenda, moment: datetime) -> str:
    return f"TZID={agenda.zone.key}:{agenda.local(moment):%Y%m%dT%H%M%S}"


def _description(session: OutgoingSession) -> str:
    names = ", ".join(speaker.name for speaker in session.speakers)
    text = plain_text(session.abstract or session.description)
    return "\n\n".join(filter(None, (session.subtitle, names, text)))


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(lines: Iterable[str]) -> bytes:
    return b"".join(piece + b"\r\n" for line in lines for piece in _pieces(line.encode()))


def _pieces(line: bytes) -> Iterator[bytes]:
    """Cut before a character, never within one. The blank that goes on counts, too."""
    while len(line) > OCTETS:
        cut = OCTETS
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        yield line[:cut]
        line = b" " + line[cut:]
    yield line
