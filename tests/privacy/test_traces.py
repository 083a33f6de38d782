"""Who answered what, for who has all files but the key folder: while a vote is open, and after.

Each attack first succeeds against a plain variant: a ballot with a random id, no person and no
time, in a table of its own.
"""

import random
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from conference.bench.live.postgres import Postgres
from conference.db import Database
from conference.privacy.boxes import NONCE_BYTES
from conference.privacy.closing import close_due, tidy
from conference.privacy.models import ScopeState
from conference.settings import sqlite_url
from tests.privacy.traces import back_up, fingerprint, is_in_memory, is_on_disk, read, sqlite_file
from tests.privacy.voting import MOOD, Room

pytestmark = pytest.mark.pristine

VOTERS = 40
# Guessing one of five, forty times, finds twenty-two or more in one of a million tries.
BY_CHANCE = 21
# PostgreSQL cuts long values into pieces of about two thousand bytes.
BEGINNING = 1_000

# What an attacker may sort by, in the hope that it is the order of voting.
ORDERS = {"sqlite": ("rowid",), "postgresql": ("ctid", "xmin::text::bigint, ctid")}
Guess = Callable[[bytes, Sequence[bytes]], int]
GUESSES: tuple[Guess, ...] = (
    lambda box, boxes: box[0] % 5 + 1,
    lambda box, boxes: box[NONCE_BYTES] % 5 + 1,
    lambda box, boxes: box[-1] % 5 + 1,
    lambda box, boxes: sum(box) % 5 + 1,
    lambda box, boxes: len(box) % 5 + 1,
    lambda box, boxes: sorted(boxes).index(box) * 5 // VOTERS + 1,
    lambda box, boxes: boxes.count(box) % 5 + 1,
)


def answered() -> list[int]:
    dice = random.Random(11)  # noqa: S311 - a repeatable sequence
    return [dice.randint(1, 5) for _ in range(VOTERS)]


def some_words() -> str:
    """No other test's: all databases of a PostgreSQL server share its write-ahead log."""
    return f"Payment terms of ninety days, {secrets.token_hex(8)}"


async def everybody_says(mood: Room, values: Sequence[int], words: str = "") -> None:
    for person, value in enumerate(values, start=1):
        await mood.feel(person, value, words)


async def everybody_says_plainly(
    database: Database, values: Sequence[int], words: str = ""
) -> None:
    async with database.writing() as db:
        await db.execute(text("CREATE TABLE plain (id VARCHAR, value INTEGER, words VARCHAR)"))
    for value in values:
        async with database.writing() as db:
            row = {"id": secrets.token_hex(16), "value": value, "words": words}
            await db.execute(text("INSERT INTO plain VALUES (:id, :value, :words)"), row)


async def in_order(database: Database, column: str, table: str) -> list[list[object]]:
    async with database.reading() as db:
        query = f"SELECT {column} FROM {table} ORDER BY "  # noqa: S608 - our own words
        orders = ORDERS[database.engine.dialect.name]
        return [list(await db.scalars(text(query + order))) for order in orders]


async def test_the_order_of_plain_ballots_tells_all(mood: Room) -> None:
    values = answered()

    await everybody_says_plainly(mood.database, values)

    for found in await in_order(mood.database, "value", "plain"):
        assert found == values


async def test_no_order_of_boxes_tells_an_answer(mood: Room) -> None:
    values = answered()
    await mood.open(MOOD)

    await everybody_says(mood, values)
    await mood.releaser.release_due()

    for column in ("box", "released"):
        for found in await in_order(mood.database, column, "sealed"):
            boxes = [bytes(box) for box in found if isinstance(box, bytes)]
            assert len(set(boxes)) == VOTERS, "the same answer looks another way each time"
            for guess in GUESSES:
                guesses = [guess(box, boxes) for box in boxes]
                right = sum(map(int.__eq__, guesses, values))
                assert right <= BY_CHANCE


async def test_what_was_said_plainly_is_on_the_disk_for_long(mood: Room) -> None:
    words = some_words()

    await everybody_says_plainly(mood.database, answered(), words)

    assert await is_on_disk(mood.database, words.encode())


async def test_what_was_said_is_nowhere_on_the_disk(mood: Room) -> None:
    """Nine have written a text, so none of it is ever shown."""
    words = some_words()
    await mood.open(MOOD)
    await everybody_says(mood, answered())
    await everybody_says(mood, answered()[:9], words)
    found = []

    for act in (mood.releaser.release_due, mood.close):
        await act()
        parts = (words, '"company":', '"answer":', '"value":4', '"text":')
        found += [await is_on_disk(mood.database, part.encode()) for part in parts]

    assert found == [False] * 10
    assert await is_on_disk(mood.database, b'"companies"'), "the figures are there to be seen"


async def test_after_closing_the_key_is_nowhere(mood: Room, tmp_path: Path) -> None:
    scope_id = await mood.open(MOOD)
    await everybody_says(mood, answered())
    await mood.releaser.release_due()
    box = next(iter((await mood.boxes()).values()))[0]
    wanted = fingerprint(mood.keys.read(scope_id) or b"")
    held = [mood.keys.read(scope_id)]
    before = is_in_memory(wanted)
    held.clear()

    await mood.close()

    assert (before, is_in_memory(wanted)) == (True, False)
    assert list(mood.keys.path.iterdir()) == []
    assert await is_on_disk(mood.database, box[:BEGINNING]), "deleting alone leaves the answers"
    assert wanted not in {fingerprint(content) for content in contents(tmp_path)}


def contents(folder: Path) -> list[bytes]:
    return [read(path) for path in folder.rglob("*") if path.is_file()]


async def test_a_backup_taken_while_open_is_void_once_the_vote_has_closed(
    mood: Room, database_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    await mood.open(MOOD)
    await everybody_says(mood, answered())
    if mood.database.is_sqlite:
        back_up(sqlite_file(mood.database), tmp_path / "backup.sqlite")
        backup = sqlite_url(tmp_path / "backup.sqlite")
    else:
        server: Postgres = request.getfixturevalue("postgres_server")
        await mood.database.engine.dispose()
        name = server.create_database(template=database_url.rsplit("/", 1)[-1])
        backup = server.url(name)
    await mood.close()
    restored = Room(Database(backup), mood.keys, mood.kind)
    before = len(await restored.boxes())

    await tidy(restored.database, restored.keys, restored.owners)
    await close_due(restored.database, restored.keys, restored.owners)

    assert (before, await restored.boxes()) == (VOTERS, {})
    assert await restored.states() == [(ScopeState.VOID, True)]
    await restored.database.close()
