"""Gathered reads: one statement for all who ask at once, and never an answer from before."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.models import Person
from conference.db import Database, gathered
from conference.errors import NotFound, Refused


class People:
    """Finds names by addresses, and knows in which rounds it was asked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.rounds: list[list[str]] = []
        self.read = asyncio.Event()

    async def find(self, db: AsyncSession, emails: Sequence[str]) -> list[str | Refused]:
        """Breaks at the address "broken", and at "away" as if nothing could be read."""
        query = select(Person.email, Person.name).where(Person.email.in_(emails))
        found = {row.email: row.name for row in await db.execute(query)}
        self.rounds.append(list(emails))
        self.read.set()
        if "broken" in emails:
            raise RuntimeError("broken")
        if "away" in emails:
            raise OperationalError("", {}, OSError())
        return [found.get(email) or NotFound() for email in emails]

    async def ask(self, *emails: str) -> list[object]:
        asking = (self._database.gathered(self.find, email) for email in emails)
        return await asyncio.gather(*asking, return_exceptions=True)

    async def add(self, *emails: str) -> None:
        async with self._database.writing() as db:
            db.add_all(
                Person(name=email.upper(), email=email, language="de", created_at=clock.now())
                for email in emails
            )


@pytest.fixture
async def people(database: Database) -> People:
    return People(database)


async def test_those_who_ask_at_once_are_read_in_one_round_and_the_same_only_once(
    people: People,
) -> None:
    await people.add("anna", "jonas")

    assert await people.ask("anna", "jonas", "anna") == ["ANNA", "JONAS", "ANNA"]
    assert people.rounds == [["anna", "jonas"]]


async def test_of_many_a_round_takes_no_more_than_a_statement_can(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathered, "MOST", 2)
    await people.add("anna", "jonas", "petra")

    assert await people.ask("anna", "jonas", "petra") == ["ANNA", "JONAS", "PETRA"]
    assert people.rounds == [["anna", "jonas"], ["petra"]]


async def test_who_asks_after_a_commit_sees_it_though_the_same_is_being_read(
    people: People,
) -> None:
    before = asyncio.create_task(people.ask("anna"))
    await people.read.wait()
    await people.add("anna")

    (after,) = await people.ask("anna")

    assert [type(answer) for answer in [*await before, after]] == [NotFound, str]


async def test_what_is_refused_or_fails_does_so_alone(people: People) -> None:
    await people.add("anna", "jonas")

    refused = await people.ask("anna", "nobody", "jonas")
    broken = await people.ask("anna", "broken", "jonas")

    assert [type(answer) for answer in refused] == [str, NotFound, str]
    assert [type(answer) for answer in broken] == [str, RuntimeError, str]


async def test_a_database_that_is_away_is_asked_once(people: People) -> None:
    answers = await people.ask("anna", "away", "jonas")

    assert [type(answer) for answer in answers] == [OperationalError] * 3
    assert people.rounds == [["anna", "away", "jonas"]]


async def test_who_hangs_up_stops_nobody_who_asked_for_the_same(people: People) -> None:
    await people.add("anna")
    gone, stays = (asyncio.create_task(people.ask("anna")) for _ in range(2))
    await asyncio.sleep(0)
    gone.cancel()

    assert await stays == ["ANNA"]


async def find_too_few(db: AsyncSession, keys: Sequence[int]) -> list[int]:
    return []


async def test_who_finds_too_few_leaves_nobody_waiting(database: Database) -> None:
    asking = (database.gathered(find_too_few, key) for key in (1, 2))

    answers = await asyncio.gather(*asking, return_exceptions=True)

    assert [type(answer) for answer in answers] == [ValueError, ValueError]


async def test_each_statement_of_a_round_sees_what_there_is_when_it_comes(
    people: People, database: Database
) -> None:
    async def count(db: AsyncSession, asked: Sequence[str]) -> list[int]:
        counts = []
        for email in asked:
            await people.add(email)
            counts.append(await db.scalar(select(func.count(Person.id))) or 0)
        return counts

    counting = (database.gathered(count, email) for email in ("anna", "jonas", "mira"))
    assert await asyncio.gather(*counting) == [1, 2, 3]
