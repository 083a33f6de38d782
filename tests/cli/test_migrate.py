"""`conference migrate`, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conference.bench.live.postgres import Postgres
from conference.db.migrate import is_current
from conference.settings import sqlite_url
from tests.support.commands import run


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "conference.sqlite")
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


async def test_an_empty_database_gets_the_schema_of_this_version(
    empty_database: str, tmp_path: Path
) -> None:
    answer = run("migrate", folder=tmp_path, CONFERENCE_DATABASE=empty_database)

    told = "Bringing the database to the schema of this version …\n"
    assert (answer.returncode, answer.stderr) == (0, told)
    assert await is_current(empty_database)


def test_migrating_again_changes_nothing(empty_database: str, tmp_path: Path) -> None:
    first, second = (
        run("migrate", "--database", empty_database, folder=tmp_path) for _ in range(2)
    )

    assert (second.returncode, second.stdout) == (0, first.stdout)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql+asyncpg://someone:secret@127.0.0.1:1/none", "cannot be opened: "),
        ("sqlite+aiosqlite:////nowhere/at/all.sqlite", "cannot be opened: unable to open"),
        ("conference.sqlite", "The database URL cannot be opened: "),
        ("magic://127.0.0.1/", "cannot be opened: "),
    ],
)
def test_a_database_out_of_reach_gets_one_sentence(url: str, sentence: str, tmp_path: Path) -> None:
    answer = run("migrate", "--database", url, folder=tmp_path)

    assert answer.returncode == 2
    assert sentence in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert "secret" not in answer.stderr
