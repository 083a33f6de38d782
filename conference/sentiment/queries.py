"""Reads for those who answer: what their forms say around an answer, never an answer itself; and
what they have sent by name."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda.editions import masthead
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event, Session, SessionKind, SessionState, Slot
from conference.agenda.views import Phase, SessionView
from conference.errors import NotFound
from conference.i18n import Translated
from conference.partners.models import Organisation
from conference.partners.queries import company_of, counts
from conference.privacy.models import FrameUnit, Scope, ScopeState
from conference.sentiment.models import NamedFeedback
from conference.sentiment.views import (
    Counting,
    FeedbackView,
    MessageView,
    MoodView,
    Panels,
    Place,
    VoteView,
)
from conference.sentiment.votes import ENDED, Vote, mood_of


async def place(db: AsyncSession, session_id: int) -> Place:
    """Raises NotFound, also for what takes no feedback."""
    query = (
        select(Session, Event, Slot.starts_at)
        .join(Event, Event.id == Session.event_id)
        .outerjoin(Slot, Slot.session_id == Session.id)
        .where(Session.id == session_id)
    )
    row = (await db.execute(query)).one_or_none()
    if row is None or not _takes_feedback(row.Session.kind, row.Session.state):
        raise NotFound
    return Place(session_id, row.Session.title, masthead(row.Event), row.starts_at)


async def mood_panel(db: AsyncSession, event: Masthead, viewer: Viewer | None) -> MoodView:
    return MoodView(event, await _vote_view(db, mood_of(event), await _voter(db, viewer)))


async def feedback_panel(db: AsyncSession, place: Place, viewer: Viewer | None) -> FeedbackView:
    return FeedbackView(place, await _vote_view(db, place.vote, await _voter(db, viewer)))


async def panels(
    db: AsyncSession, session: SessionView, viewer: Viewer | None, said: str
) -> Panels:
    """`said`: what has just been done, as the views have it."""
    event, voter = session.event, await _voter(db, viewer)
    mood, feedback, place = None, None, _place_of(session)
    if event.is_running:
        vote = await _vote_view(db, mood_of(event), voter)
        mood = MoodView(event, vote, said, back=f"/sessions/{session.id}")
    if place and place.vote.phase == Phase.RUNNING:
        feedback = FeedbackView(place, await _vote_view(db, place.vote, voter), said)
    awaits = place is not None and place.vote.phase == Phase.BEFORE
    return Panels(mood, feedback, awaits)


async def own_messages(db: AsyncSession, person_id: int) -> tuple[MessageView, ...]:
    """The latest first."""
    rows = await db.execute(
        select(NamedFeedback, Session.title, Event)
        .join(Session, Session.id == NamedFeedback.session_id)
        .join(Event, Event.id == Session.event_id)
        .where(NamedFeedback.person_id == person_id)
        .order_by(NamedFeedback.sent_at.desc(), NamedFeedback.id.desc())
    )
    return tuple(_message(*row) for row in rows)


@dataclass(frozen=True)
class _Voter:
    is_confirmed: bool
    company_id: int | None


async def _voter(db: AsyncSession, viewer: Viewer | None) -> _Voter:
    person_id = viewer.person_id if viewer else None
    company_id = await company_of(db, person_id) if person_id else None
    return _Voter(person_id is not None, company_id)


async def _vote_view(db: AsyncSession, vote: Vote, voter: _Voter) -> VoteView:
    opened = (await db.execute(_opened(vote, voter.company_id))).one_or_none()
    was_lost = opened is not None and opened.state == ScopeState.VOID
    if opened is None or was_lost:
        invited, has_own = (await db.execute(_counted_now(vote.event_id, voter.company_id))).one()
    else:
        invited, has_own = opened.invited, opened.has_own
        vote = replace(vote, closes_at=opened.closes_at)
    return VoteView(
        phase=Phase.OVER if opened and opened.state in ENDED else vote.phase,
        opens_at=vote.opens_at,
        closes_at=vote.closes_at,
        invited=invited,
        counting=_counting(voter.company_id, is_in=bool(has_own)),
        is_confirmed=voter.is_confirmed,
        was_lost=was_lost,
    )


def _opened(vote: Vote, company_id: int | None) -> Select[ScopeState, datetime, int, int]:
    """The newest scope, and its frame in two numbers."""
    is_own = FrameUnit.organisation_id == (company_id or 0)
    return (
        select(
            Scope.state,
            Scope.closes_at,
            func.count(FrameUnit.organisation_id).label("invited"),
            func.count(FrameUnit.organisation_id).filter(is_own).label("has_own"),
        )
        .outerjoin(FrameUnit, FrameUnit.frame_id == Scope.frame_id)
        .where(Scope.kind == vote.kind, Scope.subject_id == vote.subject_id)
        .group_by(Scope.id)
        .order_by(Scope.id.desc())
        .limit(1)
    )


def _counted_now(event_id: int, company_id: int | None) -> Select[int, int]:
    """The same of the frame that the first answer would freeze."""
    is_own = Organisation.id == (company_id or 0)
    return select(func.count(Organisation.id), func.count(Organisation.id).filter(is_own)).where(
        counts(event_id)
    )


def _counting(company_id: int | None, *, is_in: bool) -> Counting:
    if company_id is None:
        return Counting.NO_COMPANY
    return Counting.YES if is_in else Counting.NOT_YET


def _place_of(session: SessionView) -> Place | None:
    if not _takes_feedback(session.kind, session.state):
        return None
    return Place(session.id, session.title, session.event, session.starts_at)


def _takes_feedback(kind: SessionKind, state: SessionState) -> bool:
    return state == SessionState.CONFIRMED and kind != SessionKind.BREAK


def _message(feedback: NamedFeedback, title: Translated, event: Event) -> MessageView:
    return MessageView(
        id=feedback.id,
        session_id=feedback.session_id,
        title=title,
        event=masthead(event),
        rating=feedback.rating,
        text=feedback.text,
        language=feedback.language,
        sent_at=feedback.sent_at,
        state=feedback.state,
        reply=feedback.reply,
        replied_at=feedback.replied_at,
    )
