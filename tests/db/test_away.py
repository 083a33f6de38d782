"""A database that is away, or was for a moment: what counts as that, and what is done about it."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conference.bench.live.postgres import Postgres
from conference.db import Database
from conference.db.away import is_away
from tests.support.waiting import some_turns

CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
)
# Told once they have ended.
OTHERS = f"{CUT_OFF.replace('(pid)', '(pid, 30000)')} AND pid <> pg_backend_pid()"


@pytest.fixture
def name(postgres_server: Postgres) -> Iterator[str]:
    name = postgres_server.create_database()
    yield name
    postgres_server.drop_database(name)


@pytest.mark.parametrize(
    ("error", "is_so"),
    [
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (ValueError(), False),
        (ExceptionGroup("at the end of a request", [ConnectionRefusedError()]), True),
        (ExceptionGroup("at the end of a request", [ValueError()]), False),
    ],
)
def test_what_means_that_the_database_is_away(error: Exception, is_so: bool) -> None:
    assert is_away(error) == is_so


@pytest.mark.postgres
async def test_nobody_is_given_a_connection_that_has_ended(
    postgres_server: Postgres, name: str
) -> None:
    database = Database(postgres_server.url(name))
    assert await database.is_reachable()
    ended = await asyncio.to_thread(postgres_server.query, name, OTHERS)
    await some_turns()  # The driver hears of it

    async with database.reading() as db:
        answer = await db.scalar(text("SELECT 7"))

    await database.close()
    assert (ended, answer, database.losses.count) == (["t"], 7, 0)


@pytest.mark.postgres
async def test_what_breaks_in_use_or_cannot_be_had_is_counted(
    postgres_server: Postgres, name: str
) -> None:
    database = Database(postgres_server.url(name))
    gone = Database(postgres_server.url("none"))

    with pytest.raises(DBAPIError):
        async with database.reading() as db:
            await db.execute(text(CUT_OFF))
    was_there = await gone.is_reachable()

    for each in (database, gone):
        await each.close()
    assert (database.losses.count, was_there, gone.losses.count) == (1, False, 1)
