"""Reads for those who answer: what their forms say around an answer, never an answer itself; and
what they have sent by name."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda.editions import masthead
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event, Session, SessionKind, SessionState, Slot
from conference.agenda.views import SessionView
from conference.errors import NotFound
from conference.i18n import Translated
from conference.partners.models import Organisation
from conference.partners.queries import company_of, counts
from conference.privacy.models import FrameUnit, Scope, ScopeState
from conference.sentiment.framed import Framed, Voter, VotesBeside
from conference.sentiment.models import NamedFeedback
from conference.sentiment.views import FeedbackView, MessageView, MoodView, Place
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
    framed = await _framed(db, mood_of(event))
    return MoodView(event, framed.view(await _voter(db, viewer)))


async def feedback_panel(db: AsyncSession, place: Place, viewer: Viewer | None) -> FeedbackView:
    framed = await _framed(db, place.vote)
    return FeedbackView(place, framed.view(await _voter(db, viewer)))


async def votes_beside(db: AsyncSession, session: SessionView) -> VotesBeside:
    """Those that the session's own page shows."""
    event, place = session.event, _place_of(session)
    return VotesBeside(
        event=event,
        session_id=session.id,
        place=place,
        mood=await _framed(db, mood_of(event)) if event.is_running else None,
        feedback=await _framed(db, place.vote) if place else None,
    )


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


async def _voter(db: AsyncSession, viewer: Viewer | None) -> Voter:
    person_id = viewer.person_id if viewer else None
    company_id = await company_of(db, person_id) if person_id else None
    return Voter(person_id is not None, company_id)


async def _framed(db: AsyncSession, vote: Vote) -> Framed:
    opened = (await db.execute(_opened(vote))).one_or_none()
    if opened is None or opened.state == ScopeState.VOID:
        # Those that the first answer would freeze.
        companies = frozenset(
            await db.scalars(select(Organisation.id).where(counts(vote.event_id)))
        )
        return Framed(vote, companies, was_lost=opened is not None)
    units = select(FrameUnit.organisation_id).where(FrameUnit.frame_id == opened.frame_id)
    return Framed(
        replace(vote, closes_at=opened.closes_at),
        frozenset(await db.scalars(units)),
        has_ended=opened.state in ENDED,
    )


def _opened(vote: Vote) -> Select[ScopeState, datetime, int | None]:
    """The newest scope."""
    return (
        select(Scope.state, Scope.closes_at, Scope.frame_id)
        .where(Scope.kind == vote.kind, Scope.subject_id == vote.subject_id)
        .order_by(Scope.id.desc())
        .limit(1)
    )


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
