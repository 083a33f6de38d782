"""What we export finds itself again when it is imported, and nothing written by hand is lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from conference.agenda.actions import (
    add_room,
    add_session,
    add_speaker,
    add_track,
    create_event,
)
from conference.agenda.exports import outgoing
from conference.agenda.formats.model import ImportedAgenda
from conference.agenda.formats.reading import read_agenda
from conference.agenda.formats.write_json import write_json
from conference.agenda.formats.write_xml import write_xml
from conference.agenda.imports import create_event_from, import_agenda
from conference.agenda.models import Event, Session, SessionKind, SessionState, Slot, Speaker, Track
from conference.agenda.plan import Plan
from conference.db import Database
from conference.i18n import Translated
from tests.agenda.made import DAY, KEYNOTE, START, an_agenda

ROOT = "https://halvestra.example"
WRITERS = {"xml": write_xml, "json": write_json}
FOLDER = Path(__file__).parents[3] / "shared" / "data" / "schedules"
REAL = (
    "39c3-everything.schedule.json",
    "camp2019-wiki.schedule.xml",
    "fosdem-2025-v1-20241231.xml",
    "klimacamp-rheinland-2015.schedule.json",
    "klimacamp-rheinland-2015.schedule.xml",
    "vocexample-pretalx-democon.json",
)
PRESENT = {name: (FOLDER / name).read_bytes() for name in REAL if (FOLDER / name).is_file()}


async def by_hand(database: Database) -> int:
    """Two languages, a text in one only, a track no file has named, a night, a cancellation."""
    async with database.writing() as db:
        event_id = await create_event(
            db,
            slug="halvestra",
            title=Translated(de="Partnertage", en="Partner Days"),
            motto=Translated(de="Los", en="Go"),
            starts_on=DAY,
            ends_on=DAY + timedelta(days=1),
            timezone="Europe/Berlin",
        )
        track = await add_track(db, event_id, name=Translated(de="Vertrieb", en="Sales"))
        room = await add_room(db, event_id, name="Elbe")
        await add_room(db, event_id, name="Saale")
        speaker = await add_speaker(
            db,
            event_id,
            name="Dr. Miriam Vogt-Adeyemi",
            headline=Translated(de="Leiterin"),
            biography=Translated(de="Leitet den Vertrieb.", en="Leads the channel."),
        )
        await add_session(
            db,
            event_id,
            kind=SessionKind.KEYNOTE,
            title=Translated(de="Was sich ändert", en="What changes"),
            subtitle=Translated(en="From July"),
            abstract=Translated(de="Eins\r\nzwei ", en="One\r\ntwo"),
            languages=("de", "en"),
            starts_at=START,
            ends_at=START + timedelta(hours=1),
            track_id=track,
            room_id=room,
            speaker_ids=(speaker,),
            links=[("https://youtu.be/1", "Film"), ("https://a.example/", "")],
        )
        await add_session(
            db,
            event_id,
            title=Translated(de="Nachtwache", en="Night watch"),
            state=SessionState.CANCELLED,
            starts_at=START + timedelta(hours=16),
            ends_at=START + timedelta(hours=18),
            url="https://elsewhere.example/night",
        )
        return event_id


async def exported(database: Database, event_id: int, name: str, locale: str) -> bytes:
    async with database.reading() as db:
        agenda = await outgoing(db, await db.get_one(Event, event_id), locale)
    return WRITERS[name](agenda, ROOT)


async def imported(database: Database, event_id: int, agenda: ImportedAgenda) -> Plan:
    async with database.writing() as db:
        return await import_agenda(db, event_id, agenda)


async def everything(database: Database) -> list[tuple[object, ...]]:
    async with database.reading() as db:
        tables = [model.__table__ for model in (Event, Track, Speaker, Session, Slot)]
        return [tuple(row) for t in tables for row in await db.execute(select(t))]


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("locale", ["de", "en"])
async def test_an_export_of_what_was_written_by_hand_changes_nothing(
    database: Database, name: str, locale: str
) -> None:
    event_id = await by_hand(database)
    before = await everything(database)

    read = read_agenda(await exported(database, event_id, name, locale), timezone=None)
    plan = await imported(database, event_id, read)

    assert [match.differences for match in plan.matches] == [(), ()]
    assert plan.changes_nothing
    assert await everything(database) == before


async def test_a_text_that_changed_in_one_language_keeps_the_other(database: Database) -> None:
    event_id = await by_hand(database)
    content = (await exported(database, event_id, "json", "en")).decode()
    edited = content.replace("What changes", "What will change").replace("Leads the", "Runs the")

    plan = await imported(database, event_id, read_agenda(edited.encode(), timezone=None))

    assert [sorted(match.fields) for match in plan.changed] == [["speakers", "title"]]
    async with database.reading() as db:
        session = (await db.scalars(select(Session).order_by(Session.id))).first()
        speaker = (await db.scalars(select(Speaker))).one()
    assert session is not None
    assert session.title == Translated(de="Was sich ändert", en="What will change")
    assert session.abstract == Translated(de="Eins\r\nzwei ", en="One\r\ntwo")
    assert speaker.biography == Translated(de="Leitet den Vertrieb.", en="Runs the channel.")
    assert (speaker.headline, speaker.version) == (Translated(de="Leiterin"), 2)
    assert (session.version, session.sequence) == (2, 0)


async def test_a_translation_outlives_the_file_it_was_made_of(database: Database) -> None:
    """Sessions of one file are in several languages; so each tells its own."""
    async with database.writing() as db:
        event_id = await create_event_from(db, an_agenda(), "halvestra")
        await import_agenda(db, event_id, an_agenda())
    async with database.writing() as db:
        for row in await db.scalars(select(Session)):
            row.title = Translated({"en": "Translated", **row.title})

    plan = await imported(database, event_id, an_agenda())

    assert plan.changes_nothing


@pytest.mark.parametrize("name", WRITERS)
async def test_another_event_gets_the_same_programme_under_new_names(
    database: Database, name: str
) -> None:
    event_id = await by_hand(database)
    read = read_agenda(await exported(database, event_id, name, "de"), timezone=None)

    async with database.writing() as db:
        other_id = await create_event_from(db, read, "another")
        first = await import_agenda(db, other_id, read)
    second = await imported(database, other_id, read)

    assert (len(first.new), second.changes_nothing) == (2, True)
    async with database.reading() as db:
        uids = list(await db.scalars(select(Session.uid)))
    assert len(set(uids)) == 4


async def test_a_guid_becomes_the_name_of_its_first_session_alone(database: Database) -> None:
    guid = "0F0E7A52-6d0c-4f0e-9d1b-3b8f6c1a2d01"
    first = replace(KEYNOTE, guid=guid)
    later = START + timedelta(hours=2)
    repeat = replace(first, starts_at=later, ends_at=later + timedelta(hours=1))
    agenda = an_agenda(first, repeat)

    async with database.writing() as db:
        event_id = await create_event_from(db, agenda, "halvestra")
        await import_agenda(db, event_id, agenda)
    again = await imported(database, event_id, agenda)

    async with database.reading() as db:
        uids = list(await db.scalars(select(Session.uid).order_by(Session.id)))
    assert uids[0] == guid.lower() != uids[1]
    assert again.changes_nothing


# On one database: tests/agenda/test_imports.py reads the largest back from both.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", PRESENT)
async def test_real_files_survive_the_way_out_and_back(database: Database, name: str) -> None:
    read = read_agenda(PRESENT[name], timezone="Europe/Berlin", repair=True)
    async with database.writing() as db:
        event_id = await create_event_from(db, read, "real")
        await import_agenda(db, event_id, read)
    before = await everything(database)

    plans = [
        await imported(
            database,
            event_id,
            read_agenda(await exported(database, event_id, writer, "de"), timezone=None),
        )
        for writer in WRITERS
    ]

    assert [(len(plan.matches), plan.changes_nothing) for plan in plans] == [
        (len(read.sessions), True),
        (len(read.sessions), True),
    ]
    assert await everything(database) == before
