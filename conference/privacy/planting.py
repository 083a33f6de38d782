"""Planting what was answered earlier, as the demo does: a release or a close at a moment of one's
choosing, within the caller's transaction. That holds up all answers meanwhile, so it is nothing for
a server that somebody uses."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from conference.privacy.closing import complete, last_release
from conference.privacy.keys import KeyFolder
from conference.privacy.models import Scope, ScopeState
from conference.privacy.releasing import form, take_stock, write_wave
from conference.privacy.scopes import Owner


async def release_now(db: AsyncSession, keys: KeyFolder, scope: Scope, owner: Owner) -> None:
    """What an open vote may show now. Nothing where it may show nothing."""
    stock = await take_stock(db, scope.id, owner)
    key = keys.read(scope.id)
    formed = await asyncio.to_thread(form, stock, key) if key else None
    if formed:
        await write_wave(db, scope, formed, owner)


async def close_now(db: AsyncSession, keys: KeyFolder, scope: Scope, owner: Owner) -> None:
    """For good. The key goes with the next `closing.close_due`, once the transaction stands."""
    scope.state = ScopeState.CLOSING
    stock = await take_stock(db, scope.id, owner) if scope.frame_id else None
    formed = await last_release(keys, stock) if stock else None
    is_void = stock is not None and formed is None
    await complete(db, scope, formed, owner, is_void=is_void)
