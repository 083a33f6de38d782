"""Transactions: all or nothing, changes only after the commit, no update lost."""

import asyncio
import gc

import pytest
from sqlalchemy import func, select

from conference import clock
from conference.accounts.actions import RolesChanged
from conference.accounts.models import Person
from conference.db import Change, Database, announce
from conference.live.models import Presence


def person(email: str) -> Person:
    return Person(name="Sabine Ortlieb", email=email, language="de", created_at=clock.now())


async def people(database: Database) -> int:
    async with database.reading() as db:
        return await db.scalar(select(func.count(Person.id))) or 0


@pytest.fixture
def heard(database: Database) -> list[frozenset[Change]]:
    heard: list[frozenset[Change]] = []
    database.on_commit = heard.append
    return heard


async def test_changes_go_out_after_the_commit_and_equal_ones_once(
    database: Database, heard: list[frozenset[Change]]
) -> None:
    async with database.writing() as db:
        db.add(person("sabine@alpenrand.example"))
        announce(db, RolesChanged(1))
        announce(db, RolesChanged(1))
        assert heard == []

    assert heard == [frozenset({RolesChanged(1)})]


async def test_a_failed_transaction_leaves_nothing_and_announces_nothing(
    database: Database, heard: list[frozenset[Change]]
) -> None:
    async def write_and_fail() -> None:
        async with database.writing() as db:
            db.add(person("sabine@alpenrand.example"))
            await db.flush()
            announce(db, RolesChanged(1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()

    assert (await people(database), heard) == (0, [])


async def test_what_a_reading_session_changes_is_lost(database: Database) -> None:
    async with database.reading() as db:
        db.add(person("sabine@alpenrand.example"))
        await db.flush()

    assert await people(database) == 0


async def test_of_eighty_read_modify_writes_none_is_lost(database: Database) -> None:
    async with database.writing() as db:
        db.add(Presence(process="test", topic="test", count=0, counted_at=clock.now()))

    async def add_ten() -> None:
        for _ in range(10):
            async with database.writing() as db:
                query = select(Presence).where(Presence.process == "test").with_for_update()
                row = (await db.scalars(query)).one()
                await asyncio.sleep(0)
                row.count += 1

    await asyncio.gather(*(add_ten() for _ in range(8)))

    async with database.reading() as db:
        query = select(Presence.count).where(Presence.process == "test")
        assert await db.scalar(query) == 80


async def test_closing_waits_for_whoever_is_still_at_it(database: Database) -> None:
    at_it, may_end = asyncio.Event(), asyncio.Event()

    async def read() -> None:
        async with database.reading() as db:
            await db.execute(select(1))
            at_it.set()
            await may_end.wait()

    reading = asyncio.create_task(read())
    await at_it.wait()
    closing = asyncio.create_task(database.close())
    await asyncio.wait([closing], timeout=0.1)
    was_waiting = not closing.done()
    may_end.set()
    await asyncio.gather(reading, closing)

    # What is left behind is a ResourceWarning, and those are errors here.
    gc.collect()
    assert was_waiting
