"""Invented agendas on their way out, and what a reader should make of them."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from conference.agenda.formats.model import ImportedLink, ImportedSession, ImportedSpeaker
from conference.agenda.formats.outgoing import (
    OutgoingAgenda,
    OutgoingRoom,
    OutgoingSession,
    OutgoingSpeaker,
)

ROOT = "https://halvestra.example"
DAY = date(2026, 9, 17)
START = datetime(2026, 9, 17, 7, 30, tzinfo=UTC)
CHANGED = datetime(2026, 8, 1, 12, tzinfo=UTC)
MIRIAM = OutgoingSpeaker(
    3,
    "6f4c0f0e-0e9f-4b77-9a35-51f0a9b0c1d3",
    "Dr. Miriam Vogt-Adeyemi",
    "Leads the *channel*.",
    "https://vogt.example/",
    "https://vogt.example/face.jpg",
)
TOBIAS = OutgoingSpeaker(4, "7e0d2c1b-55c5-4a55-8d21-1f2e3d4c5b6a", "Tobias <Kranz> & Sons")
KEYNOTE = OutgoingSession(
    id=1,
    uid="0a1b2c3d-0000-4000-8000-000000000001",
    day=DAY,
    starts_at=START,
    ends_at=START + timedelta(hours=1),
    room="Elbe",
    track="Programme",
    kind="keynote",
    title="Was sich ändert: ]]> & <b>mehr</b>",
    subtitle="Ab Juli 2027",
    abstract="A new threshold.\n\n- one\n- two",
    description="<p>Whom it meets,<br>and why; really</p>",
    languages=("de", "en"),
    speakers=(MIRIAM, TOBIAS),
    links=(
        ImportedLink("https://halvestra.example/slides", "Slides & more"),
        ImportedLink("https://video.example/1", "", "recording"),
        ImportedLink("https://halvestra.example/a.pdf", "Handout", "attachment"),
        ImportedLink("https://halvestra.example/say", "", "feedback"),
        ImportedLink("https://halvestra.example/from", "", "origin"),
    ),
    changed_at=CHANGED,
    sequence=2,
)
NIGHT = replace(
    KEYNOTE,
    id=2,
    uid="0a1b2c3d-0000-4000-8000-000000000002",
    starts_at=START + timedelta(hours=17),
    ends_at=START + timedelta(hours=43, minutes=5),
    room="",
    track="",
    kind="",
    title="Ü",
    subtitle="",
    abstract="",
    description="",
    languages=(),
    speakers=(),
    url="https://elsewhere.example/night",
    links=(),
    is_cancelled=True,
)
BEFORE = replace(
    NIGHT,
    id=12,
    uid="0a1b2c3d-0000-4000-8000-000000000003",
    title="ABGESAGT: a film",
    day=DAY - timedelta(days=3),
    starts_at=START - timedelta(days=3),
    ends_at=START - timedelta(days=3, hours=-1),
    is_cancelled=False,
    url=None,
)
GONE = replace(KEYNOTE, id=13, uid="0a1b2c3d-0000-4000-8000-000000000004", is_withdrawn=True)


def leaving(*sessions: OutgoingSession, **changed: Any) -> OutgoingAgenda:
    made = OutgoingAgenda(
        slug="halvestra",
        source="halvestra-26",
        title="Halvestra & Partner",
        version="7",
        starts_on=DAY,
        ends_on=DAY + timedelta(days=1),
        zone=ZoneInfo("Europe/Berlin"),
        day_change=time(5),
        rooms=(
            OutgoingRoom("Saale", "0a1b2c3d-0000-4000-8000-00000000000a"),
            OutgoingRoom("Elbe", "0a1b2c3d-0000-4000-8000-00000000000b"),
        ),
        tracks=("Programme", "Ebb & flow"),
        sessions=sessions or (BEFORE, KEYNOTE, GONE, NIGHT),
    )
    return replace(made, **changed)


def returned(session: OutgoingSession, *, about: bool) -> ImportedSession:
    """What has to come back. `about`: with what a schedule.json tells of persons."""
    same = {field.name for field in fields(ImportedSession)} & {
        field.name for field in fields(OutgoingSession)
    }
    values = {name: getattr(session, name) for name in same}
    return ImportedSession(
        **values
        | {
            "guid": session.uid,
            "room": session.room or None,
            "track": session.track or None,
            "speakers": tuple(_speaker(speaker, about=about) for speaker in session.speakers),
        }
    )


def _speaker(speaker: OutgoingSpeaker, *, about: bool) -> ImportedSpeaker:
    known = ImportedSpeaker(f"guid:{speaker.guid}", speaker.name, speaker.guid)
    if not about:
        return known
    return replace(
        known,
        biography=speaker.biography,
        url=speaker.url,
        avatar_url=speaker.avatar_url,
    )
