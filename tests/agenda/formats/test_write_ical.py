"""What a calendar program is given."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.formats.timezones import write_timezone
from conference.agenda.formats.write_ical import Publisher, write_calendar, write_days
from tests.agenda.formats.leaving import CHANGED, GONE, KEYNOTE, NIGHT, ROOT, leaving

ORGANIZER = f'ORGANIZER;CN="{leaving().title}":mailto:hello@halvestra.example'
PLAIN = replace(KEYNOTE, speakers=(), subtitle="", abstract="", description="", title="Ebb")

OURS = Publisher(ROOT, "hello@halvestra.example")
BRANDED = replace(
    leaving(),
    title='The "open" days',
    summary="Two days; come",
    colour="#1f6f78",
    logo="/uploads/2/b",
    card="/uploads/1/a",
)

DESCRIPTION = (
    r"Ab Juli 2027\n\nDr. Miriam Vogt-Adeyemi\, Tobias <Kranz> & Sons"
    r"\n\nA new threshold.\n\n- one\n- two"
)


def lines(*sessions: object, **options: str) -> list[str]:
    """Unfolded."""
    agenda = leaving()
    data = write_calendar(agenda, sessions, OURS, **options)  # type: ignore[arg-type]
    return unfolded(data)


def unfolded(data: bytes) -> list[str]:
    return re.sub("\r\n ", "", data.decode()).split("\r\n")


def events(*sessions: object) -> list[list[str]]:
    whole = "\n".join(lines(*sessions))
    return [found.split("\n") for found in re.findall("BEGIN:VEVENT\n(.*?)\nEND", whole, re.DOTALL)]


def test_a_session_says_all_a_calendar_shows() -> None:
    assert events(KEYNOTE) == [
        [
            "UID:0a1b2c3d-0000-4000-8000-000000000001@halvestra.example",
            "DTSTAMP:20260801T120000Z",
            "LAST-MODIFIED:20260801T120000Z",
            "SEQUENCE:2",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
            "DTSTART;TZID=Europe/Berlin:20260917T093000",
            "DTEND;TZID=Europe/Berlin:20260917T103000",
            "SUMMARY:Was sich ändert: ]]> & <b>mehr</b>",
            "DESCRIPTION:" + DESCRIPTION,
            "LOCATION:Elbe",
            "CATEGORIES:Programme",
            ORGANIZER,
            "URL:https://halvestra.example/sessions/1",
        ]
    ]


def test_html_is_told_without_its_tags_and_signs_are_escaped() -> None:
    html = replace(PLAIN, description=KEYNOTE.description, title="a; b, c \\ d")

    (event,) = events(html)

    assert r"DESCRIPTION:Whom it meets\,\nand why\; really" in event
    assert r"SUMMARY:a\; b\, c \\ d" in event


def test_what_was_cancelled_or_withdrawn_stays_as_cancelled() -> None:
    told = [
        [line for line in event if line.startswith(("UID", "STATUS", "TRANSP"))]
        for event in events(NIGHT, GONE)
    ]

    assert told == [
        [f"UID:{uid}@halvestra.example", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"]
        for uid in (NIGHT.uid, GONE.uid)
    ]


def test_the_head_invites_to_look_again_each_hour() -> None:
    assert lines(PLAIN, name="Meine, Agenda")[:11] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//conference//conference//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        r"NAME:Meine\, Agenda",
        r"X-WR-CALNAME:Meine\, Agenda",
        "URL:https://halvestra.example/events/halvestra",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VTIMEZONE",
    ]


def test_the_days_of_an_event_are_one_entry_that_keeps_them_free() -> None:
    data = write_days(BRANDED, OURS, CHANGED, "Your link, elsewhere.")

    assert unfolded(data) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//conference//conference//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        'NAME:The "open" days',
        'X-WR-CALNAME:The "open" days',
        "URL:https://halvestra.example/events/halvestra",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#1F6F78",
        "IMAGE;VALUE=URI;DISPLAY=FULLSIZE;FMTTYPE=image/jpeg:https://halvestra.example/uploads/1/a",
        "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/webp:https://halvestra.example/uploads/2/b",
        "BEGIN:VEVENT",
        "UID:halvestra@halvestra.example",
        "DTSTAMP:20260801T120000Z",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "DTSTART;VALUE=DATE:20260917",
        "DTEND;VALUE=DATE:20260919",
        'SUMMARY:The "open" days',
        r"DESCRIPTION:Two days\; come\n\nYour link\, elsewhere.",
        "LOCATION:https://halvestra.example/events/halvestra",
        "ORGANIZER;CN=\"The 'open' days\":mailto:hello@halvestra.example",
        "URL:https://halvestra.example/events/halvestra",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_where_nobody_answers_for_it_nobody_is_named() -> None:
    data = write_calendar(leaving(), [KEYNOTE], replace(OURS, email=""))

    assert b"ORGANIZER" not in data


def test_a_calendar_without_sessions_still_is_one() -> None:
    told = lines()

    assert told.count("BEGIN:VTIMEZONE") == 1
    assert (told[-2:], events()) == (["END:VCALENDAR", ""], [])


@given(st.text(max_size=300))
def test_lines_are_folded_between_characters(title: str) -> None:
    session = replace(PLAIN, title=" ".join(title.split()))

    data = write_calendar(leaving(), [session], OURS)

    pieces = data.split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert [piece.decode() for piece in pieces]
    assert b"\n" not in b"".join(pieces)


def test_berlin_is_told_change_by_change() -> None:
    summer = datetime(2026, 9, 17, tzinfo=UTC)

    assert list(write_timezone(ZoneInfo("Europe/Berlin"), summer, summer)) == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        *_observance("STANDARD", "20251231T010000", "+0100", "+0100", "CET"),
        *_observance("DAYLIGHT", "20260329T020000", "+0100", "+0200", "CEST"),
        *_observance("STANDARD", "20261025T030000", "+0200", "+0100", "CET"),
        "END:VTIMEZONE",
    ]


def _observance(kind: str, start: str, before: str, after: str, name: str) -> list[str]:
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{start}",
        f"TZOFFSETFROM:{before}",
        f"TZOFFSETTO:{after}",
        f"TZNAME:{name}",
        f"END:{kind}",
    ]


ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
         "Asia/Kathmandu", "UTC"]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_every_moment_has_the_offset_its_zone_has(zone: str) -> None:
    first = datetime(2026, 6, 1, tzinfo=UTC)
    told = "\n".join(write_timezone(ZoneInfo(zone), first, first + timedelta(days=400)))
    starts = [datetime.fromisoformat(at) for at in re.findall(r"DTSTART:(\w+)", told)]
    before = [_offset(text) for text in re.findall("OFFSETFROM:(.*)", told)]
    after = [_offset(text) for text in re.findall("OFFSETTO:(.*)", told)]
    changes = [at - offset for at, offset in zip(starts, before, strict=True)]

    for hours in range(0, 500 * 24, 7):
        moment = first.replace(month=1, tzinfo=None) + timedelta(hours=hours)
        known = [offset for at, offset in zip(changes, after, strict=True) if at <= moment]
        assert known[-1] == moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()


def _offset(text: str) -> timedelta:
    length = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return -length if text.startswith("-") else length


def test_an_unchanged_programme_is_the_same_to_the_byte() -> None:
    assert write_calendar(leaving(), [KEYNOTE], OURS) == write_calendar(leaving(), [KEYNOTE], OURS)
    assert KEYNOTE.changed_at == CHANGED
