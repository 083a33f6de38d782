"""Moves what happened at the demo's events along with them: registrations, stays, votes, releases,
messages, announcements."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.models import Session
from conference.agenda.models_beside import Announcement
from conference.db import Base
from conference.polls.models import Poll
from conference.privacy import Scope, ScopeKind
from conference.privacy.models import Release
from conference.registration.models import Attendance, Consent, Registration
from conference.sentiment.models import NamedFeedback

Times = tuple[tuple[type[Base], tuple[str, ...]], ...]

TIMES: Times = (
    (Scope, ("opens_at", "closes_at", "key_destroyed_at")),
    (Release, ("at",)),
    (Poll, ("opened_at", "closes_at", "closed_at")),
    (NamedFeedback, ("sent_at", "replied_at")),
    (Announcement, ("at", "expires_at", "taken_back_at")),
)
# Of these there are thousands.
TIMES_OF_MANY: Times = (
    (Registration, ("registered_at", "confirmed_at")),
    (Consent, ("given_at",)),
    (Attendance, ("begins_at", "ends_at")),
)


async def shift_answered(db: AsyncSession, event_id: int, delta: timedelta) -> None:
    """See `agenda.shifting`. A vote that would have closed meanwhile goes on."""
    for model, columns in TIMES:
        for row in await db.scalars(select(model).where(_is_of(model, event_id))):
            _shift(row, columns, delta)
    for model, columns in TIMES_OF_MANY:
        await _shift_many(db, model, columns, event_id, delta)


def _is_of(model: Any, event_id: int) -> ColumnElement[bool]:
    sessions = select(Session.id).where(Session.event_id == event_id)
    if model is Scope:
        polls = select(Poll.id).where(Poll.session_id.in_(sessions))
        return or_(
            Scope.kind.in_((ScopeKind.QUESTIONS, ScopeKind.MOOD)) & (Scope.subject_id == event_id),
            (Scope.kind == ScopeKind.FEEDBACK) & Scope.subject_id.in_(sessions),
            (Scope.kind == ScopeKind.POLL) & Scope.subject_id.in_(polls),
        )
    if model is Release:
        return Release.scope_id.in_(select(Scope.id).where(_is_of(Scope, event_id)))
    registrations = select(Registration.id).where(Registration.event_id == event_id)
    found: ColumnElement[bool] = {
        Registration: Registration.event_id == event_id,
        Announcement: Announcement.event_id == event_id,
        Consent: Consent.registration_id.in_(registrations),
        Poll: Poll.session_id.in_(sessions),
        NamedFeedback: NamedFeedback.session_id.in_(sessions),
        Attendance: Attendance.session_id.in_(sessions),
    }[model]
    return found


def _shift(row: Any, columns: Sequence[str], delta: timedelta) -> None:
    for column in columns:
        if (moment := getattr(row, column)) is not None:
            setattr(row, column, moment + delta)


async def _shift_many(
    db: AsyncSession, model: type[Base], columns: Sequence[str], event_id: int, delta: timedelta
) -> None:
    """In one statement: the databases have no addition of times in common."""
    table = model.__table__
    named = [table.c[name] for name in columns]
    rows = await db.execute(select(table.c.id, *named).where(_is_of(model, event_id)))
    moved = [
        {"of": id_} | {f"new_{n}": t and t + delta for n, t in zip(columns, times, strict=True)}
        for id_, *times in rows
    ]
    if moved:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
        shift = update(cast("Table", table)).where(table.c.id == bindparam("of")).values(values)
        await db.execute(shift, moved)
