"""Closing: what is due is finished for good, also after a crash at any moment."""

import asyncio
from collections.abc import Mapping

import structlog
from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import Database
from conference.privacy.keys import KeyFolder
from conference.privacy.models import Scope, ScopeKind, ScopeState, Sealed
from conference.privacy.releasing import Formed, Stock, form, take_stock, write_release
from conference.privacy.scopes import Owner

logger = structlog.get_logger("conference.privacy")

# Longer than any transaction, so that no key is taken for one whose row is not committed yet.
ORPHANED_AFTER_S = 3600.0
OVER = (ScopeState.CLOSED, ScopeState.VOID)

Owners = Mapping[ScopeKind, Owner]


async def close_due(database: Database, keys: KeyFolder, owners: Owners) -> None:
    """Close what is due, and finish what a crash interrupted. One statement if nothing is."""
    for scope_id in await _due(database):
        try:
            await _begin(database, scope_id)
            await _finish(database, keys, owners, scope_id)
            await _destroy_key(database, keys, scope_id)
        except Exception as error:
            # One that cannot be finished must not keep the others open.
            logger.exception("closing", scope=scope_id, exc_info=error)


async def tidy(database: Database, keys: KeyFolder, owners: Owners) -> None:
    """Keys without a scope go; a scope without its key (a restored backup) is void."""
    async with database.reading() as db:
        known = set(await db.scalars(select(Scope.id)))
        opened = list(await db.scalars(select(Scope.id).where(Scope.state == ScopeState.OPEN)))
    for scope_id in opened:
        if keys.is_lost(scope_id):
            async with database.writing() as db:
                await _make_void(db, owners, scope_id)
    for orphan in keys.older_than(ORPHANED_AFTER_S) - known:
        keys.destroy(orphan)


async def complete(
    db: AsyncSession, scope: Scope, formed: Formed | None, owner: Owner, *, is_void: bool
) -> None:
    """The last figures, and then no answers any more. `scope` is locked, and closing."""
    if formed:
        await write_release(db, scope, formed, owner)
    await _erase(db, scope)
    scope.state = ScopeState.VOID if is_void else ScopeState.CLOSED
    await owner.closed(db, scope)


async def _due(database: Database) -> list[int]:
    is_due = and_(Scope.state == ScopeState.OPEN, Scope.closes_at <= clock.now())
    has_key = and_(Scope.state.in_(OVER), Scope.key_destroyed_at.is_(None))
    query = select(Scope.id).where(or_(is_due, Scope.state == ScopeState.CLOSING, has_key))
    # A room waits for its poll.
    in_order = query.order_by(Scope.kind != ScopeKind.POLL, Scope.id)
    async with database.reading() as db:
        return list(await db.scalars(in_order))


async def _begin(database: Database, scope_id: int) -> None:
    """Waits for the answers that are being written; from here on none is taken."""
    async with database.writing() as db:
        scope = await db.get_one(Scope, scope_id, with_for_update=True)
        if scope.state == ScopeState.OPEN:
            scope.state = ScopeState.CLOSING


async def _finish(database: Database, keys: KeyFolder, owners: Owners, scope_id: int) -> None:
    """Another process may be at it, too; the first one's commit stands."""
    async with database.reading() as db:
        scope = await db.get_one(Scope, scope_id)
        owner = owners[scope.kind]
        if scope.state != ScopeState.CLOSING:
            return
        # Nothing in it changes any more, so it is opened before the lock is taken.
        stock = await take_stock(db, scope_id, owner) if scope.frame_id else None
    formed = await last_release(keys, stock) if stock else None
    async with database.writing() as db:
        scope = await db.get_one(Scope, scope_id, with_for_update=True)
        if scope.state != ScopeState.CLOSING:
            return
        is_void = stock is not None and formed is None
        await complete(db, scope, formed, owner, is_void=is_void)


async def last_release(keys: KeyFolder, stock: Stock) -> Formed | None:
    """None: the key is lost, and so is what it sealed."""
    key = keys.read(stock.scope.id)
    if key is None and not keys.is_lost(stock.scope.id):
        raise FileNotFoundError("the folder of the keys is away")
    return await asyncio.to_thread(form, stock, key, is_final=True) if key else None


async def _make_void(db: AsyncSession, owners: Owners, scope_id: int) -> None:
    scope = await db.get_one(Scope, scope_id, with_for_update=True)
    if scope.state in (ScopeState.OPEN, ScopeState.CLOSING):
        await _erase(db, scope)
        scope.state = ScopeState.VOID
        await owners[scope.kind].closed(db, scope)


async def _erase(db: AsyncSession, scope: Scope) -> None:
    await db.execute(delete(Sealed).where(Sealed.scope_id == scope.id))
    scope.ledger = None


async def _destroy_key(database: Database, keys: KeyFolder, scope_id: int) -> None:
    await asyncio.to_thread(keys.destroy, scope_id)
    async with database.writing() as db:
        scope = await db.get_one(Scope, scope_id, with_for_update=True)
        if scope.state in OVER and scope.key_destroyed_at is None:
            scope.key_destroyed_at = clock.now()
