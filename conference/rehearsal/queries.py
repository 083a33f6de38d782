"""Reads for a rehearsal's page: how far it is, and what may be rehearsed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.editions import masthead
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event, Session, SessionKind, SessionState, Slot
from conference.i18n import Translated
from conference.qa.models import Question
from conference.registration.models import Registration
from conference.rehearsal.models import Rehearsal


@dataclass(frozen=True)
class RehearsalView:
    """`event`: the copy. `came`: how many have opened their link; `people`: how many will, unless
    the crowd `has_failed`."""

    event: Masthead
    session_id: int
    title: Translated
    people: int
    came: int
    questions: int
    upvotes: int
    ends_at: datetime
    has_failed: bool

    @property
    def is_running(self) -> bool:
        return clock.now() < self.ends_at and not self.has_failed


async def rehearsal_view(
    db: AsyncSession, rehearsal: Rehearsal, *, has_failed: bool
) -> RehearsalView:
    event_id = rehearsal.event_id
    came = select(func.count()).where(
        Registration.event_id == event_id, Registration.confirmed_at.is_not(None)
    )
    asked = (
        select(func.count(), func.coalesce(func.sum(Question.upvotes), 0))
        .join(Session, Session.id == Question.session_id)
        .where(Session.event_id == event_id)
    )
    questions, upvotes = (await db.execute(asked)).one()
    return RehearsalView(
        event=masthead(await db.get_one(Event, event_id)),
        session_id=rehearsal.session_id,
        title=(await db.get_one(Session, rehearsal.session_id)).title,
        people=rehearsal.people,
        came=await db.scalar(came) or 0,
        questions=questions,
        upvotes=upvotes,
        ends_at=rehearsal.ends_at,
        has_failed=has_failed,
    )


async def sessions_to_rehearse(db: AsyncSession, event_id: int) -> tuple[tuple[str, str], ...]:
    """Those that are in the schedule, the keynotes first: id and title, as a form offers them."""
    query = (
        select(Session.id, Session.title)
        .join(Slot, Slot.session_id == Session.id)
        .where(Session.event_id == event_id, Session.state == SessionState.CONFIRMED)
        .where(Session.kind != SessionKind.BREAK)
        .order_by(Session.kind != SessionKind.KEYNOTE, Slot.starts_at, Session.id)
    )
    return tuple((str(row.id), str(row.title)) for row in await db.execute(query))
