"""Removing scopes as if they had never been: of a rehearsal, whose answers are invented."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.privacy.keys import KeyFolder
from conference.privacy.models import Comment, Frame, Release, Scope, Sealed


async def remove_scopes(db: AsyncSession, keys: KeyFolder, scope_ids: Sequence[int]) -> None:
    """With all in them, their keys, and the frames that no other scope shares.

    Locked first, or a release that is just being written would come in between. Then the keys: if
    the rest is undone, nothing but these answers is lost. The other way round a key could be in the
    way of the next scope, to which SQLite gives the same id.
    """
    of_them = Scope.id.in_(scope_ids)
    await db.execute(select(Scope.id).where(of_them).order_by(Scope.id).with_for_update())
    for scope_id in scope_ids:
        keys.destroy(scope_id)
    frames = list(await db.scalars(select(Scope.frame_id).where(of_them).distinct()))
    for model in (Comment, Release, Sealed):
        await db.execute(delete(model).where(model.scope_id.in_(scope_ids)))
    await db.execute(delete(Scope).where(of_them))
    used = select(Scope.frame_id).where(Scope.frame_id.is_not(None))
    await db.execute(delete(Frame).where(Frame.id.in_(frames), Frame.id.not_in(used)))
