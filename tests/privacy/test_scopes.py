"""Scopes: a key beside the database while open, nothing that leads back once closed."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from conference import clock
from conference.app import OWNERS, App
from conference.privacy import KeyFolder, Scope, ScopeKind
from conference.privacy.closing import close_due, tidy
from conference.privacy.models import ScopeState
from conference.privacy.plan import Plan, Statistic, Unit
from conference.privacy.scopes import begin_closing, find_sealer, open_scope
from conference.privacy.sealed import sealer
from conference.qa import actions
from conference.qa.models import Question
from tests import factories

LATER = timedelta(days=30)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "other-keys")


async def test_two_who_open_a_scope_at_once_share_one(app: App) -> None:
    async def open_one() -> int:
        async with app.database.writing() as db:
            closes_at = clock.now() + LATER
            return (await open_scope(db, app.keys, ScopeKind.QUESTIONS, 1, closes_at)).id

    ids = await asyncio.gather(*(open_one() for _ in range(8)))

    assert len(set(ids)) == 1
    assert app.keys.older_than(-1) == set(ids)


async def test_the_same_person_is_the_same_within_a_scope_only() -> None:
    key, other = bytes(range(32)), bytes(32)

    assert sealer(key, 1)(7) == sealer(key, 1)(7)
    assert (
        len(
            {
                sealer(key, 1)(7),
                sealer(key, 1)(8),
                sealer(key, 2)(7),
                sealer(other, 1)(7),
            }
        )
        == 4
    )


def test_a_key_is_for_the_owner_alone(keys: KeyFolder) -> None:
    keys.create(5)

    assert (keys.path.stat().st_mode & 0o777, (keys.path / "5.key").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
    with pytest.raises(FileExistsError):
        keys.create(5)
    keys.path.chmod(0o755)
    with pytest.raises(PermissionError):
        keys.create(6)


async def an_anonymous_question(app: App) -> tuple[int, int]:
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await factories.a_session(db, event_id)
        person_id = await factories.an_attendee(db, event_id)
        asking = actions.Asking(session_id, person_id, "How honest?", "en", is_anonymous=True)
        await actions.ask_question(db, app.keys, asking)
    return event_id, person_id


async def test_after_closing_no_key_and_no_author_remain(app: App) -> None:
    event_id, _ = await an_anonymous_question(app)
    async with app.database.reading() as db:
        assert await find_sealer(db, app.keys, ScopeKind.QUESTIONS, event_id)
    async with app.database.writing() as db:
        await db.execute(update(Scope).values(closes_at=clock.now()))

    await close_due(app.database, app.keys, OWNERS)

    assert app.keys.older_than(-1) == set()
    async with app.database.reading() as db:
        scope = (await db.scalars(select(Scope))).one()
        assert (scope.state, scope.key_destroyed_at is not None) == (ScopeState.CLOSED, True)
        assert (await db.scalars(select(Question.author))).all() == [b""]
        assert await find_sealer(db, app.keys, ScopeKind.QUESTIONS, event_id) is None


@pytest.mark.parametrize("state", [ScopeState.CLOSING, ScopeState.CLOSED])
async def test_a_closing_cut_off_by_a_crash_is_finished(app: App, state: ScopeState) -> None:
    await an_anonymous_question(app)
    async with app.database.writing() as db:
        await db.execute(update(Scope).values(state=state))

    await close_due(app.database, app.keys, OWNERS)

    assert app.keys.older_than(-1) == set()
    async with app.database.reading() as db:
        assert (await db.scalars(select(Scope.state))).all() == [ScopeState.CLOSED]


async def test_a_backup_restored_without_its_key_is_void(app: App) -> None:
    await an_anonymous_question(app)
    for key in app.keys.path.iterdir():
        key.unlink()

    await tidy(app.database, app.keys, OWNERS)

    async with app.database.reading() as db:
        assert (await db.scalars(select(Scope.state))).all() == [ScopeState.VOID]
        assert (await db.scalars(select(Question.author))).all() == [b""]


async def test_a_key_whose_scope_was_never_committed_goes(app: App) -> None:
    app.keys.create(99)

    await tidy(app.database, app.keys, OWNERS)
    assert app.keys.read(99) is not None, "it may belong to a transaction that is under way"

    os.utime(app.keys.path / "99.key", (0, 0))
    await tidy(app.database, app.keys, OWNERS)
    assert app.keys.read(99) is None


@pytest.mark.parametrize("is_clicked", [True, False])
async def test_the_running_server_closes_within_moments(is_clicked: bool, app: App) -> None:
    """By click, and by the clock."""
    plan = Plan(Unit.PERSON, Statistic.CHOICES, ("7", "8"))
    async with app.database.writing() as db:
        await open_scope(db, app.keys, ScopeKind.POLL, 1, clock.now() + LATER, plan=plan, units={})
    async with app.database.writing() as db:
        if is_clicked:
            await begin_closing(db, ScopeKind.POLL, 1)
        else:
            await db.execute(update(Scope).values(closes_at=clock.now()))

    async with asyncio.timeout(20):
        while list(app.keys.path.iterdir()):  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0.05)

    async with app.database.reading() as db:
        assert (await db.scalars(select(Scope.state))).all() == [ScopeState.CLOSED]
