"""Board, Question, Upvote, Answer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.accounts.models import Person
from conference.agenda.models import Session
from conference.db import Base, UtcDateTime, words


class QuestionState(StrEnum):
    """WAITING for a moderator, LIVE for all, ANSWERED (in words or on stage), DECLINED."""

    WAITING = "waiting"
    LIVE = "live"
    ANSWERED = "answered"
    DECLINED = "declined"


class Board(Base):
    """The question panel of a session. Without a row it is open and moderated."""

    __tablename__ = "board"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), primary_key=True
    )
    is_open: Mapped[bool] = mapped_column(default=True)
    is_moderated: Mapped[bool] = mapped_column(default=True)


class Question(Base):
    """Either `person_id` (named) or `author` (anonymous: sealed, see `privacy.sealed`) is set.

    `upvotes` counts the rows of Upvote; the asker's own voice is added when it is shown.
    `asked_at` is exact to the minute.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (author IS NULL)", name="author"),
        Index("ix_question_board", "session_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    author: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    company: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(String(500))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[QuestionState] = mapped_column(words(QuestionState))
    is_on_stage: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")
    upvotes: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    session: Mapped[Session] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
    answer: Mapped["Answer | None"] = relationship(lazy="raise", cascade="all, delete-orphan")


class Upvote(Base):
    """Confidential: stored with the person, shown to nobody."""

    __tablename__ = "upvote"

    question_id: Mapped[int] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Answer(Base):
    """An answer in words, and who gave it."""

    __tablename__ = "answer"

    question_id: Mapped[int] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(String(2000))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    by: Mapped[str] = mapped_column(String(120))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
