"""When a session's version, its sequence and the time of its last change rise."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from conference.agenda.actions import add_room
from conference.agenda.imports import create_event_from, import_agenda
from conference.agenda.models import Room, Session, SessionState, Slot
from conference.agenda.stamping import placement_of, stamp
from conference.db import Database
from conference.i18n import Translated
from tests.agenda.made import KEYNOTE, START, an_agenda

LATER = START + timedelta(days=1)


async def a_session(database: Database, clock_at: Callable[[datetime], None]) -> tuple[int, int]:
    """Its event's id, and that of a room it is not in."""
    clock_at(START)
    async with database.writing() as db:
        event_id = await create_event_from(db, an_agenda(), "halvestra")
        await import_agenda(db, event_id, an_agenda(KEYNOTE))
        return event_id, await add_room(db, event_id, name="Oder")


def _later(row: Session, room: int, event: int) -> None:
    assert row.slot
    row.slot.starts_at += timedelta(minutes=5)


def _longer(row: Session, room: int, event: int) -> None:
    assert row.slot
    row.slot.ends_at += timedelta(minutes=5)


def _elsewhere(row: Session, room: int, event: int) -> None:
    assert row.slot
    row.slot.room_id = room


def _nowhere(row: Session, room: int, event: int) -> None:
    assert row.slot
    row.slot.room = None


def _in_a_new_room(row: Session, room: int, event: int) -> None:
    assert row.slot
    row.slot.room = Room(event_id=event, name="Spree")


def _unscheduled(row: Session, room: int, event: int) -> None:
    row.slot = None


def _cancelled(row: Session, room: int, event: int) -> None:
    row.state = SessionState.CANCELLED


def _retitled(row: Session, room: int, event: int) -> None:
    row.title = Translated(de="Anders")


def _as_it_was(row: Session, room: int, event: int) -> None:
    assert row.slot
    row.slot.room = row.slot.room


@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        (_later, 1),
        (_longer, 1),
        (_elsewhere, 1),
        (_nowhere, 1),
        (_in_a_new_room, 1),
        (_unscheduled, 1),
        (_cancelled, 1),
        (_retitled, 0),
        (_as_it_was, 0),
    ],
)
async def test_the_sequence_tells_of_time_length_room_and_state_alone(
    database: Database,
    clock_at: Callable[[datetime], None],
    change: Callable[[Session, int, int], None],
    sequence: int,
) -> None:
    event_id, room_id = await a_session(database, clock_at)

    clock_at(LATER)
    async with database.writing() as db:
        loaded = select(Session).options(joinedload(Session.slot).joinedload(Slot.room))
        row = (await db.scalars(loaded)).one()
        before = placement_of(row)
        change(row, room_id, event_id)
        stamp(row, before)

    async with database.reading() as db:
        row = (await db.scalars(select(Session))).one()
        assert (row.version, row.sequence, row.changed_at) == (2, sequence, LATER)


async def test_a_new_session_begins_unstamped(
    database: Database, clock_at: Callable[[datetime], None]
) -> None:
    await a_session(database, clock_at)

    async with database.reading() as db:
        row = (await db.scalars(select(Session))).one()

    assert (row.version, row.sequence) == (1, 0)
