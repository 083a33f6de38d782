"""The life of a scope: open with a key, close for good, also after a crash at any moment."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import Database, insert_into
from conference.errors import Conflict
from conference.i18n import _
from conference.privacy.keys import KeyFolder
from conference.privacy.models import Scope, ScopeKind, ScopeState
from conference.privacy.sealed import Sealer, sealer

# Longer than any transaction, so that no key is taken for one whose row is not committed yet.
ORPHANED_AFTER_S = 3600.0

Closer = Callable[[AsyncSession, Scope], Awaitable[None]]


async def find_open(db: AsyncSession, kind: ScopeKind, subject_id: int) -> Scope | None:
    """Locked against being closed until this transaction ends."""
    return await db.scalar(
        select(Scope)
        .where(
            Scope.kind == kind,
            Scope.subject_id == subject_id,
            Scope.state == ScopeState.OPEN,
            Scope.closes_at > clock.now(),
        )
        .with_for_update(read=True)
    )


async def open_scope(
    db: AsyncSession, keys: KeyFolder, kind: ScopeKind, subject_id: int, closes_at: datetime
) -> Scope:
    """The open scope of the subject, made if there is none; of two at once, one makes it.

    The key is on disk before the row is committed; a key left without a row is destroyed later.
    """
    row = {"kind": kind, "subject_id": subject_id, "state": ScopeState.OPEN}
    times = {"opens_at": clock.now(), "closes_at": closes_at}
    insert = insert_into(db, Scope).values(row | times).on_conflict_do_nothing()
    if scope_id := await db.scalar(insert.returning(Scope.id)):
        keys.create(scope_id)
    scope = await find_open(db, kind, subject_id)
    if scope is None:
        raise Conflict(_("This closed just now."))
    return scope


async def find_sealer(
    db: AsyncSession, keys: KeyFolder, kind: ScopeKind, subject_id: int
) -> Sealer | None:
    """How persons stand in this scope; None while nobody has used it, or once it is closed."""
    scope = await find_open(db, kind, subject_id)
    key = keys.read(scope.id) if scope else None
    return sealer(key, scope.id) if scope and key else None


async def close_due(
    database: Database, keys: KeyFolder, closers: Mapping[ScopeKind, Closer]
) -> None:
    """Close what is due, and finish what a crash interrupted; called at start and each minute."""
    async with database.writing() as db:
        due = select(Scope).where(Scope.state == ScopeState.OPEN, Scope.closes_at <= clock.now())
        for scope in await db.scalars(due.with_for_update()):
            scope.state = ScopeState.CLOSING
    for scope_id in await _in_state(database, ScopeState.CLOSING):
        await _finish(database, closers, scope_id)
    for scope_id in await _in_state(database, ScopeState.CLOSED):
        await _destroy_key(database, keys, scope_id)
    await _tidy(database, keys, closers)


async def _finish(database: Database, closers: Mapping[ScopeKind, Closer], scope_id: int) -> None:
    async with database.writing() as db:
        scope = await db.get_one(Scope, scope_id, with_for_update=True)
        await closers[scope.kind](db, scope)
        scope.state = ScopeState.CLOSED


async def _destroy_key(database: Database, keys: KeyFolder, scope_id: int) -> None:
    keys.destroy(scope_id)
    async with database.writing() as db:
        (await db.get_one(Scope, scope_id)).key_destroyed_at = clock.now()


async def _tidy(database: Database, keys: KeyFolder, closers: Mapping[ScopeKind, Closer]) -> None:
    """Keys without a scope go; a scope without its key (a restored backup) is void."""
    async with database.writing() as db:
        known = set(await db.scalars(select(Scope.id)))
        opened = select(Scope).where(Scope.state == ScopeState.OPEN).with_for_update(read=True)
        for scope in await db.scalars(opened):
            if keys.read(scope.id) is None:
                await closers[scope.kind](db, scope)
                scope.state = ScopeState.VOID
    for orphan in keys.older_than(ORPHANED_AFTER_S) - known:
        keys.destroy(orphan)


async def _in_state(database: Database, state: ScopeState) -> list[int]:
    query = select(Scope.id).where(Scope.state == state, Scope.key_destroyed_at.is_(None))
    async with database.reading() as db:
        return list(await db.scalars(query))
