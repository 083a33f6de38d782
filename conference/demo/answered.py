"""Moves what has been answered along with the demo's event: votes, releases, messages, stays."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.models import Session
from conference.polls.models import Poll
from conference.privacy import Scope, ScopeKind
from conference.privacy.models import Release
from conference.registration.models import Attendance
from conference.sentiment.models import NamedFeedback

TIMES = (
    (Scope, ("opens_at", "closes_at", "key_destroyed_at")),
    (Release, ("at",)),
    (Poll, ("opened_at", "closes_at", "closed_at")),
    (NamedFeedback, ("sent_at", "replied_at")),
    (Attendance, ("begins_at", "ends_at")),
)


async def shift_answered(db: AsyncSession, event_id: int, delta: timedelta) -> None:
    """See `agenda.shifting`. A vote that would have closed meanwhile goes on."""
    for model, columns in TIMES:
        for row in await db.scalars(_rows_of(model, event_id)):
            _shift(row, columns, delta)


def _rows_of(model: Any, event_id: int) -> Select[Any]:
    sessions = select(Session.id).where(Session.event_id == event_id)
    if model in {Scope, Release}:
        polls = select(Poll.id).where(Poll.session_id.in_(sessions))
        is_ours = or_(
            Scope.kind.in_((ScopeKind.QUESTIONS, ScopeKind.MOOD)) & (Scope.subject_id == event_id),
            (Scope.kind == ScopeKind.FEEDBACK) & Scope.subject_id.in_(sessions),
            (Scope.kind == ScopeKind.POLL) & Scope.subject_id.in_(polls),
        )
        rows = select(model)
        return (rows if model is Scope else rows.join(Scope)).where(is_ours)
    return select(model).where(model.session_id.in_(sessions))


def _shift(row: Any, columns: Sequence[str], delta: timedelta) -> None:
    for column in columns:
        if (moment := getattr(row, column)) is not None:
            setattr(row, column, moment + delta)
