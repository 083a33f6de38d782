"""What the demo plants: on both databases, once, and where it stands in time."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from conference import clock
from conference.accounts.models import Person, Role, RoleKind
from conference.agenda.models import Event, Room, Session, SessionKind, Slot, Speaker, Track
from conference.agenda.models_beside import Bookmark
from conference.agenda.own_agenda import own_agenda
from conference.agenda.queries import agenda
from conference.db import Base, Database
from conference.demo.cast import attendees
from conference.demo.seed import plant
from conference.demo.shift import bring_to_now
from conference.mail.models import OutboxMail
from conference.privacy import KeyFolder
from conference.qa.models import Answer, Question, QuestionState
from conference.registration.models import Consent, Registration
from conference.settings import Settings

KINDS: tuple[type[Base], ...] = (
    *(Event, Track, Room, Speaker, Session, Slot, Person, Registration, Consent, Role),
    *(Question, Answer, OutboxMail, Bookmark),
)


async def counts(database: Database) -> dict[str, int]:
    async with database.reading() as db:
        return {
            kind.__name__: await db.scalar(select(func.count()).select_from(kind)) or 0
            for kind in KINDS
        }


async def plant_it(database: Database, settings: Settings) -> None:
    async with database.writing() as db:
        await plant(db, KeyFolder(settings.keys))


async def test_it_is_planted_once_and_sends_no_mail(database: Database, settings: Settings) -> None:
    await plant_it(database, settings)
    once = await counts(database)
    await plant_it(database, settings)

    assert await counts(database) == once
    assert once == {
        "Event": 1,
        "Track": 3,
        "Room": 3,
        "Speaker": 12,
        "Session": 12,
        "Slot": 12,
        "Person": 203,
        "Registration": 200,
        "Consent": 200,
        "Role": 14,
        "Question": 12,
        "Answer": 2,
        "OutboxMail": 0,
        "Bookmark": 540,
    }


async def test_there_are_questions_in_every_state(planted_database: Database) -> None:
    async with planted_database.reading() as db:
        states = Counter(await db.scalars(select(Question.state)))
        on_stage = await db.scalar(
            select(func.count()).select_from(Question).where(Question.is_on_stage)
        )

    assert states == {
        QuestionState.LIVE: 6,
        QuestionState.WAITING: 3,
        QuestionState.ANSWERED: 2,
        QuestionState.DECLINED: 1,
    }
    assert on_stage == 1


async def test_every_confirmed_attendee_has_three_bookmarks_two_of_them_at_once(
    planted_database: Database,
) -> None:
    async with planted_database.reading() as db:
        event = (await db.scalars(select(Event))).one()
        people = (await db.scalars(select(Bookmark.person_id).distinct())).all()
        agendas = [await own_agenda(db, event, person_id) for person_id in people[:10]]

    assert len(people) == 180
    assert {(len(own.bookmarked), len(own.clashes), len(own.gone)) for own in agendas} == {
        (3, 2, 0)
    }


async def test_everything_is_in_german_and_english(planted_database: Database) -> None:
    async with planted_database.reading() as db:
        sessions = (await db.scalars(select(Session))).all()
        speakers = (await db.scalars(select(Speaker))).all()
        texts = [s.title for s in sessions] + [s.abstract for s in sessions]
        texts += [s.description for s in sessions]
        texts += [s.headline for s in speakers] + [s.biography for s in speakers]

    assert {tuple(sorted(text)) for text in texts} == {("de", "en")}


def test_attendees_are_two_hundred_people_of_forty_companies() -> None:
    people = attendees()

    assert len({person.name for person in people}) == 200
    assert len({person.email for person in people}) == 200
    assert set(Counter(person.company.name for person in people).values()) == {5}
    assert all(person.email.isascii() and person.email.endswith(".example") for person in people)


async def test_each_start_moves_the_event_so_that_a_keynote_began_ten_minutes_ago(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plant_it(database, settings)
    later = datetime(2027, 3, 28, 23, 5, 42, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)

    async with database.writing() as db:
        asked = await db.scalar(select(func.min(Question.asked_at)))
        keynotes = select(func.min(Slot.starts_at)).join(Session, Session.id == Slot.session_id)
        began = await db.scalar(keynotes.where(Session.kind == SessionKind.KEYNOTE))
        await bring_to_now(db)
        again_asked = await db.scalar(select(func.min(Question.asked_at)))
        again_began = await db.scalar(keynotes.where(Session.kind == SessionKind.KEYNOTE))

    assert again_began == datetime(2027, 3, 28, 22, 55, tzinfo=UTC)
    assert asked
    assert began
    assert again_asked
    assert again_asked - again_began == asked - began


async def test_the_event_has_two_days_at_whatever_hour_it_is_shown(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plant_it(database, settings)

    for hour in range(24):
        now = datetime(2026, 12, 1, hour, 30, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        async with database.writing() as db:
            await bring_to_now(db)
            event = (await db.scalars(select(Event))).one()
            view = await agenda(db, event)

        sizes = {day.date: sum(len(slot.items) for slot in day.slots) for day in view.days}
        assert sizes == {event.starts_on: 7, event.starts_on + timedelta(days=1): 5}
        assert event.ends_on == event.starts_on + timedelta(days=1)
        assert view.event.day_of(now) == event.starts_on


async def test_the_team_has_its_roles(planted_database: Database) -> None:
    async with planted_database.reading() as db:
        rows = await db.execute(
            select(Person.name, Role.kind, func.count()).join(Role).group_by(Person.name, Role.kind)
        )
        roles = {(name, kind): count for name, kind, count in rows}

    assert roles == {
        ("Mirko Feldhoff", RoleKind.MODERATOR): 12,
        ("Katrin Sommerau", RoleKind.ORGANISER): 1,
        ("Leonie Brandis", RoleKind.CHANNEL_STAFF): 1,
    }
