"""Views of events and sessions, and how many statements they take."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from conference.agenda import editions, queries
from conference.agenda.actions import add_session, create_event
from conference.agenda.formats.model import ImportedSession
from conference.agenda.imports import create_event_from, import_agenda
from conference.agenda.models import Event, Session
from conference.agenda.views import Phase
from conference.db import Database
from conference.errors import NotFound
from conference.i18n import Translated
from tests.agenda.conftest import statements
from tests.agenda.made import KEYNOTE, START, TALK, an_agenda

HOUR = timedelta(hours=1)


async def a_programme(database: Database, *sessions: ImportedSession) -> int:
    """The event's id."""
    async with database.writing() as db:
        event_id = await create_event_from(db, an_agenda(*sessions), "halvestra")
        await import_agenda(db, event_id, an_agenda(*sessions))
    return event_id


def three() -> list[ImportedSession]:
    later = [
        replace(KEYNOTE, guid=f"k-{n}", starts_at=START + n * HOUR, room="Saale") for n in (4, 6)
    ]
    return [KEYNOTE, *(replace(each, ends_at=each.starts_at + HOUR) for each in later)]


@pytest.mark.parametrize("count", [1, 3])
async def test_the_agenda_takes_four_statements(database: Database, count: int) -> None:
    event_id = await a_programme(database, *three()[:count])

    async with database.reading() as db:
        event = await db.get_one(Event, event_id)
        async with statements(db) as sent:
            view = await queries.agenda(db, event)

    assert (len(view.items), len(sent)) == (count, 4)


@pytest.mark.parametrize("count", [1, 3])
async def test_a_session_takes_four_statements(database: Database, count: int) -> None:
    await a_programme(database, *three()[:count])

    async with database.reading() as db:
        session_id = (await db.scalars(select(Session.id).where(Session.guid == "k-1"))).one()
        async with statements(db) as sent:
            await queries.session_view(db, session_id)

    assert len(sent) == 4


async def test_keynotes_come_first_then_rooms_in_their_order(database: Database) -> None:
    elbe = replace(TALK, starts_at=START, ends_at=START + HOUR, room="Elbe")
    saale = replace(elbe, guid="t-2", room="Saale")
    await a_programme(database, replace(elbe, guid="t-0", room=None), elbe, saale, KEYNOTE)

    async with database.reading() as db:
        view = await queries.agenda(db, (await db.scalars(select(Event))).one())

    rooms = [item.room.name if item.room else "" for item in view.items]
    assert rooms == ["Elbe", "Saale", "Elbe", ""]
    assert view.items[0].speakers == ("Dr. Miriam Vogt-Adeyemi", "Tobias Kranz")
    assert [room.name for room in view.rooms] == ["Saale", "Elbe"]


async def test_a_session_nobody_knows_is_not_found(database: Database) -> None:
    async with database.reading() as db:
        with pytest.raises(NotFound):
            await queries.session_view(db, 1)
        with pytest.raises(NotFound):
            await editions.event_by_slug(db, "halvestra", None)


async def test_a_session_of_the_event_that_is_not_scheduled_has_no_phase_but_before(
    database: Database,
) -> None:
    event_id = await a_programme(database)
    async with database.writing() as db:
        session_id = await add_session(
            db, event_id, title=Translated(en="Later"), starts_at=START, ends_at=START + HOUR
        )
        (await db.get_one(Session, session_id, populate_existing=True)).slot = None
    async with database.reading() as db:
        view = await queries.session_view(db, session_id)

    assert (view.day, view.starts_at, view.phase(START + HOUR)) == (None, None, Phase.BEFORE)


@pytest.mark.parametrize(
    ("today", "slug"),
    [
        ("2026-01-01", "spring"),
        ("2026-03-02", "spring"),
        ("2026-03-03", "spring"),
        ("2026-03-05", "autumn"),
        ("2027-01-01", "autumn"),
    ],
)
async def test_the_current_event_is_running_or_next_or_last(
    database: Database, clock_at: Callable[[datetime], None], today: str, slug: str
) -> None:
    for name, month in (("autumn", 9), ("spring", 3)):
        async with database.writing() as db:
            await create_event(
                db,
                slug=name,
                title=Translated(en=name),
                motto=Translated(en=name),
                starts_on=date(2026, month, 1),
                ends_on=date(2026, month, 2),
                timezone="Europe/Berlin",
            )
    # At 01:00 in Berlin the day before still goes on.
    clock_at(datetime.fromisoformat(today).replace(tzinfo=UTC))

    async with database.reading() as db:
        event = await editions.current_event(db)

    assert event is not None
    assert event.slug == slug


async def test_without_events_there_is_no_current_one(database: Database) -> None:
    async with database.reading() as db:
        assert await editions.current_event(db) is None
