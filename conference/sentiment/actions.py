"""Feedback with a name on it: sent by an attendee; assigned, answered, closed by the channel team.

Moods and anonymous feedback are not written here (`votes`); their changes stand here with the rest.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock, mail
from conference.accounts.models import Person, Role, RoleKind
from conference.agenda.models import Session
from conference.db import Change, Turn, announce, take_turn
from conference.errors import Conflict, Invalid, NotFound, TooMany
from conference.i18n import _
from conference.sentiment.entries import NamedEntry
from conference.sentiment.models import FeedbackState, NamedFeedback

REPLY_MOST = 4000
SEND_MOST = 5
SEND_WINDOW = timedelta(days=1)
TOO_MANY = _(
    "Five messages a day are the limit. Your text is kept in the form; please send it tomorrow."
)
CHANGED = _(
    "Someone else has just worked on this message. Please look again; "
    "what you wrote is still in the field."
)


@dataclass(frozen=True)
class MoodReleased(Change):
    """Its figures have changed, or it has closed."""

    event_id: int


@dataclass(frozen=True)
class FeedbackReleased(Change):
    """The same for the anonymous feedback on a session."""

    event_id: int
    session_id: int


@dataclass(frozen=True)
class NamedFeedbackChanged(Change):
    event_id: int
    feedback_id: int


@dataclass(frozen=True)
class Sending:
    """`company`: as the sender has registered it. `language`: of the page they wrote it on."""

    event_id: int
    session_id: int
    person_id: int
    company: str
    language: str
    entry: NamedEntry


async def send_feedback(db: AsyncSession, sending: Sending) -> int:
    """The message's id. Raises TooMany beyond five a day and event. The same text sent twice is
    one message until it is answered."""
    # So that two requests at once cannot both be the fifth.
    await take_turn(db, Turn.WRITING, sending.person_id)
    if (again := await _repeated(db, sending)) is not None:
        return again
    await _check_limit(db, sending)
    feedback = NamedFeedback(
        session_id=sending.session_id,
        person_id=sending.person_id,
        company=sending.company,
        rating=sending.entry.rating,
        text=sending.entry.text,
        language=sending.language,
        sent_at=clock.now(),
        state=FeedbackState.OPEN,
    )
    db.add(feedback)
    await db.flush()
    announce(db, NamedFeedbackChanged(sending.event_id, feedback.id))
    return feedback.id


async def assign_feedback(
    db: AsyncSession, event_id: int, feedback_id: int, assignee_id: int | None, *, version: int
) -> None:
    """None: to nobody. Raises Invalid for one who is not of the event's channel team.

    This and what follows raise NotFound for a message of another event, Conflict if somebody has
    worked on it since `version`.
    """
    feedback = await _locked(db, event_id, feedback_id, version)
    if assignee_id is not None and not await _is_staff(db, event_id, assignee_id):
        raise Invalid({"assignee": _("Please choose somebody of the channel team.")})
    feedback.assignee_id = assignee_id
    _touch(db, event_id, feedback)


async def reply_feedback(
    db: AsyncSession, event_id: int, feedback_id: int, text: str, *, version: int
) -> None:
    """By mail to the sender, in their language. Raises Invalid without a text or with too long a
    one, Conflict where it has been answered or closed."""
    _check_reply(text)
    feedback = await _locked(db, event_id, feedback_id, version)
    if feedback.state != FeedbackState.OPEN:
        raise Conflict(_("This has been answered or closed. Please reopen it to answer again."))
    feedback.reply, feedback.replied_at = text, clock.now()
    feedback.state = FeedbackState.ANSWERED
    _touch(db, event_id, feedback)
    person = await db.get_one(Person, feedback.person_id)
    await mail.queue(db, "feedback-reply", person.id, {"feedback": feedback.id}, person.language)


async def close_feedback(
    db: AsyncSession, event_id: int, feedback_id: int, *, version: int
) -> None:
    """Answered or not; there is nothing more to do."""
    feedback = await _locked(db, event_id, feedback_id, version)
    feedback.state = FeedbackState.CLOSED
    _touch(db, event_id, feedback)


async def reopen_feedback(
    db: AsyncSession, event_id: int, feedback_id: int, *, version: int
) -> None:
    """It can be answered again; the answer it may have stays until then."""
    feedback = await _locked(db, event_id, feedback_id, version)
    feedback.state = FeedbackState.OPEN
    _touch(db, event_id, feedback)


async def _repeated(db: AsyncSession, sending: Sending) -> int | None:
    return await db.scalar(
        select(NamedFeedback.id).where(
            NamedFeedback.session_id == sending.session_id,
            NamedFeedback.person_id == sending.person_id,
            NamedFeedback.text == sending.entry.text,
            NamedFeedback.rating == sending.entry.rating,
            NamedFeedback.state == FeedbackState.OPEN,
        )
    )


async def _check_limit(db: AsyncSession, sending: Sending) -> None:
    """Counts rows, so the limit holds over all processes and restarts."""
    since = clock.now() - SEND_WINDOW
    recent = (
        select(NamedFeedback.sent_at)
        .join(Session, Session.id == NamedFeedback.session_id)
        .where(
            NamedFeedback.person_id == sending.person_id,
            NamedFeedback.sent_at > since,
            Session.event_id == sending.event_id,
        )
        .order_by(NamedFeedback.sent_at.desc())
        .limit(SEND_MOST)
    )
    times = (await db.scalars(recent)).all()
    if len(times) == SEND_MOST:
        raise TooMany(TOO_MANY, int((times[-1] - since).total_seconds()))


async def _locked(db: AsyncSession, event_id: int, feedback_id: int, version: int) -> NamedFeedback:
    feedback = await db.scalar(
        select(NamedFeedback)
        .join(Session, Session.id == NamedFeedback.session_id)
        .where(NamedFeedback.id == feedback_id, Session.event_id == event_id)
        .with_for_update(of=NamedFeedback)
    )
    if feedback is None:
        raise NotFound
    if feedback.version != version:
        raise Conflict(CHANGED)
    return feedback


async def _is_staff(db: AsyncSession, event_id: int, person_id: int) -> bool:
    role = exists().where(
        Role.person_id == person_id,
        Role.event_id == event_id,
        Role.kind == RoleKind.CHANNEL_STAFF,
    )
    return bool(await db.scalar(select(role)))


def _touch(db: AsyncSession, event_id: int, feedback: NamedFeedback) -> None:
    feedback.version += 1
    announce(db, NamedFeedbackChanged(event_id, feedback.id))


def _check_reply(text: str) -> None:
    if not text:
        raise Invalid({"reply": _("Please write the answer first.")})
    if len(text) > REPLY_MOST:
        sentence = _(
            "An answer may have %(most)d characters; this one has %(n)d.",
            most=REPLY_MOST,
            n=len(text),
        )
        raise Invalid({"reply": sentence})
