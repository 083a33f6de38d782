"""Writes of moderators: approve, decline, put on stage, answer, open and close a board."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import Turn, announce, insert_into, take_turn
from conference.errors import Conflict, Invalid, NotFound
from conference.i18n import _
from conference.qa.actions import BoardChanged, NumberChanged, QuestionChanged
from conference.qa.models import Answer, Board, Question, QuestionState
from conference.qa.queries import place_of

ANSWER_MOST = 2000
REASON_MOST = 300
CHANGED = _(
    "Someone else has just worked on this question. Please look again; "
    "what you wrote is still in the field."
)


@dataclass(frozen=True)
class Wording:
    """An answer in words: `by` is the name shown with it."""

    text: str
    person_id: int
    by: str


async def approve(db: AsyncSession, question_id: int) -> None:
    """Show it to all; also one that was declined or answered before."""
    question = await _locked(db, question_id)
    question.state, question.reason = QuestionState.LIVE, ""
    _touch(db, question)


async def decline(db: AsyncSession, question_id: int, reason: str = "") -> None:
    """Hide it. Its asker alone sees it still, with the reason."""
    question = await _locked(db, question_id)
    question.state, question.reason = QuestionState.DECLINED, reason
    question.is_on_stage = False
    _touch(db, question)


async def put_on_stage(db: AsyncSession, question_id: int) -> None:
    """One at a time: whatever was on stage in this session leaves it."""
    place = await place_of(db, question_id)
    # So that of two at once, each sees what the other has put there.
    await take_turn(db, Turn.COMING_ON_STAGE, place.session_id)
    this_and_others = or_(Question.id == question_id, Question.is_on_stage)
    # In one order, as upvotes come, too.
    rows = await db.scalars(
        select(Question)
        .where(Question.session_id == place.session_id, this_and_others)
        .order_by(Question.id)
        .with_for_update()
    )
    questions = {question.id: question for question in rows}
    if (question := questions.pop(question_id, None)) is None:
        raise NotFound
    _need_shown(question)
    for other in questions.values():
        other.is_on_stage = False
        _touch(db, other)
    question.is_on_stage, question.state = True, QuestionState.LIVE
    _touch(db, question)


async def take_off_stage(db: AsyncSession, question_id: int) -> None:
    question = await _locked(db, question_id)
    question.is_on_stage = False
    _touch(db, question)


async def mark_answered(db: AsyncSession, question_id: int) -> None:
    """Answered on stage; without words here."""
    question = await _locked(db, question_id)
    _need_shown(question)
    question.state, question.is_on_stage = QuestionState.ANSWERED, False
    _touch(db, question)


async def answer(db: AsyncSession, question_id: int, wording: Wording, *, version: int) -> None:
    """In words, and so answered. Raises Conflict if someone else has changed the question since
    `version`: of two moderators at once, neither loses what they wrote."""
    _check_answer(wording.text)
    question = await _locked(db, question_id)
    if question.version != version:
        raise Conflict(CHANGED)
    words = vars(wording) | {"answered_at": clock.now()}
    await db.execute(
        insert_into(db, Answer)
        .values(question_id=question_id, **words)
        .on_conflict_do_update(index_elements=["question_id"], set_=words)
    )
    question.state, question.is_on_stage = QuestionState.ANSWERED, False
    _touch(db, question)


async def set_open(db: AsyncSession, session_id: int, *, is_open: bool) -> None:
    """Closed: what was asked can be read and upvoted still, but nobody asks."""
    await _set_board(db, session_id, {"is_open": is_open})


async def set_moderated(db: AsyncSession, session_id: int, *, is_moderated: bool) -> None:
    await _set_board(db, session_id, {"is_moderated": is_moderated})


async def _set_board(db: AsyncSession, session_id: int, values: dict[str, bool]) -> None:
    row = {"session_id": session_id, "is_open": True, "is_moderated": True} | values
    await db.execute(
        insert_into(db, Board)
        .values(row)
        .on_conflict_do_update(index_elements=["session_id"], set_=values)
    )
    announce(db, BoardChanged(session_id))


async def _locked(db: AsyncSession, question_id: int) -> Question:
    question = await db.get(Question, question_id, with_for_update=True)
    if question is None:
        raise NotFound
    return question


def _touch(db: AsyncSession, question: Question) -> None:
    question.version += 1
    announce(db, QuestionChanged(question.session_id, question.id))
    announce(db, NumberChanged(question.session_id))


def _need_shown(question: Question) -> None:
    if question.state not in (QuestionState.LIVE, QuestionState.ANSWERED):
        raise Conflict(_("Please approve this question first; the room does not see it yet."))


def _check_answer(text: str) -> None:
    if not text:
        raise Invalid({"answer": _("Please write the answer first.")})
    if len(text) > ANSWER_MOST:
        sentence = _(
            "An answer may have %(most)d characters; this one has %(n)d.",
            most=ANSWER_MOST,
            n=len(text),
        )
        raise Invalid({"answer": sentence})
