"""Closing: once, for good, with every acknowledged answer in it and nothing left of any."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference.db import Database, StatementCount
from conference.errors import Conflict
from conference.privacy import Scope, ScopeKind
from conference.privacy.answers import seal_answers
from conference.privacy.closing import close_due, tidy
from conference.privacy.figures import read_figures
from conference.privacy.models import ScopeState, Sealed
from conference.privacy.scopes import begin_closing, find_open
from tests.privacy.voting import MOOD, POLL, SUBJECT, Room

SEVEN = {"choices": ["7"]}
CLOSED, VOID = (ScopeState.CLOSED, True), (ScopeState.VOID, True)
VOTERS = 40
ROUNDS = 3


async def everybody_votes(room: Room) -> None:
    await room.all_say(range(1, VOTERS + 1), SEVEN)


async def test_a_click_closes_a_vote_for_good(room: Room) -> None:
    await room.open(POLL)
    await everybody_votes(room)

    async with room.database.writing() as db:
        await begin_closing(db, room.kind, SUBJECT)
        await begin_closing(db, room.kind, SUBJECT)
    await close_due(room.database, room.keys, room.owners)

    assert (await room.states(), await room.boxes(), room.closed) == ([CLOSED], {}, 1)
    assert list(room.keys.path.iterdir()) == []
    ((number, is_final, stored),) = await room.releases()
    total = read_figures(stored).total
    assert (number, is_final, total and total.companies) == (1, True, VOTERS)


async def test_the_ledger_goes_with_the_answers(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.all_feel(range(1, VOTERS + 1))
    await mood.releaser.release_due()
    before = await ledgers(mood)

    await mood.close()

    assert before != [None]
    assert await ledgers(mood) == [None]


async def ledgers(room: Room) -> list[bytes | None]:
    async with room.database.reading() as db:
        return list(await db.scalars(select(Scope.ledger)))


async def test_a_vote_is_not_opened_again(room: Room) -> None:
    await room.open(POLL)
    await room.close()

    with pytest.raises(Conflict):
        await room.open(POLL)

    assert await room.states() == [CLOSED]
    assert list(room.keys.path.iterdir()) == []


async def test_no_vote_gets_a_second_key(room: Room) -> None:
    scope_id = await room.open(POLL)
    key = room.keys.read(scope_id)

    assert await room.open(POLL) == scope_id
    assert room.keys.read(scope_id) == key


async def test_two_processes_that_close_at_once_close_once(room: Room, database_url: str) -> None:
    await room.open(POLL)
    await everybody_votes(room)
    await room.end()
    other = Database(database_url)

    await asyncio.gather(
        *(close_due(each, room.keys, room.owners) for each in (room.database, other) * 3)
    )

    await other.close()
    assert (await room.states(), room.closed) == ([CLOSED], 1)
    assert [number for number, _, _ in await room.releases()] == [1]


async def test_one_vote_that_cannot_be_finished_does_not_keep_others_open(room: Room) -> None:
    first = await room.open(POLL)
    await everybody_votes(room)
    async with room.database.writing() as db:
        await db.execute(update(Sealed).values(box=b"x" * 100))
        await db.execute(update(Scope).values(subject_id=SUBJECT + 1))
    second = await room.open(POLL)

    await room.close()

    assert await room.states() == [(ScopeState.CLOSING, False), CLOSED]
    assert [path.stem for path in room.keys.path.iterdir()] == [str(first)]
    assert second != first


@pytest.mark.parametrize("is_closing", [False, True])
async def test_a_backup_without_its_key_is_void(is_closing: bool, room: Room) -> None:
    scope_id = await room.open(POLL)
    await everybody_votes(room)
    room.keys.destroy(scope_id)
    if is_closing:
        await room.end()

    await close_due(room.database, room.keys, room.owners)
    await tidy(room.database, room.keys, room.owners)
    await close_due(room.database, room.keys, room.owners)

    assert (await room.states(), await room.boxes(), room.closed) == ([VOID], {}, 1)
    assert await room.releases() == []


async def test_what_is_void_can_be_opened_anew(room: Room) -> None:
    room.keys.destroy(await room.open(POLL))
    await tidy(room.database, room.keys, room.owners)

    await room.open(POLL)

    assert [state for state, _ in await room.states()] == [ScopeState.VOID, ScopeState.OPEN]


async def test_a_folder_of_keys_that_is_away_makes_nothing_void(room: Room) -> None:
    scope_id = await room.open(POLL)
    await everybody_votes(room)
    away = room.keys.path.rename(room.keys.path.with_name("away"))

    await tidy(room.database, room.keys, room.owners)
    await room.close()
    before = await room.states()
    away.rename(room.keys.path)
    await room.close()

    assert before == [(ScopeState.CLOSING, False)]
    assert await room.states() == [CLOSED]
    assert room.keys.read(scope_id) is None
    assert room.counted == [VOTERS]


@pytest.mark.parametrize("is_closed", [False, True])
async def test_nothing_due_is_one_statement(is_closed: bool, room: Room) -> None:
    await room.open(POLL)
    if is_closed:
        await room.close()

    with StatementCount() as count:
        await close_due(room.database, room.keys, room.owners)

    assert count.queries == 1


Find = Callable[[AsyncSession, ScopeKind, int], Awaitable[Scope | None]]


async def without_a_lock(db: AsyncSession, kind: ScopeKind, subject_id: int) -> Scope | None:
    """Plain: whether the vote is open, as far as can be seen."""
    query = select(Scope).where(Scope.kind == kind, Scope.subject_id == subject_id)
    return await db.scalar(query.where(Scope.state == ScopeState.OPEN))


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(("find", "loses"), [(without_a_lock, True), (find_open, False)])
async def test_voters_who_race_the_closing_lose_nothing_acknowledged(
    find: Find, loses: bool, room: Room, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has looked goes on when the vote is about to be closed, or after a second."""
    looked = asyncio.Event()

    async def find_slowly(db: AsyncSession, kind: ScopeKind, subject_id: int) -> Scope | None:
        scope = await find(db, kind, subject_id)
        looked.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(room.closing.wait(), 1)
        return scope

    monkeypatch.setattr("conference.privacy.answers.find_open", find_slowly)
    other = Database(database_url)
    acknowledged = 0
    for room.subject_id in range(ROUNDS):
        looked.clear()
        room.closing.clear()
        await room.open(POLL)
        voting = [asyncio.create_task(votes(room, person)) for person in range(1, 16)]
        await looked.wait()
        async with other.writing() as db:
            await begin_closing(db, room.kind, room.subject_id)
        await close_due(other, room.keys, room.owners)
        acknowledged += sum(await asyncio.gather(*voting))
    await other.close()

    assert (acknowledged > sum(room.counted)) == loses
    assert bool(await room.boxes()) == loses
    assert acknowledged > 0


async def votes(room: Room, person: int) -> bool:
    """In a transaction of their own. Whether it was acknowledged."""
    async with room.database.writing() as db:
        (refused,) = await seal_answers(db, [room.answering(person, SEVEN)])
    return refused is None
