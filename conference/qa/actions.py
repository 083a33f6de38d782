"""Writes of attendees: ask, and the changes everything here announces."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.models import Event, Session
from conference.db import Change, Turn, announce, take_turn
from conference.errors import Conflict, Invalid, TooMany
from conference.i18n import _
from conference.privacy import KeyFolder, Scope, ScopeKind
from conference.privacy.scopes import open_scope
from conference.privacy.sealed import sealer
from conference.qa import queries
from conference.qa.models import Board, Question, QuestionState
from conference.qa.own import is_by
from conference.qa.queries import Place

TEXT_MOST = 500
ASK_MOST = 3
ASK_WINDOW = timedelta(minutes=1)
FOLLOW_UP = timedelta(days=30)


@dataclass(frozen=True)
class QuestionChanged(Change):
    session_id: int
    question_id: int


@dataclass(frozen=True)
class NumberChanged(Change):
    """How many questions everyone sees."""

    session_id: int


@dataclass(frozen=True)
class BoardChanged(Change):
    session_id: int


@dataclass(frozen=True)
class Asking:
    """`company` stands beside a named question; it is empty for one asked anonymously."""

    session_id: int
    person_id: int
    text: str
    language: str
    is_anonymous: bool
    company: str = ""


async def ask_question(db: AsyncSession, keys: KeyFolder, asking: Asking) -> int:
    """The question's id. Raises Invalid without a text or with too long a one, Conflict when the
    board is closed, TooMany beyond three a minute. The same text sent twice is one question."""
    check_text(asking.text)
    place = await open_place(db, asking.session_id)
    # So that two requests at once cannot both be the third.
    await take_turn(db, Turn.ASKING, asking.person_id)
    sealed = await _author(db, keys, place, asking)
    if (again := await _repeated(db, asking, sealed)) is not None:
        return again
    await _check_limit(db, keys, place, asking.person_id)
    question = Question(
        session_id=asking.session_id,
        person_id=None if asking.is_anonymous else asking.person_id,
        author=sealed,
        company="" if asking.is_anonymous else asking.company,
        text=asking.text,
        language=asking.language,
        state=await _first_state(db, asking.session_id),
        asked_at=to_the_minute(clock.now()),
    )
    db.add(question)
    await db.flush()
    announce(db, QuestionChanged(asking.session_id, question.id))
    announce(db, NumberChanged(asking.session_id))
    return question.id


async def open_place(db: AsyncSession, session_id: int) -> Place:
    """Raises NotFound, or Conflict where nobody may ask."""
    place = await queries.place(db, session_id)
    board = await db.get(Board, session_id)
    if not place.takes_questions or (board and not board.is_open):
        raise Conflict(_("Questions are closed here. What was asked can still be read."))
    return place


async def unlink_authors(db: AsyncSession, scope: Scope) -> None:
    """At the scope's end: not even that two anonymous questions share an asker remains."""
    of_event = select(Session.id).where(Session.event_id == scope.subject_id)
    await db.execute(
        update(Question)
        .where(Question.session_id.in_(of_event), Question.author.is_not(None))
        .values(author=b"")
        .execution_options(synchronize_session=False)
    )


def check_text(text: str) -> None:
    """Raises Invalid."""
    if not text:
        raise Invalid({"text": _("Please write your question first.")})
    if len(text) > TEXT_MOST:
        sentence = _(
            "A question may have %(most)d characters; this one has %(n)d.",
            most=TEXT_MOST,
            n=len(text),
        )
        raise Invalid({"text": sentence})


def to_the_minute(moment: datetime) -> datetime:
    """So that nobody can be found by what else they did in the second of their question."""
    return moment.replace(second=0, microsecond=0)


async def _author(db: AsyncSession, keys: KeyFolder, place: Place, asking: Asking) -> bytes | None:
    if not asking.is_anonymous:
        return None
    event = await db.get_one(Event, place.event_id)
    ends = clock.at_end_of(event.ends_on, event.zone)
    closes_at = max(ends, clock.now()) + FOLLOW_UP
    scope = await open_scope(db, keys, ScopeKind.QUESTIONS, event.id, closes_at)
    key = keys.read(scope.id)
    if key is None:
        raise Conflict(_("Anonymous questions are not possible just now. Nothing was sent."))
    return sealer(key, scope.id)(asking.person_id)


async def _repeated(db: AsyncSession, asking: Asking, sealed: bytes | None) -> int | None:
    by = Question.author == sealed if sealed else Question.person_id == asking.person_id
    return await db.scalar(
        select(Question.id).where(
            Question.session_id == asking.session_id,
            Question.text == asking.text,
            Question.state != QuestionState.DECLINED,
            by,
        )
    )


async def _check_limit(db: AsyncSession, keys: KeyFolder, place: Place, person_id: int) -> None:
    """Counts rows, so the limit holds over all processes and restarts.

    They are exact to the minute, so who has reached it waits until a whole minute has passed.
    """
    by = await is_by(db, keys, place, person_id)
    now = clock.now()
    since = to_the_minute(now - ASK_WINDOW)
    recent = select(Question.asked_at).where(by, Question.asked_at.between(since, now))
    times = (await db.scalars(recent.order_by(Question.asked_at.desc()).limit(ASK_MOST))).all()
    if len(times) == ASK_MOST:
        sentence = _(
            "Three questions a minute are the limit. Your text is kept; please send it in a minute."
        )
        raise TooMany(sentence, int((times[-1] + 2 * ASK_WINDOW - now).total_seconds()))


async def _first_state(db: AsyncSession, session_id: int) -> QuestionState:
    board = await db.get(Board, session_id)
    is_moderated = board.is_moderated if board else True
    return QuestionState.WAITING if is_moderated else QuestionState.LIVE
