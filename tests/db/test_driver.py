"""The driver: one visit to its thread a statement, and all that SQLAlchemy rests on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.db.database import make_engine
from conference.db.driver import Connection
from conference.settings import sqlite_url


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    engine = make_engine(sqlite_url(tmp_path / "new.sqlite"))
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE seen (id INTEGER PRIMARY KEY, name TEXT)"))
        yield connection
    await engine.dispose()


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """To the threads of all connections."""
    made, execute = list[str](), Connection._execute

    async def count(self: Connection, what: object, *rest: object, **named: object) -> object:
        made.append(getattr(what, "__name__", ""))
        return await execute(self, what, *rest, **named)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(Connection, "_execute", count)
    return made


async def test_a_statement_is_one_visit(connection: AsyncConnection, visits: list[str]) -> None:
    rows = [{"id": id_, "name": f"name {id_}"} for id_ in range(3)]
    await connection.execute(text("INSERT INTO seen VALUES (:id, :name)"), rows)
    found = await connection.execute(text("SELECT id, name FROM seen ORDER BY id"))

    assert [row._asdict() for row in found] == rows
    assert len(visits) == 2


async def test_a_transaction_begins_on_the_way_of_its_first_statement(
    tmp_path: Path, visits: list[str]
) -> None:
    engine = make_engine(sqlite_url(tmp_path / "new.sqlite"))
    async with engine.begin() as one:
        await one.execute(text("CREATE TABLE seen (id INTEGER PRIMARY KEY)"))
    visits.clear()
    async with engine.connect() as one:
        await one.begin()
    made = [visits.copy()]
    async with engine.connect() as one:
        before = await one.scalar(text("SELECT count(*) FROM seen"))
        async with engine.begin() as other:
            await other.execute(text("INSERT INTO seen VALUES (1)"))
        visits.clear()
        after = await one.scalar(text("SELECT count(*) FROM seen"))
    made.append(visits.copy())
    await engine.dispose()

    assert (before, after) == (0, 0)
    assert made == [[], ["_run", "rollback"]]


async def test_what_a_statement_says_of_itself_is_kept(connection: AsyncConnection) -> None:
    added = await connection.execute(text("INSERT INTO seen (name) VALUES ('anna'), ('jonas')"))
    changed = await connection.execute(text("UPDATE seen SET name = 'x' RETURNING id"))
    removed = await connection.execute(text("DELETE FROM seen"))
    none = await connection.execute(text("SELECT name FROM seen"))

    assert (added.rowcount, added.lastrowid, removed.rowcount) == (2, 2, 2)
    assert ([*changed.scalars()], [*none.keys()], none.all()) == ([1, 2], ["name"], [])


async def test_rows_are_streamed_some_at_a_time(connection: AsyncConnection) -> None:
    await connection.execute(text("INSERT INTO seen (id) VALUES (1), (2), (3), (4), (5)"))

    streamed = await connection.stream(text("SELECT id FROM seen ORDER BY id"))
    one, two = await streamed.fetchone(), await streamed.fetchmany(2)

    assert (one, two, await streamed.all()) == ((1,), [(2,), (3,)], [(4,), (5,)])


async def test_what_the_database_refuses_is_raised_and_the_next_statement_runs(
    connection: AsyncConnection,
) -> None:
    insert = text("INSERT INTO seen (id) VALUES (7)")
    await connection.execute(insert)
    with pytest.raises(IntegrityError):
        await connection.execute(insert)
    with pytest.raises(OperationalError):
        await connection.execute(text("SELECT nothing FROM nowhere"))

    assert await connection.scalar(text("SELECT count(*) FROM seen")) == 1


async def test_a_connection_that_is_closed_takes_no_more(tmp_path: Path) -> None:
    connection = Connection(str(tmp_path / "new.sqlite"))
    await connection
    waiting = asyncio.create_task(connection.cursor().execute("SELECT 1"))
    await asyncio.sleep(0)
    await connection.close()

    assert [*await (await waiting).fetchall()] == [(1,)]
    with pytest.raises(ValueError, match="active"):
        await connection.cursor().execute("SELECT 1")
