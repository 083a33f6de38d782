"""No test sees what another one has left in the PostgreSQL database that they share."""

import pytest
from sqlalchemy import text

from conference.bench.live.postgres import Postgres
from conference.db import Database
from tests import factories
from tests.support.reused import Reused

pytestmark = pytest.mark.postgres


@pytest.fixture
async def shared(postgres_server: Postgres, postgres_database: Reused) -> Reused:
    """One of our own, as it is left in a bad state here."""
    url = postgres_database.fresh(is_pristine=True)
    return Reused(postgres_server, template=url.rsplit("/", 1)[-1])


async def test_rows_numbers_and_whoever_is_still_writing_are_gone(shared: Reused) -> None:
    before = Database(shared.fresh())
    async with before.writing() as db:
        first = await factories.an_event(db, "left")
    async with before.engine.connect() as writing:
        await writing.execute(text("UPDATE event SET slug = 'locked'"))
        url = shared.fresh()
        await writing.invalidate()
    await before.close()

    after = Database(url)
    async with after.writing() as db:
        slugs = list(await db.scalars(text("SELECT slug FROM event")))
        again = await factories.an_event(db, "left")
    await after.close()
    shared.drop()

    assert (slugs, again) == ([], first)


async def test_a_database_of_another_shape_is_not_given_to_the_next(shared: Reused) -> None:
    url = shared.fresh()
    before = Database(url)
    async with before.writing() as db:
        await db.execute(text("CREATE TABLE left_over (id INTEGER)"))
    await before.close()

    next_url = shared.fresh()
    after = Database(next_url)
    async with after.reading() as db:
        found = await db.scalar(text("SELECT to_regclass('left_over')"))
    await after.close()
    shared.drop()

    assert (next_url != url, found) == (True, None)
