"""Agendas as a reader would return them, of an invented conference."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from conference.agenda.formats.model import (
    ImportedAgenda,
    ImportedLink,
    ImportedRoom,
    ImportedSession,
    ImportedSpeaker,
    ImportedTrack,
)

DAY = date(2026, 9, 17)
START = datetime(2026, 9, 17, 7, 30, tzinfo=UTC)
MIRIAM = ImportedSpeaker(
    "guid:m", "Dr. Miriam Vogt-Adeyemi", "m", "Leads the channel.", "https://vogt.example/"
)
TOBIAS = ImportedSpeaker("name:tobias kranz", "Tobias Kranz")

KEYNOTE = ImportedSession(
    guid="k-1",
    day=DAY,
    starts_at=START,
    ends_at=START + timedelta(hours=1),
    room="Elbe",
    track="Programme",
    title="What changes for you",
    subtitle="From July 2027",
    abstract="A new threshold.",
    description="Whom it meets, **and why**.",
    kind="Keynote",
    languages=("de", "en"),
    speakers=(MIRIAM, TOBIAS),
    url="https://halvestra.example/k-1",
    links=(
        ImportedLink("https://halvestra.example/slides.pdf", "Slides", "attachment"),
        ImportedLink("https://halvestra.example/feedback", "", "feedback"),
    ),
)
TALK = ImportedSession(
    guid="t-1",
    day=DAY,
    starts_at=START + timedelta(hours=2),
    ends_at=START + timedelta(hours=3),
    room=None,
    track=None,
    title="ENTFÄLLT: Ausschreibungen in drei Ländern",
    kind="lecture",
    languages=("de",),
    speakers=(TOBIAS,),
    is_cancelled=True,
)


def an_agenda(*sessions: ImportedSession, **changed: Any) -> ImportedAgenda:
    made = ImportedAgenda(
        source="halvestra",
        title="Halvestra Partner Conference",
        acronym="halvestra",
        starts_on=DAY,
        ends_on=DAY + timedelta(days=1),
        timezone="Europe/Berlin",
        day_change=time(4),
        base_url=None,
        rooms=(ImportedRoom("Saale"), ImportedRoom("Elbe")),
        tracks=(ImportedTrack("Programme"),),
        sessions=sessions or (KEYNOTE, TALK),
    )
    return replace(made, **changed)
