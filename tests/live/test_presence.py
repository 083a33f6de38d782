"""Presence: the sum of what processes count; a room is told at the steps, its staff always."""

import pytest
from sqlalchemy import update

from conference import clock
from conference.db import Change, Database
from conference.live import CrowdChanged, PresenceChanged, Topic, present
from conference.live import presence as counts
from conference.live.models import Presence
from conference.live.presence import FRESH, write_presence

ROOM = Topic("session/1")


@pytest.fixture
def heard(database: Database) -> list[set[Change]]:
    heard: list[set[Change]] = []
    database.on_commit = lambda changes: heard.append(set(changes))
    return heard


async def sum_of(database: Database) -> int:
    async with database.reading() as db:
        return await present(db, ROOM)


async def test_a_room_is_told_at_the_steps_and_its_staff_of_each(
    database: Database, heard: list[set[Change]]
) -> None:
    for count in (99, 1_200, 1_210, 1_210, 1_260):
        await database.grouped(write_presence, {ROOM: count})

    both, exact = {PresenceChanged(ROOM), CrowdChanged(ROOM)}, {PresenceChanged(ROOM)}
    assert heard == [both, both, exact, both]
    assert await sum_of(database) == 1_260


async def test_who_was_counted_by_a_process_that_is_gone_counts_no_more(
    database: Database, heard: list[set[Change]], monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.grouped(write_presence, {ROOM: 40})
    monkeypatch.setattr(counts, "PROCESS", "another")
    await database.grouped(write_presence, {ROOM: 2})
    together = await sum_of(database)
    async with database.writing() as db:
        dead = Presence.process != "another"
        await db.execute(update(Presence).where(dead).values(counted_at=clock.now() - FRESH))
    del heard[:]
    await database.grouped(write_presence, {ROOM: 2})

    assert (together, await sum_of(database)) == (42, 2)
    assert heard == [{PresenceChanged(ROOM), CrowdChanged(ROOM)}]
