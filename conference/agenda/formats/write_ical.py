"""Writes iCalendar (RFC 5545, 7986) to be subscribed to: of an event, of one session, of some of
them; and of an event's days alone, to be kept.

What is cancelled or withdrawn stays, with its new status, as a calendar keeps what it once was
told of. What has no time any more is left out, since RFC 5545 lets nothing without a start in;
whoever subscribes sees it go with the next reading. `DTSTAMP` is when a session last changed and
not when it was asked for, so that an unchanged programme is the same to the byte.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from conference.agenda.formats.outgoing import OutgoingAgenda, OutgoingSession
from conference.agenda.formats.plain import plain_text
from conference.agenda.formats.timezones import write_timezone
from conference.web.colours import nearest_name

MEDIA_TYPE = "text/calendar"
OCTETS = 75
REFRESH = "PT1H"


@dataclass(frozen=True)
class Publisher:
    """Who gives a calendar out. `email`: of whoever answers for it, "" if nobody is named."""

    root_url: str
    email: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.root_url).hostname or ""


def write_calendar(
    agenda: OutgoingAgenda,
    sessions: Sequence[OutgoingSession],
    publisher: Publisher,
    *,
    name: str = "",
) -> bytes:
    """`sessions`: of this agenda. `name`: what the calendar is called, if not like the event."""
    moments = [moment for s in sessions for moment in (s.starts_at, s.ends_at)]
    days = [moment for day in (agenda.starts_on, agenda.ends_on) for moment in agenda.bounds(day)]
    head = (
        *_head(agenda, publisher, name or agenda.title),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    )
    zone = write_timezone(agenda.zone, min(moments or days), max(moments or days))
    events = (line for session in sessions for line in _event(agenda, session, publisher))
    return _folded((*head, *zone, *events, "END:VCALENDAR"))


def write_days(agenda: OutgoingAgenda, publisher: Publisher, at: datetime, note: str) -> bytes:
    """The event as one entry over its days, which leaves them free. `at`: when it was made.
    `note`: stands below what the event says of itself."""
    head = _head(agenda, publisher, agenda.title)
    return _folded((*head, *_days(agenda, publisher, at, note), "END:VCALENDAR"))


def _head(agenda: OutgoingAgenda, publisher: Publisher, name: str) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//conference//conference//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{_escaped(name)}"
    yield f"X-WR-CALNAME:{_escaped(name)}"
    yield f"URL:{agenda.page(publisher.root_url)}"
    if agenda.colour:
        yield f"COLOR:{nearest_name(agenda.colour)}"
        yield f"X-APPLE-CALENDAR-COLOR:{agenda.colour.upper()}"
    if agenda.card:
        kind = "DISPLAY=FULLSIZE;FMTTYPE=image/jpeg"
        yield f"IMAGE;VALUE=URI;{kind}:{publisher.root_url}{agenda.card}"
    if agenda.logo:
        kind = "DISPLAY=BADGE;FMTTYPE=image/webp"
        yield f"IMAGE;VALUE=URI;{kind}:{publisher.root_url}{agenda.logo}"


def _days(agenda: OutgoingAgenda, publisher: Publisher, at: datetime, note: str) -> Iterator[str]:
    page = agenda.page(publisher.root_url)
    yield "BEGIN:VEVENT"
    yield f"UID:{agenda.slug}@{publisher.host}"
    yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT"
    yield f"DTSTART;VALUE=DATE:{agenda.starts_on:%Y%m%d}"
    # The day after the last one (RFC 5545, 3.6.1).
    yield f"DTEND;VALUE=DATE:{agenda.ends_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(agenda.title)}"
    yield f"DESCRIPTION:{_escaped(_paragraphs(agenda.summary, note))}"
    yield f"LOCATION:{_escaped(page)}"
    yield from _organizer(agenda, publisher)
    yield f"URL:{page}"
    yield "END:VEVENT"


def _event(agenda: OutgoingAgenda, session: OutgoingSession, publisher: Publisher) -> Iterator[str]:
    is_off = session.is_cancelled or session.is_withdrawn
    changed_at = f"{session.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{session.uid}@{publisher.host}"
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
    yield from _organizer(agenda, publisher)
    yield f"URL:{session.page(publisher.root_url)}"
    yield "END:VEVENT"


def _organizer(agenda: OutgoingAgenda, publisher: Publisher) -> Iterator[str]:
    """A parameter in quotes holds none itself."""
    if publisher.email:
        name = agenda.title.replace('"', "'")
        yield f'ORGANIZER;CN="{name}":mailto:{publisher.email}'


def _local(agenda: OutgoingAgenda, moment: datetime) -> str:
    return f"TZID={agenda.zone.key}:{agenda.local(moment):%Y%m%dT%H%M%S}"


def _description(session: OutgoingSession) -> str:
    names = ", ".join(speaker.name for speaker in session.speakers)
    text = plain_text(session.abstract or session.description)
    return _paragraphs(session.subtitle, names, text)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


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
