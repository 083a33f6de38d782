"""What the demo plants: on both databases, once, and where it stands in time."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.models import Person, Role, RoleKind
from conference.agenda.editions import current_event
from conference.agenda.models import (
    Event,
    EventState,
    Room,
    Session,
    SessionKind,
    Slot,
    Speaker,
    Track,
)
from conference.agenda.models_beside import Bookmark, Upload
from conference.agenda.own_agenda import own_agenda
from conference.agenda.queries import agenda
from conference.db import Base, Database
from conference.demo.cast import SMALL, WHOLE, attendees, attendees_before
from conference.demo.companies import companies
from conference.demo.editions import BEFORE, NOW, slug_of
from conference.demo.seed import plant
from conference.demo.shift import bring_to_now
from conference.mail.models import OutboxMail
from conference.partners.models import Organisation
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.models import Release, Scope, ScopeState
from conference.qa.models import Answer, Question, QuestionState
from conference.registration.models import Attendance, Consent, Registration
from conference.sentiment.models import NamedFeedback
from conference.settings import Settings, sqlite_url
from tests.demo.conftest import LEFT_BEHIND

KINDS: tuple[type[Base], ...] = (
    *(Event, Track, Room, Speaker, Session, Slot, Person, Organisation, Registration, Consent),
    *(Role, Question, Answer, NamedFeedback, OutboxMail, Bookmark, Upload),
)


@pytest.fixture
async def own_copy(planted: Settings, tmp_path: Path) -> AsyncIterator[Database]:
    """Of the planted one, to write to."""
    shutil.copy(planted.data / "conference.sqlite", tmp_path / "conference.sqlite")
    database = Database(sqlite_url(tmp_path / "conference.sqlite"))
    yield database
    await database.close()


async def counts(database: Database) -> dict[str, int]:
    async with database.reading() as db:
        return {
            kind.__name__: await db.scalar(select(func.count()).select_from(kind)) or 0
            for kind in KINDS
        }


async def plant_it(database: Database, settings: Settings) -> None:
    async with database.writing() as db:
        await plant(db, KeyFolder(settings.keys), SMALL, print)


async def test_it_is_planted_once_and_sends_no_mail(database: Database, settings: Settings) -> None:
    await plant_it(database, settings)
    once = await counts(database)
    await plant_it(database, settings)

    assert await counts(database) == once
    assert once == {
        "Event": 2,
        "Track": 7,
        "Room": 8,
        "Speaker": 47,
        "Session": 65,
        "Slot": 64,
        "Person": 243,
        "Organisation": 300,
        "Registration": 360,
        "Consent": 360,
        "Role": 53,
        "Question": 60,
        "Answer": 14,
        "NamedFeedback": 6,
        "OutboxMail": 0,
        "Bookmark": 546,
        "Upload": 49,
    }


def test_what_a_broken_planting_left_behind_is_in_nobodys_way(planted: Settings) -> None:
    assert KeyFolder(planted.keys).read(1) not in {None, LEFT_BEHIND}


async def test_there_are_questions_in_every_state(planted_database: Database) -> None:
    async with planted_database.reading() as db:
        keynote = (await agenda(db, await _event(db, NOW))).keynotes[0].id
        asked = select(Question).where(Question.session_id == keynote)
        questions = (await db.scalars(asked)).all()

    assert Counter(question.state for question in questions) == {
        QuestionState.LIVE: 24,
        QuestionState.WAITING: 7,
        QuestionState.ANSWERED: 6,
        QuestionState.DECLINED: 3,
    }
    assert sum(question.is_on_stage for question in questions) == 1


async def test_every_confirmed_attendee_has_three_bookmarks_two_of_them_at_once(
    planted_database: Database,
) -> None:
    async with planted_database.reading() as db:
        event = await _event(db, NOW)
        people = (await db.scalars(select(Bookmark.person_id).distinct())).all()
        agendas = [await own_agenda(db, event, person_id) for person_id in people[:10]]

    assert len(people) == 182
    assert {(len(own.bookmarked), len(own.clashes), len(own.gone)) for own in agendas} == {
        (3, 2, 0)
    }


async def test_everything_is_in_german_and_english(planted_database: Database) -> None:
    async with planted_database.reading() as db:
        sessions = (await db.scalars(select(Session))).all()
        speakers = (await db.scalars(select(Speaker))).all()
        texts = [s.title for s in sessions] + [s.headline for s in speakers]
        texts += [s.biography for s in speakers]
        texts += [s.abstract for s in sessions if s.kind != SessionKind.BREAK]

    assert {tuple(sorted(text)) for text in texts} == {("de", "en")}


def test_the_crowd_is_of_many_companies_and_a_long_tail() -> None:
    people, before = attendees(), attendees_before()
    sizes = Counter(Counter(person.company.name for person in people).values())

    assert (len(people), len(before)) == (WHOLE.attendees, WHOLE.before)
    assert len({*people} & {*before}) == WHOLE.again
    assert len({person.email for person in (*people, *before)}) == len({*people, *before})
    assert all(person.email.isascii() and person.email.endswith(".example") for person in people)
    assert sizes[1] > 50
    assert max(sizes) > 80


def test_the_rule_divides_those_who_bill_directly() -> None:
    direct = [each for each in companies() if each.partner_type == "direct-billing"]

    assert len(companies()) == len({each.domain for each in companies()}) == 300
    assert (len(direct), sum(each.must_change for each in direct)) == (73, 22)


async def test_the_edition_before_is_over_and_its_figures_are_out(
    planted_database: Database,
) -> None:
    async with planted_database.reading() as db:
        before = await _event(db, BEFORE)
        moods = select(Scope).where(Scope.kind == ScopeKind.MOOD)
        earlier, running = sorted(await db.scalars(moods), key=lambda each: each.opens_at)
        times = select(Release.at).where(Release.scope_id == earlier.id)
        released = (await db.scalars(times)).all()
        stays = select(func.count()).select_from(Attendance).join(Session)
        came = await db.scalar(stays.where(Session.event_id == before.id))

        assert (await current_event(db)) == await _event(db, NOW)

    assert before.state == EventState.ARCHIVED
    assert (earlier.state, running.state) == (ScopeState.CLOSED, ScopeState.OPEN)
    assert all(earlier.opens_at <= at <= earlier.closes_at for at in released)
    assert len(released) > 3
    assert came


async def test_each_start_moves_both_editions_so_that_a_keynote_began_ten_minutes_ago(
    own_copy: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = datetime(2027, 3, 28, 23, 5, 42, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)
    moments: tuple[Any, ...] = (
        *(Question.asked_at, Registration.registered_at, Attendance.ends_at, Release.at),
        Slot.delayed_from,
    )

    async with own_copy.writing() as db:
        began = await _keynote_begins(db)
        stood = [(await db.scalars(select(func.min(each)))).one() for each in moments]
        await bring_to_now(db)
        begins = await _keynote_begins(db)
        stands = [(await db.scalars(select(func.min(each)))).one() for each in moments]

    assert begins == datetime(2027, 3, 28, 22, 55, tzinfo=UTC)
    assert [after - before for after, before in zip(stands, stood, strict=True)] == [
        begins - began
    ] * len(moments)


async def test_the_event_has_two_days_at_whatever_hour_it_is_shown(
    own_copy: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in range(24):
        now = datetime(2026, 12, 1, hour, 30, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        async with own_copy.writing() as db:
            await bring_to_now(db)
            event = await _event(db, NOW)
            view = await agenda(db, event)

        sizes = {day.date: sum(len(slot.items) for slot in day.slots) for day in view.days}
        assert sizes == {event.starts_on: 30, event.starts_on + timedelta(days=1): 18}
        assert event.ends_on == event.starts_on + timedelta(days=1)
        assert view.event.day_of(now) == event.starts_on


async def test_the_team_has_its_roles(planted_database: Database) -> None:
    async with planted_database.reading() as db:
        rows = await db.execute(
            select(Person.name, Role.kind, func.count()).join(Role).group_by(Person.name, Role.kind)
        )
        roles = {(name, kind): count for name, kind, count in rows}

    assert roles == {
        ("Mirko Feldhoff", RoleKind.MODERATOR): 49,
        ("Katrin Sommerau", RoleKind.ORGANISER): 2,
        ("Leonie Brandis", RoleKind.CHANNEL_STAFF): 2,
    }


async def _event(db: AsyncSession, folder: str) -> Event:
    return (await db.scalars(select(Event).where(Event.slug == slug_of(folder)))).one()


async def _keynote_begins(db: AsyncSession) -> datetime:
    return (await agenda(db, await _event(db, NOW))).keynotes[0].starts_at
