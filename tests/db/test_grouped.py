"""Group commit: acknowledged means committed, and a failing item fails alone."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.models import Person
from conference.db import Database, grouped
from conference.errors import Busy, Conflict, Refused
from conference.i18n import Text

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

    other = asyncio.create_task(asyncio.wait_for(ask_later(), timeout=5))

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
