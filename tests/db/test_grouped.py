"""Group commit: acknowledged means committed, and a failing item fails alone."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from conference import clock
from conference.accounts.models import Person
from conference.db import Database, grouped
from conference.db.grouped import Action
from conference.errors import Busy, Conflict, Refused
from conference.i18n import Text
from conference.settings import sqlite_url

BATCHES: list[int] = []


async def add_people(db: AsyncSession, names: Sequence[str]) -> list[str | Refused]:
    """Refuses the name "refused", and breaks at the name "broken"."""
    BATCHES.append(len(names))
    for name in names:
        if name == "broken":
            raise RuntimeError(name)
        if name != "refused":
            email = f"{name}@alpenrand.example"
            db.add(Person(name=name, email=email, language="de", created_at=clock.now()))
    await db.flush()
    return [Conflict(Text("No.")) if name == "refused" else name.upper() for name in names]


async def stored(database: Database) -> set[str]:
    async with database.reading() as db:
        return set(await db.scalars(select(Person.name)))


@pytest.fixture(autouse=True)
def batches() -> list[int]:
    BATCHES.clear()
    return BATCHES


async def test_those_who_wait_share_a_transaction(database: Database, batches: list[int]) -> None:
    names = [f"person{number}" for number in range(300)]

    results = await asyncio.gather(*(database.grouped(add_people, name) for name in names))

    assert results == [name.upper() for name in names]
    assert await stored(database) == set(names)
    assert len(batches) < 10


async def test_a_refused_item_is_refused_alone(database: Database) -> None:
    results = await asyncio.gather(
        *(database.grouped(add_people, name) for name in ("anna", "refused", "jonas")),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [str, Conflict, str]
    assert await stored(database) == {"anna", "jonas"}


async def test_an_item_that_breaks_the_batch_fails_alone(database: Database) -> None:
    results = await asyncio.gather(
        *(database.grouped(add_people, name) for name in ("anna", "broken", "jonas")),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [str, RuntimeError, str]
    assert await stored(database) == {"anna", "jonas"}


async def test_who_hangs_up_stops_nobody(database: Database) -> None:
    gone = asyncio.create_task(database.grouped(add_people, "anna"))
    stays = asyncio.create_task(database.grouped(add_people, "jonas"))
    await asyncio.sleep(0)
    gone.cancel()

    assert await stays == "JONAS"
    assert "jonas" in await stored(database)


async def test_a_stream_of_one_action_starves_no_other(database: Database) -> None:
    async def stream(number: int) -> None:
        await asyncio.sleep(number / 500)
        while not other.done():
            await database.grouped(waste, number)

    async def ask_later() -> None:
        await asyncio.sleep(0.1)
        await database.grouped(add_people, "anna")

    other = asyncio.create_task(asyncio.wait_for(ask_later(), timeout=10))

    await asyncio.gather(other, *(stream(number) for number in range(20)))

    assert await stored(database) == {"anna"}


async def waste(db: AsyncSession, numbers: Sequence[int]) -> list[None]:
    """Slowly, so that others come meanwhile and make the next batch."""
    await asyncio.sleep(0.01)
    return [None for _ in numbers]


async def test_a_full_queue_refuses_with_a_sentence(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouped, "QUEUE", 5)

    results = await asyncio.gather(
        *(database.grouped(add_people, f"person{number}") for number in range(9)),
        return_exceptions=True,
    )

    refused = [result for result in results if isinstance(result, Busy)]
    assert [refusal.status for refusal in refused] == [503] * 4
    async with database.reading() as db:
        assert await db.scalar(select(func.count(Person.id))) == 5


async def lose_the_database(db: AsyncSession, names: Sequence[str]) -> list[str | Refused]:
    """The disk is full, or the server ends: what all later writes meet as well."""
    sqlite, postgres = "PRAGMA query_only=ON", "SELECT pg_terminate_backend(pg_backend_pid())"
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    BATCHES.append(len(names))
    await db.execute(text(sqlite if is_sqlite else postgres))
    db.add(Person(name="anna", email="anna@x.example", language="de", created_at=clock.now()))
    await db.flush()
    return [*names]


async def lose_the_database_later(db: AsyncSession, names: Sequence[str]) -> list[str | Refused]:
    if len(names) == 1:
        return await lose_the_database(db, names)
    raise RuntimeError("one by one, please")


@pytest.mark.parametrize(
    ("action", "tried"), [(lose_the_database, [50]), (lose_the_database_later, [1])]
)
async def test_a_lost_database_is_tried_once_and_all_who_wait_are_refused(
    database: Database, batches: list[int], action: Action, tried: list[int]
) -> None:
    with capture_logs() as logs:
        results = await asyncio.gather(
            *(database.grouped(action, f"person{number}") for number in range(50)),
            return_exceptions=True,
        )

    assert {type(result) for result in results} == {Busy}
    assert batches == tried
    assert [(log["event"], log["items"]) for log in logs] == [("batch not written", 50)]


async def find_person(db: AsyncSession, ids: Sequence[int]) -> list[int | None]:
    return [await db.scalar(select(Person.id).where(Person.id == id_)) for id_ in ids]


async def test_a_value_that_no_database_takes_fails_alone(database: Database) -> None:
    results = await asyncio.gather(
        *(database.grouped(find_person, id_) for id_ in (1, 2**70, 2)), return_exceptions=True
    )

    assert [result for result in results if result is None] == [None, None]
    assert not isinstance(results[1], Busy)
    assert isinstance(results[1], Exception)


async def test_what_is_acknowledged_is_written_and_nothing_else(database: Database) -> None:
    """Whoever comes when, whatever becomes of them, and though some hang up."""
    chance = Random(7)  # noqa: S311 - nothing secret
    acknowledged, gone, coming = set[str](), set[str](), list[asyncio.Task[None]]()

    async def come(name: str, pause: int) -> None:
        for _ in range(pause):
            await asyncio.sleep(0)
        with suppress(Conflict, RuntimeError):
            await database.grouped(add_people, name)
            acknowledged.add(name)

    for number in range(120):
        kind = chance.choice(["refused", "broken", f"a{number}", f"b{number}", f"c{number}"])
        coming.append(asyncio.create_task(come(kind, chance.randrange(200))))
        if number % 10 == 0:
            asyncio.get_running_loop().call_later(chance.random() / 50, coming[-1].cancel)
            gone.add(kind)
    await asyncio.gather(*coming, return_exceptions=True)

    written = await stored(database)
    assert acknowledged <= written <= acknowledged | gone
    assert len(written) > 50


async def test_the_last_of_one_persons_writes_stays_the_last(database: Database) -> None:
    await database.grouped(add_people, "anna")

    await asyncio.gather(*(database.grouped(rename_anna, str(number)) for number in range(2_500)))

    assert await stored(database) == {"2499"}


async def rename_anna(db: AsyncSession, names: Sequence[str]) -> list[None]:
    BATCHES.append(len(names))
    await db.execute(update(Person).values(name=names[-1]))
    return [None for _ in names]


async def test_each_commit_of_sqlite_waits_for_the_disk(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "new.sqlite"))
    async with database.writing() as db:
        assert await db.scalar(text("PRAGMA synchronous")) == 2
    await database.close()


async def forget_to_answer(db: AsyncSession, names: Sequence[str]) -> list[str]:
    await add_people(db, names)
    return []


async def test_an_action_that_answers_too_few_writes_nothing_and_leaves_nobody_waiting(
    database: Database,
) -> None:
    results = await asyncio.gather(
        *(database.grouped(forget_to_answer, name) for name in ("anna", "jonas")),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [ValueError, ValueError]
    assert await stored(database) == set()
