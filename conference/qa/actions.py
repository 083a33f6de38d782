"""Writes of attendees: ask, keep a draft, and the changes everything here announces."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.models import Person
from conference.agenda.models import Event, Session
from conference.db import Change, announce, insert_into
from conference.errors import Conflict, Invalid, TooMany
from conference.i18n import _
from conference.privacy import KeyFolder, Scope, ScopeKind
from conference.privacy.scopes import open_scope
from conference.privacy.sealed import seal_person
from conference.qa import queries
from conference.qa.models import Board, Draft, Question, QuestionState
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
    _check_text(asking.text)
    place = await open_place(db, asking.session_id)
    # Locks the person's row, so that two requests at once cannot both be the third.
    await db.scalar(select(Person.id).where(Person.id == asking.person_id).with_for_update())
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
        asked_at=clock.now(),
    )
    db.add(question)
    await db.flush()
    announce(db, QuestionChanged(asking.session_id, question.id))
    return question.id


async def open_place(db: AsyncSession, session_id: int) -> Place:
    """Raises NotFound, or Conflict where nobody may ask."""
    place = await queries.place(db, session_id)
    board = await db.get(Board, session_id)
    if not place.takes_questions or (board and not board.is_open):
        raise Conflict(_("Questions are closed here. What was asked can still be read."))
    return place


async def keep_draft(
    db: AsyncSession, sign_in_id: int, session_id: int, text: str, *, is_anonymous: bool
) -> None:
    """For a browser that may not ask yet. Raises Invalid as asking would."""
    _check_text(text)
    kept = {"text": text, "is_anonymous": is_anonymous}
    await db.execute(
        insert_into(db, Draft)
        .values(sign_in_id=sign_in_id, session_id=session_id, **kept)
        .on_conflict_do_update(index_elements=["sign_in_id", "session_id"], set_=kept)
    )


async def drop_draft(db: AsyncSession, sign_in_id: int, session_id: int) -> None:
    await db.execute(
        delete(Draft).where(Draft.sign_in_id == sign_in_id, Draft.session_id == session_id)
    )


async def carry_drafts(db: AsyncSession, old_sign_in_id: int, new_sign_in_id: int) -> None:
    """What a browser typed while it waited is its person's once the link is opened there."""
    await db.execute(
        update(Draft).where(Draft.sign_in_id == old_sign_in_id).values(sign_in_id=new_sign_in_id)
    )


async def unlink_authors(db: AsyncSession, scope: Scope) -> None:
    """At the scope's end: not even that two anonymous questions share an asker remains."""
    questions = await db.scalars(
        select(Question)
        .join(Session)
        .where(Session.event_id == scope.subject_id, Question.author.is_not(None))
    )
    for question in questions:
        question.author = b""


def _check_text(text: str) -> None:
    if not text:
        raise Invalid({"text": _("Please write your question first.")})
    if len(text) > TEXT_MOST:
        sentence = _(
            "A question may have %(most)d characters; this one has %(n)d.",
            most=TEXT_MOST,
            n=len(text),
        )
        raise Invalid({"text": sentence})


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
    return seal_person(key, scope.id, asking.person_id)


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
    """Counts rows, so the limit holds over all processes and restarts."""
    by = await queries.is_by(db, keys, place, person_id)
    since = clock.now() - ASK_WINDOW
    asked = await db.scalar(select(func.count(Question.id)).where(by, Question.asked_at > since))
    if (asked or 0) >= ASK_MOST:
        sentence = _(
            "Three questions a minute are the limit. Your text is kept; please send it in a minute."
        )
        raise TooMany(sentence, int(ASK_WINDOW.total_seconds()))


async def _first_state(db: AsyncSession, session_id: int) -> QuestionState:
    board = await db.get(Board, session_id)
    is_moderated = board.is_moderated if board else True
    return QuestionState.WAITING if is_moderated else QuestionState.LIVE
