"""Attendance tells who was in a session, and not when: its times cannot be moved about for that."""

import asyncio
from datetime import datetime, timedelta

import pytest

from conference import clock
from conference.agenda.events import locked_event
from conference.agenda.models import Slot
from conference.registration.models import Attendance
from tests import factories
from tests.organise.conftest import HERE, Office, entered_in
from tests.support.waiting import until_one_waits

MINUTE = timedelta(minutes=1)


async def a_session(office: Office, begins: timedelta) -> int:
    """It begins so long from now, lasts an hour, and somebody came half an hour ago."""
    async with office.database.writing() as db:
        starts_at = (clock.now() + begins).replace(second=0, microsecond=0)
        session_id = await factories.a_session(db, office.event_id, starts_at=starts_at)
        person_id = await factories.an_attendee(db, office.event_id)
        came = clock.now() - 30 * MINUTE
        stay = Attendance(
            session_id=session_id, person_id=person_id, begins_at=came, ends_at=came + MINUTE
        )
        db.add(stay)
    return session_id


async def times(office: Office, session_id: int) -> tuple[datetime, datetime]:
    async with office.database.reading() as db:
        slot = await db.get_one(Slot, session_id)
        return slot.starts_at, slot.ends_at


@pytest.mark.parametrize("minutes", ["1", "59"])
async def test_what_is_over_cannot_be_made_shorter(office: Office, minutes: str) -> None:
    session_id = await a_session(office, begins=-90 * MINUTE)
    before = await times(office, session_id)
    path = f"{HERE}/sessions/{session_id}"

    form = entered_in(await office.claudia.get(path))
    answer = await office.claudia.put(path, data=form | {"minutes": minutes})

    assert answer.status_code == 409
    assert "People were in this session already" in answer.text
    assert await times(office, session_id) == before


async def test_taken_off_the_schedule_it_does_not_come_back_into_the_past(office: Office) -> None:
    session_id = await a_session(office, begins=-90 * MINUTE)
    path = f"{HERE}/sessions/{session_id}"
    form = entered_in(await office.claudia.get(path))

    gone = await office.claudia.put(path, data=form | {"day": "", "starts": ""})
    version = entered_in(await office.claudia.get(path))["version"]
    back = await office.claudia.put(path, data=form | {"minutes": "1", "version": version})

    assert (gone.status_code, back.status_code) == (303, 409)


@pytest.mark.parametrize(
    ("begins", "later", "status"),
    [(-90, "5", 409), (-30, "5", 409), (-30, "30", 303), (-9, "5", 303), (5, "10", 303)],
)
async def test_only_what_is_on_or_to_come_is_put_off(
    office: Office, begins: int, later: str, status: int
) -> None:
    session_id = await a_session(office, begins=begins * MINUTE)
    path = f"{HERE}/sessions/{session_id}"
    version = entered_in(await office.claudia.get(path))["version"]

    answer = await office.claudia.put(f"{path}/delay", data={"minutes": later, "version": version})

    assert answer.status_code == status


async def test_what_nobody_was_in_can_be_put_right(office: Office) -> None:
    async with office.database.writing() as db:
        starts_at = (clock.now() - 90 * MINUTE).replace(second=0, microsecond=0)
        session_id = await factories.a_session(db, office.event_id, starts_at=starts_at)
    path = f"{HERE}/sessions/{session_id}"

    form = entered_in(await office.claudia.get(path))
    answer = await office.claudia.put(path, data=form | {"minutes": "30"})

    assert answer.status_code == 303


async def test_what_is_over_does_not_follow_another_into_a_later_time(office: Office) -> None:
    """Nobody was in the first; moved by itself, it takes no one's time with it."""
    attended = await a_session(office, begins=-90 * MINUTE)
    async with office.database.writing() as db:
        slot = await db.get_one(Slot, attended)
        first = await factories.a_session(
            db, office.event_id, title="First", starts_at=slot.starts_at - 60 * MINUTE
        )
        (await db.get_one(Slot, first)).room_id = slot.room_id
        (await db.get_one(Slot, first)).day = slot.day
    before = await times(office, attended)
    path = f"{HERE}/sessions/{first}"
    form = {"minutes": "5", "is_meant": "yes", "with_following": "yes"}
    version = entered_in(await office.claudia.get(path))["version"]

    answer = await office.claudia.put(f"{path}/delay", data=form | {"version": version})

    assert answer.status_code == 409
    assert await times(office, attended) == before


async def test_what_comes_to_follow_another_meanwhile_is_not_put_off_unseen(
    office: Office,
) -> None:
    attended = await a_session(office, begins=-90 * MINUTE)
    before = await times(office, attended)
    async with office.database.writing() as db:
        first = await factories.a_session(
            db, office.event_id, title="First", starts_at=before[0] - 60 * MINUTE
        )
        slot = await db.get_one(Slot, first)
        (await db.get_one(Slot, attended)).day = slot.day
    path = f"{HERE}/sessions/{first}"
    form = {"minutes": "5", "is_meant": "yes", "with_following": "yes", "version": "1"}

    async with office.database.writing() as db:
        await locked_event(db, office.event_id)
        meanwhile = asyncio.create_task(office.claudia.put(f"{path}/delay", data=form))
        await until_one_waits(office.database)
        (await db.get_one(Slot, attended)).room_id = slot.room_id

    assert (await meanwhile).status_code == 409
    assert await times(office, attended) == before
