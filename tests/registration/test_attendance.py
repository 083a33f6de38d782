"""Stays, from sockets as they open and close to the rows that are left of them.

It is long, as every way a stay can end is told here.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.actions import open_sign_in
from conference.accounts.cookies import cookie_name
from conference.accounts.models import Reach
from conference.app import App, create_app
from conference.db import Database
from conference.registration import attendance
from conference.registration.attendance import CHUNK, GAP, Stay, Stays, write_stays
from conference.registration.models import Attendance, Registration
from tests import factories
from tests.security.knocking import ACCEPTED, REFUSED, Socket, knock, knocking
from tests.support.statements import statements
from tests.support.times import Later, later

__all__ = ["later"]

SECOND = timedelta(seconds=1)


@dataclass
class Room:
    """A keynote that Sabine watches. All written stays are (person, begin, end)."""

    app: App
    event_id: int
    session_id: int
    sabine_id: int
    sabine: str

    def socket(self, cookie: str, session_id: int = 0) -> AbstractAsyncContextManager[Socket]:
        return knocking(self.app, f"/sessions/{session_id or self.session_id}/live", cookie)

    async def written(self) -> list[tuple[int, datetime, datetime]]:
        await self.app.stays.write()
        return await rows(self.app.database)

    def stay(self, begins_at: datetime, ends_at: datetime) -> Stay:
        return Stay(self.session_id, self.sabine_id, begins_at, ends_at)


@pytest.fixture
async def room(app: App) -> Room:
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await factories.a_session(db, event_id)
        sabine_id = await factories.an_attendee(db, event_id)
    sabine = await cookie(app, sabine_id, Reach.ATTENDEE)
    return Room(app, event_id, session_id, sabine_id, sabine)


async def cookie(app: App, person_id: int | None, reach: Reach, event_id: int | None = None) -> str:
    async with app.database.writing() as db:
        token, _ = await open_sign_in(
            db, reach=reach, person_id=person_id, event_id=event_id, browser="a test"
        )
    return f"{cookie_name(app.settings)}={token}"


@contextmanager
def during(stays: Stays, room: Room) -> Iterator[None]:
    leave = stays.come(room.session_id, room.sabine_id)
    yield
    leave()


async def rows(database: Database) -> list[tuple[int, datetime, datetime]]:
    query = select(Attendance.person_id, Attendance.begins_at, Attendance.ends_at)
    async with database.reading() as db:
        found = await db.execute(query.order_by(Attendance.begins_at, Attendance.id))
        return [(person_id, begins_at, ends_at) for person_id, begins_at, ends_at in found]


async def test_an_open_socket_is_a_stay_that_goes_on(room: Room, later: Later) -> None:
    later(0 * SECOND)
    began = clock.now()
    async with room.socket(room.sabine) as socket:
        for _ in range(3):
            later(30 * SECOND)
            meanwhile = await room.written()
        later(10 * SECOND)

    assert socket.status == ACCEPTED
    assert meanwhile == [(room.sabine_id, began, began + 90 * SECOND)]
    assert await room.written() == [(room.sabine_id, began, began + 100 * SECOND)]


async def test_several_tabs_are_one_stay_until_the_last_closes(room: Room, later: Later) -> None:
    later(0 * SECOND)
    began = clock.now()
    async with room.socket(room.sabine):
        later(10 * SECOND)
        async with room.socket(room.sabine):
            later(10 * SECOND)
        await room.written()
        later(40 * SECOND)

    assert await room.written() == [(room.sabine_id, began, began + 60 * SECOND)]


@pytest.mark.parametrize("is_written_between", [True, False])
async def test_whoever_is_back_within_a_minute_was_there_all_the_time(
    room: Room, later: Later, is_written_between: bool
) -> None:
    later(0 * SECOND)
    began = clock.now()
    async with room.socket(room.sabine):
        later(20 * SECOND)
    if is_written_between:
        await room.written()
    later(GAP)
    async with room.socket(room.sabine):
        later(20 * SECOND)

    assert await room.written() == [(room.sabine_id, began, began + GAP + 40 * SECOND)]


@pytest.mark.parametrize("is_written_between", [True, False])
async def test_whoever_comes_back_later_has_two_stays(
    room: Room, later: Later, is_written_between: bool
) -> None:
    later(0 * SECOND)
    began = clock.now()
    async with room.socket(room.sabine):
        later(20 * SECOND)
    if is_written_between:
        await room.written()
    later(GAP + SECOND)
    async with room.socket(room.sabine):
        later(20 * SECOND)

    again = began + GAP + 21 * SECOND
    assert await room.written() == [
        (room.sabine_id, began, began + 20 * SECOND),
        (room.sabine_id, again, again + 20 * SECOND),
    ]


async def test_only_those_are_noted_who_opened_the_mailed_link_and_were_let_in(
    room: Room, later: Later
) -> None:
    async with room.app.database.writing() as db:
        jonas = await factories.a_moderator(db, room.event_id, room.session_id)
        unconfirmed = await factories.an_attendee(db, room.event_id, "Anna Weser")
        await db.execute(
            update(Registration)
            .where(Registration.person_id == unconfirmed)
            .values(confirmed_at=None)
        )
        elsewhere = await factories.an_event(db, "weitblick")
        foreign = await factories.an_attendee(db, elsewhere, "Bela Isar")
    waiting = await cookie(room.app, None, Reach.WAITING, room.event_id)
    others = [
        await cookie(room.app, jonas, Reach.FULL),
        await cookie(room.app, unconfirmed, Reach.ATTENDEE),
    ]
    later(0 * SECOND)
    began = clock.now()

    async with room.socket(waiting), room.socket(others[0]), room.socket(others[1]):
        path = f"/sessions/{room.session_id}/live"
        refused = await knock(room.app, path, await cookie(room.app, foreign, Reach.ATTENDEE))
        async with room.socket(room.sabine):
            later(20 * SECOND)
            during = await room.written()

    assert refused == REFUSED
    assert during == [(room.sabine_id, began, began + 20 * SECOND)]


async def test_sessions_are_apart(room: Room, later: Later) -> None:
    async with room.app.database.writing() as db:
        other = await factories.a_session(db, room.event_id, title="Another session")
    later(0 * SECOND)
    began = clock.now()
    async with room.socket(room.sabine):
        later(20 * SECOND)
        async with room.socket(room.sabine, other):
            later(20 * SECOND)

    assert await room.written() == [
        (room.sabine_id, began, began + 40 * SECOND),
        (room.sabine_id, began + 20 * SECOND, began + 40 * SECOND),
    ]


async def test_a_crash_costs_less_than_a_minute_and_the_stay_goes_on(
    room: Room, later: Later
) -> None:
    later(0 * SECOND)
    began = clock.now()
    after = Stays(room.app.database)
    with during(room.app.stays, room):
        later(30 * SECOND)
        await room.app.stays.write()
        later(20 * SECOND)
        lost = await rows(room.app.database)
        with during(after, room):
            later(20 * SECOND)
            await after.write()

    assert lost == [(room.sabine_id, began, began + 30 * SECOND)]
    assert await rows(room.app.database) == [(room.sabine_id, began, began + 70 * SECOND)]


async def test_two_processes_that_see_a_person_write_one_stay(room: Room, later: Later) -> None:
    other = create_app(room.app.settings)
    later(0 * SECOND)
    began = clock.now()
    with during(room.app.stays, room), during(other.stays, room):
        later(30 * SECOND)
        await room.app.stays.write()
        await other.stays.write()
        later(30 * SECOND)
        await other.stays.write()
    await other.database.close()

    assert await room.written() == [(room.sabine_id, began, began + 60 * SECOND)]


async def test_a_stay_never_gets_shorter(room: Room) -> None:
    began = clock.now()
    stays = [room.stay(began, began + 50 * SECOND), room.stay(began, began + 20 * SECOND)]
    for stay in stays:
        await room.app.database.grouped(write_stays, [stay])

    assert await rows(room.app.database) == [(room.sabine_id, began, began + 50 * SECOND)]


async def test_what_could_not_be_written_is_written_later(
    room: Room, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*args: object) -> None:
        raise OSError("away")

    later(0 * SECOND)
    began = clock.now()
    with during(room.app.stays, room):
        later(20 * SECOND)
    with monkeypatch.context() as gone:
        gone.setattr(room.app.database, "grouped", away)
        with pytest.raises(OSError, match="away"):
            await room.app.stays.write()

    assert await room.written() == [(room.sabine_id, began, began + 20 * SECOND)]


async def test_others_write_between_the_parts_of_a_full_room(
    room: Room, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    async def look(db: AsyncSession, items: Sequence[None]) -> list[None]:
        seen.append(await db.scalar(select(func.count(Attendance.id))) or 0)
        return [None for _ in items]

    monkeypatch.setattr(attendance, "CHUNK", 2)
    async with room.app.database.writing() as db:
        people = [
            await factories.an_attendee(db, room.event_id, f"Guest {number}") for number in range(5)
        ]
    later(0 * SECOND)
    for person in people:
        room.app.stays.come(room.session_id, person)
    later(30 * SECOND)
    writing = asyncio.create_task(room.app.stays.write())
    while not writing.done():
        await room.app.database.grouped(look, None)

    assert {2, 4} & set(seen)
    assert len(await rows(room.app.database)) == 5


@pytest.mark.parametrize("present", [1, 3, CHUNK])
async def test_a_round_of_a_full_room_takes_few_statements(
    room: Room, later: Later, present: int
) -> None:
    async with room.app.database.writing() as db:
        people = [
            await factories.an_attendee(db, room.event_id, f"Guest {number}")
            for number in range(present)
        ]
    began = clock.now()
    first = [Stay(room.session_id, person, began, began + 20 * SECOND) for person in people]
    longer = [Stay(room.session_id, person, began, began + 50 * SECOND) for person in people]
    with statements(room.app.database) as sent:
        async with room.app.database.writing() as db:
            await write_stays(db, [first])
        sent.clear()
        async with room.app.database.writing() as db:
            await write_stays(db, [longer])

    words = [statement.split()[0] for statement in sent if "advisory" not in statement]
    assert words == [*(["BEGIN"] if room.app.database.is_sqlite else []), "SELECT", "UPDATE"]
    assert len(await rows(room.app.database)) == present
