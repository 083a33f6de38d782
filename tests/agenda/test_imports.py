"""What an import writes, and that nothing of a file is lost on the way through a database."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from sqlalchemy import select

from conference.agenda.actions import AgendaChanged, SessionChanged
from conference.agenda.formats.model import ImportedAgenda, ImportedSession
from conference.agenda.formats.schedule_json import read_schedule_json
from conference.agenda.imports import AT_ONCE, create_event_from, import_agenda, plan_of
from conference.agenda.models import Event, Session, SessionKind, SessionState, Slot, Speaker
from conference.agenda.plan import Plan
from conference.agenda.queries import agenda, session_view
from conference.agenda.views import SessionView
from conference.db import Database
from conference.errors import Conflict
from conference.i18n import Translated
from tests.agenda.made import DAY, KEYNOTE, START, TALK, an_agenda
from tests.support.statements import statements

REAL = sorted((Path(__file__).parents[3] / "shared" / "data" / "schedules").glob("*.json"))
READABLE = [path for path in REAL if "sessionize" not in path.name and "hub" not in path.name]
NAMES = [path.stem for path in READABLE]


async def imported(database: Database, *agendas: ImportedAgenda) -> Plan:
    """The last plan, of importing them one after the other."""
    for each in agendas:
        async with database.writing() as db:
            event_id = await db.scalar(select(Event.id)) or await create_event_from(
                db, each, "halvestra"
            )
            plan = await import_agenda(db, event_id, each)
    return plan


def counted(plan: Plan) -> dict[str, int]:
    return {name: number for name, number in plan.counts().items() if number}


async def stored(database: Database, guid: str) -> SessionView:
    async with database.reading() as db:
        session_id = (await db.scalars(select(Session.id).where(Session.guid == guid))).one()
        return await session_view(db, session_id)


async def test_every_field_of_a_session_is_kept(database: Database) -> None:
    await imported(database, an_agenda())

    keynote = await stored(database, "k-1")

    assert keynote.kind == SessionKind.KEYNOTE
    assert keynote.kind_word == "Keynote"
    assert keynote.title == Translated(und="What changes for you")
    assert keynote.subtitle == Translated(und="From July 2027")
    assert keynote.abstract == Translated(und="A new threshold.")
    assert keynote.description == Translated(und="Whom it meets, **and why**.")
    assert keynote.languages == ("de", "en")
    assert [(s.name, s.biography) for s in keynote.speakers] == [
        ("Dr. Miriam Vogt-Adeyemi", Translated(und="Leads the channel.")),
        ("Tobias Kranz", Translated()),
    ]
    assert keynote.track is not None
    assert keynote.track.name == Translated(und="Programme")
    assert keynote.room is not None
    assert keynote.room.name == "Elbe"
    assert (keynote.day, keynote.starts_at) == (DAY, START)
    assert keynote.ends_at == START + timedelta(hours=1)
    assert keynote.url == "https://halvestra.example/k-1"
    assert [(link.url, link.title, link.kind) for link in keynote.links] == [
        ("https://halvestra.example/slides.pdf", "Slides", "attachment"),
        ("https://halvestra.example/feedback", "", "feedback"),
    ]


async def test_a_session_of_one_language_has_its_title_in_it(database: Database) -> None:
    await imported(database, an_agenda())

    talk = await stored(database, "t-1")

    assert talk.title == Translated(de="ENTFÄLLT: Ausschreibungen in drei Ländern")
    assert talk.state == SessionState.CANCELLED
    assert (talk.kind, talk.room, talk.track) == (SessionKind.TALK, None, None)


async def test_the_same_file_again_changes_nothing(database: Database) -> None:
    plan = await imported(database, an_agenda(), an_agenda())

    assert counted(plan) == {"unchanged": 2}
    async with database.reading() as db:
        assert (await db.scalars(select(Event.agenda_version))).one() == 2


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({"title": "What changes"}, {"retitled": 1}),
        ({"room": "Saale"}, {"moved": 1}),
        ({"room": None}, {"moved": 1}),
        ({"day": date(2026, 9, 18)}, {"moved": 1}),
        ({"ends_at": START + timedelta(hours=2)}, {"length_changed": 1}),
        ({"speakers": ()}, {"speakers_changed": 1}),
        ({"speakers": KEYNOTE.speakers[::-1]}, {}),
        ({"links": ()}, {}),
        ({"languages": ("en",)}, {}),
        ({"track": None}, {}),
        ({"kind": "Panel"}, {}),
        ({"is_cancelled": True}, {}),
    ],
)
async def test_what_a_newer_file_says_is_taken(
    database: Database, change: dict[str, object], counts: dict[str, int]
) -> None:
    newer = an_agenda(replace(KEYNOTE, **change), TALK)  # type: ignore[arg-type]

    plan = await imported(database, an_agenda(), newer)
    again = await imported(database, newer)

    assert counted(plan) == {"changed": 1, "unchanged": 1} | counts
    assert counted(again) == {"unchanged": 2}


async def test_what_a_newer_file_lacks_stays_and_is_named(database: Database) -> None:
    plan = await imported(database, an_agenda(), an_agenda(TALK))

    assert counted(plan) == {"unchanged": 1, "gone": 1}
    assert (await stored(database, "k-1")).title == Translated(und="What changes for you")


async def test_repeats_under_one_guid_are_sessions_of_their_own(database: Database) -> None:
    repeat = replace(KEYNOTE, starts_at=START + timedelta(days=1), day=DAY + timedelta(days=1))
    repeat = replace(repeat, ends_at=repeat.starts_at + timedelta(hours=1))

    plan = await imported(database, an_agenda(KEYNOTE, repeat), an_agenda(KEYNOTE, repeat))

    assert counted(plan) == {"unchanged": 2}


async def test_a_person_no_session_names_is_forgotten(database: Database) -> None:
    without = an_agenda(replace(KEYNOTE, speakers=KEYNOTE.speakers[1:]), TALK)

    await imported(database, an_agenda(), without)

    async with database.reading() as db:
        assert list(await db.scalars(select(Speaker.name))) == ["Tobias Kranz"]


async def test_only_what_was_changed_is_announced(database: Database) -> None:
    await imported(database, an_agenda())
    heard: set[object] = set()
    database.on_commit = heard.update
    talk_id = (await stored(database, "t-1")).id

    plan = await imported(database, an_agenda(KEYNOTE, replace(TALK, title="Ausschreibungen")))

    event_id = (await stored(database, "t-1")).event.id
    assert counted(plan) == {"changed": 1, "unchanged": 1, "retitled": 1}
    assert heard == {AgendaChanged(event_id), SessionChanged(talk_id)}


async def test_an_event_made_from_the_file_follows_its_dates(database: Database) -> None:
    longer = an_agenda(ends_on=DAY + timedelta(days=3), timezone="Europe/Vienna")

    await imported(database, an_agenda(), longer)

    async with database.reading() as db:
        event = (await db.scalars(select(Event))).one()
    assert (event.ends_on, event.timezone) == (DAY + timedelta(days=3), "Europe/Vienna")
    assert event.title == event.motto == Translated(und="Halvestra Partner Conference")


async def test_new_dates_alone_raise_the_version_of_the_agenda(database: Database) -> None:
    """Otherwise pages would show the event as it was kept with the old one."""
    await imported(database, an_agenda(), an_agenda(ends_on=DAY + timedelta(days=3)))

    async with database.reading() as db:
        assert (await db.scalars(select(Event.agenda_version))).one() == 3


async def test_a_plan_agreed_to_before_somebody_wrote_is_refused(database: Database) -> None:
    async with database.reading() as db:
        agreed = (await plan_of(db, "halvestra", an_agenda())).digest
    await imported(database, an_agenda())

    async with database.writing() as db:
        event_id = (await db.scalars(select(Event.id))).one()
        with pytest.raises(Conflict):
            await import_agenda(db, event_id, an_agenda(), agreed=agreed)


@pytest.mark.parametrize("data", [path.read_bytes() for path in READABLE], ids=NAMES)
async def test_real_files_come_back_as_they_were_read(database: Database, data: bytes) -> None:
    read = read_schedule_json(data, timezone="Europe/Berlin")

    first = await imported(database, read)
    second = await imported(database, read)

    assert len(first.new) == len(read.sessions)
    assert len(second.matches) == len(read.sessions)
    assert second.changes_nothing
    async with database.reading() as db:
        event = (await db.scalars(select(Event))).one()
        shown = await agenda(db, event)
        held = (await db.execute(select(Slot.day, Slot.starts_at))).all()
    assert sorted(held) == sorted((each.day, each.starts_at) for each in read.sessions)
    assert sorted(map(str, (item.title for item in shown.items))) == sorted(
        map(_title, read.sessions)
    )


def _title(session: ImportedSession) -> str:
    return session.title


async def test_many_sessions_are_written_in_parts_between_which_others_have_their_turn(
    database: Database,
) -> None:
    many = [replace(TALK, guid=f"t-{number}") for number in range(2 * AT_ONCE + 1)]
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = asyncio.create_task(others())
    with statements(database) as sent:
        plan = await imported(database, an_agenda(*many))
    waiting.cancel()

    rows = groupby(statement.startswith("INSERT INTO session ") for statement in sent)
    parts = sum(are_sessions for are_sessions, _statements in rows)
    assert counted(plan) == {"new": len(many)}
    assert (parts, turns > parts) == (3, True)
    assert counted(await imported(database, an_agenda(*many))) == {"unchanged": len(many)}
