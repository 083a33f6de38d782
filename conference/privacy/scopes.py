"""Scopes: anonymous votes, each opened once with a key and closed for good (`privacy.closing`)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import Change, announce, insert_into
from conference.errors import Conflict
from conference.i18n import _
from conference.privacy.frames import freeze
from conference.privacy.keys import KeyFolder
from conference.privacy.models import Scope, ScopeKind, ScopeState
from conference.privacy.plan import Plan
from conference.privacy.sealed import Sealer, sealer


@dataclass(frozen=True)
class ScopeClosing(Change):
    """For the loop that finishes it; nothing is shown by it."""

    scope_id: int


Act = Callable[[AsyncSession, Scope], Awaitable[None]]
Units = Callable[[AsyncSession, Scope], Awaitable[Mapping[int, str]]]


async def do_nothing(db: AsyncSession, scope: Scope) -> None:
    pass


@dataclass(frozen=True)
class Owner:
    """What a feature does in the transaction that writes a release of its scope, or closes it or
    finds it void. `units`: company to category as a frame frozen now would hold them; without it
    no company joins an open scope."""

    released: Act = do_nothing
    closed: Act = do_nothing
    units: Units | None = None


async def find_open(db: AsyncSession, kind: ScopeKind, subject_id: int) -> Scope | None:
    """Locked against being closed until this transaction ends."""
    return await db.scalar(_locked(), _asked(kind, subject_id))


def _asked(kind: ScopeKind, subject_id: int) -> dict[str, object]:
    return {"kind": kind, "subject_id": subject_id, "now": clock.now()}


@cache
def _still_open() -> Select[Scope]:
    """To build it takes as long as to send it."""
    return (
        select(Scope)
        .where(Scope.kind == bindparam("kind"), Scope.subject_id == bindparam("subject_id"))
        .where(Scope.state == ScopeState.OPEN, Scope.closes_at > bindparam("now"))
        .execution_options(populate_existing=True)
    )


@cache
def _locked() -> Select[Scope]:
    return _still_open().with_for_update(read=True)


async def open_scope(
    db: AsyncSession,
    keys: KeyFolder,
    kind: ScopeKind,
    subject_id: int,
    closes_at: datetime,
    *,
    opens_at: datetime | None = None,
    plan: Plan | None = None,
    units: Mapping[int, str] | None = None,
) -> Scope:
    """The open scope of the subject, made if there is none; of two at once, one makes it.

    `opens_at`: as announced; without it, this minute, as its second may be that of the first
    answer. `units`: company to category in the plan's dimension, who counts. What has a plan
    opens once: raises Conflict for a vote that has closed. The key is on disk before the row is
    committed; a key left without a row is destroyed later.
    """
    row = {"kind": kind, "subject_id": subject_id, "state": ScopeState.OPEN}
    row |= {"opens_at": opens_at or clock.now().replace(second=0), "closes_at": closes_at}
    if plan:
        frame_id = await freeze(db, units or {})
        row |= {"plan": plan.as_json(), "k": plan.k, "frame_id": frame_id}
    insert = insert_into(db, Scope).values(row).on_conflict_do_nothing()
    if scope_id := await db.scalar(insert.returning(Scope.id)):
        if plan:
            await _check_first(db, kind, subject_id)
        keys.create(scope_id)
    scope = await find_open(db, kind, subject_id)
    if scope is None:
        raise Conflict(_("This closed just now."))
    return scope


async def begin_closing(db: AsyncSession, kind: ScopeKind, subject_id: int) -> None:
    """From this commit on nobody can answer; the rest follows within moments."""
    scope = await db.scalar(_open(kind, subject_id).with_for_update())
    if scope is not None:
        scope.state = ScopeState.CLOSING
        announce(db, ScopeClosing(scope.id))


async def find_sealer(
    db: AsyncSession, keys: KeyFolder, kind: ScopeKind, subject_id: int
) -> Sealer | None:
    """How persons stand in this scope; None while nobody has used it, or once it is closed.

    Not locked: who holds something that its closing writes would wait for it, and it for them.
    """
    scope = await db.scalar(_still_open(), _asked(kind, subject_id))
    key = keys.read(scope.id) if scope else None
    return sealer(key, scope.id) if scope and key else None


def _open(kind: ScopeKind, subject_id: int) -> Select[Scope]:
    return select(Scope).where(
        Scope.kind == kind, Scope.subject_id == subject_id, Scope.state == ScopeState.OPEN
    )


async def _check_first(db: AsyncSession, kind: ScopeKind, subject_id: int) -> None:
    """Asked after the insert: whoever was first has committed by now, and is seen."""
    over = (ScopeState.CLOSING, ScopeState.CLOSED)
    earlier = select(Scope.id).where(
        Scope.kind == kind, Scope.subject_id == subject_id, Scope.state.in_(over)
    )
    if await db.scalar(earlier.limit(1)):
        raise Conflict(_("This vote has closed, for good. Open another one."))
