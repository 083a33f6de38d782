"""Reads of a board: views that are the same for every viewer. What only one knows stands beside."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from conference.agenda.models import Event, Session, SessionKind, SessionState
from conference.agenda.topics import room
from conference.agenda.views import SessionView
from conference.errors import NotFound
from conference.i18n import Translated
from conference.live import present
from conference.qa.models import Board, Question, QuestionState
from conference.qa.ranking import rank

SHOWN = (QuestionState.LIVE, QuestionState.ANSWERED)


@dataclass(frozen=True)
class AnswerView:
    text: str
    by: str
    answered_at: datetime


@dataclass(frozen=True)
class QuestionView:
    """`asker` is empty for an anonymous question. `votes` counts the asker's own voice too."""

    id: int
    session_id: int
    text: str
    language: str
    asker: str
    company: str
    state: QuestionState
    is_on_stage: bool
    votes: int
    rank: int
    reason: str
    asked_at: datetime
    zone: ZoneInfo
    version: int
    answer: AnswerView | None

    @property
    def is_shown(self) -> bool:
        return self.state in SHOWN

    @property
    def takes_votes(self) -> bool:
        return self.state == QuestionState.LIVE


@dataclass(frozen=True)
class BoardView:
    """`questions` in order of rank. `is_open`: as its moderators have set it; `may_ask`: and the
    session takes questions at all."""

    session_id: int
    is_open: bool
    may_ask: bool
    is_moderated: bool
    questions: tuple[QuestionView, ...]

    def in_state(self, *states: QuestionState) -> tuple[QuestionView, ...]:
        return tuple(question for question in self.questions if question.state in states)

    @property
    def on_stage(self) -> tuple[QuestionView, ...]:
        return tuple(question for question in self.questions if question.is_on_stage)

    @property
    def live(self) -> tuple[QuestionView, ...]:
        """Those not on stage just now."""
        live = self.in_state(QuestionState.LIVE)
        return tuple(question for question in live if not question.is_on_stage)

    @property
    def count(self) -> int:
        return len(self.in_state(*SHOWN))


@dataclass(frozen=True)
class Place:
    """A session as the board needs it. `takes_questions`: cancelled ones and breaks do not."""

    session_id: int
    event_id: int
    title: Translated
    takes_questions: bool


async def place(db: AsyncSession, session_id: int) -> Place:
    """Raises NotFound."""
    session = await db.get(Session, session_id)
    if session is None:
        raise NotFound
    takes = _takes_questions(session.state, session.kind)
    return Place(session.id, session.event_id, session.title, takes)


def place_in(session: SessionView) -> Place:
    takes = _takes_questions(session.state, session.kind)
    return Place(session.id, session.event.id, session.title, takes)


async def place_of(db: AsyncSession, question_id: int) -> Place:
    """The session a question was asked in. Raises NotFound."""
    session_id = await db.scalar(select(Question.session_id).where(Question.id == question_id))
    if session_id is None:
        raise NotFound
    return await place(db, session_id)


async def places_of(db: AsyncSession, question_ids: Collection[int]) -> dict[int, Place]:
    """The same of many, without those that are not there."""
    rows = await db.execute(_places(), {"ids": list(question_ids)})
    return {
        question_id: Place(session_id, event_id, title, _takes_questions(state, kind))
        for question_id, session_id, event_id, title, state, kind in rows
    }


@cache
def _places() -> Select[int, int, int, Translated, SessionState, SessionKind]:
    """To build it takes as long as to send it; so for the next."""
    return (
        select(
            Question.id, Session.id, Session.event_id, Session.title, Session.state, Session.kind
        )
        .join(Session, Session.id == Question.session_id)
        .where(Question.id.in_(bindparam("ids", expanding=True)))
    )


async def board(
    db: AsyncSession, session_id: int, states: Iterable[QuestionState] = SHOWN
) -> BoardView:
    """What everyone sees of a session's questions, or of the given states what moderators see.
    Raises NotFound."""
    of_session = select(Session.state, Session.kind, Board).where(Session.id == session_id)
    beside = Board.session_id == Session.id
    found = (await db.execute(of_session.outerjoin(Board, beside))).one_or_none()
    if found is None:
        raise NotFound
    state, kind, settings = found
    is_open = settings.is_open if settings else True
    rows = await db.execute(
        questions().where(Question.session_id == session_id, Question.state.in_(tuple(states)))
    )
    views = [view_of(question, zone) for question, zone in rows]
    return BoardView(
        session_id=session_id,
        is_open=is_open,
        may_ask=is_open and _takes_questions(state, kind),
        is_moderated=settings.is_moderated if settings else True,
        questions=tuple(sorted(views, key=lambda view: (-view.rank, view.id))),
    )


async def question(db: AsyncSession, question_id: int) -> QuestionView | None:
    (view,) = await views_of(db, [question_id])
    return view


async def views_of(db: AsyncSession, ids: Sequence[int]) -> list[QuestionView | None]:
    """For `gathered`; None for one that is not there."""
    rows = await db.execute(_by_id(), {"ids": list(ids)})
    found = {question.id: view_of(question, zone) for question, zone in rows}
    return [found.get(id_) for id_ in ids]


@cache
def _by_id() -> Select[Question, str]:
    return questions().where(Question.id.in_(bindparam("ids", expanding=True)))


async def count(db: AsyncSession, session_id: int) -> int:
    """Questions that everyone sees."""
    query = select(func.count(Question.id)).where(
        Question.session_id == session_id, Question.state.in_(SHOWN)
    )
    return int(await db.scalar(query) or 0)


async def watching(db: AsyncSession, session_id: int) -> int:
    return await present(db, room(session_id))


def _takes_questions(state: SessionState, kind: SessionKind) -> bool:
    return state == SessionState.CONFIRMED and kind != SessionKind.BREAK


def questions() -> Select[Question, str]:
    return (
        select(Question, Event.timezone)
        .join(Session, Session.id == Question.session_id)
        .join(Event, Event.id == Session.event_id)
        .options(joinedload(Question.person), joinedload(Question.answer))
    )


def view_of(question: Question, timezone: str) -> QuestionView:
    votes = question.upvotes + 1
    return QuestionView(
        id=question.id,
        session_id=question.session_id,
        text=question.text,
        language=question.language,
        asker=question.person.name if question.person else "",
        company=question.company,
        state=question.state,
        is_on_stage=question.is_on_stage,
        votes=votes,
        rank=rank(
            votes=votes,
            is_on_stage=question.is_on_stage,
            is_answered=question.state == QuestionState.ANSWERED,
        ),
        reason=question.reason,
        asked_at=question.asked_at,
        zone=ZoneInfo(timezone),
        version=question.version,
        answer=_answer(question),
    )


def _answer(question: Question) -> AnswerView | None:
    answer = question.answer
    return AnswerView(answer.text, answer.by, answer.answered_at) if answer else None
