"""Migrations: from empty to what the models say, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import text

from conference.bench.live.postgres import Postgres
from conference.db import Database, migrate
from conference.settings import sqlite_url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "empty.sqlite")
    server: Postgres = request.getfixturevalue("postgres_server")
    return server.url(server.create_database())


async def test_an_empty_database_becomes_what_the_models_say(empty_url: str) -> None:
    assert not await migrate.is_current(empty_url)

    await migrate.upgrade(empty_url)

    await migrate.check(empty_url)
    assert await migrate.is_current(empty_url)


async def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    await migrate.upgrade(empty_url)
    await migrate.upgrade(empty_url)

    assert await migrate.is_current(empty_url)


async def test_an_sqlite_file_is_durable_and_checks_foreign_keys(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "new.sqlite"))
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    async with database.reading() as db:
        values = [await db.scalar(text(f"PRAGMA {pragma}")) for pragma in pragmas]
    await database.close()

    assert values == ["wal", 2, 1, 1]
