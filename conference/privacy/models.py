"""Scope, FrameUnit, Sealed, Release, Comment: what there is of anonymous answers, and when."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base, UtcDateTime, words


class ScopeKind(StrEnum):
    """What `Scope.subject_id` is: of QUESTIONS and MOOD an event, of POLL a poll, of FEEDBACK a
    session."""

    QUESTIONS = "questions"
    POLL = "poll"
    MOOD = "mood"
    FEEDBACK = "feedback"


class ScopeState(StrEnum):
    """VOID: restored from a backup without its key; nothing in it can be connected any more."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    VOID = "void"


class Scope(Base):
    """One anonymous vote, or the anonymous questions of one event.

    Its key is a file outside the database (`privacy.keys`), destroyed when it closes. `plan`,
    `k`, `closes_at` are fixed when it opens (`privacy.plan`); `frame_id` says which companies
    count. `ledger`: how many companies were in which release, sealed (`privacy.disclosure`).
    """

    __tablename__ = "scope"
    __table_args__ = (
        CheckConstraint("(key_destroyed_at IS NULL) OR state IN ('closed', 'void')", name="key"),
        Index(
            "uq_scope_open",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ScopeKind] = mapped_column(words(ScopeKind))
    subject_id: Mapped[int] = mapped_column(index=True)
    state: Mapped[ScopeState] = mapped_column(words(ScopeState))
    k: Mapped[int] = mapped_column(default=10)
    plan: Mapped[Any] = mapped_column(JSON, default=dict)
    frame_id: Mapped[int | None] = mapped_column(ForeignKey("frame.id"))
    ledger: Mapped[bytes | None] = mapped_column(LargeBinary)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    key_destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Frame(Base):
    """Companies as they were at one moment; scopes that opened on the same ones share it.

    `digest`: SHA-256 over its units in order, so that the same list is kept once.
    """

    __tablename__ = "frame"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)


class FrameUnit(Base):
    """One company, and where it stands in the plan's dimension. Knows nothing of answers.

    `organisation_id` is a plain number: privacy knows no partners, and what becomes of the row
    there changes nothing here.
    """

    __tablename__ = "frame_unit"

    frame_id: Mapped[int] = mapped_column(
        ForeignKey("frame.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(String(60))


class Sealed(Base):
    """One person's answer (`privacy.boxes`): no time, no serial, no person, no company.

    `who` is the sealed person, so one answer each. `released`: the copy that figures show.
    """

    __tablename__ = "sealed"

    scope_id: Mapped[int] = mapped_column(ForeignKey("scope.id"), primary_key=True)
    who: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    box: Mapped[bytes] = mapped_column(LargeBinary)
    released: Mapped[bytes | None] = mapped_column(LargeBinary)


class Release(Base):
    """What pages, pushes and exports show: figures that have gone through `privacy.disclosure`.

    `at` is exact to the minute.
    """

    __tablename__ = "release"

    scope_id: Mapped[int] = mapped_column(ForeignKey("scope.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_final: Mapped[bool] = mapped_column(default=False)
    figures: Mapped[Any] = mapped_column(JSON)


class Comment(Base):
    """A released text: word for word, with the class of its answer; no company, group or time.

    The id is random, so the order tells nothing.
    """

    __tablename__ = "comment"

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    scope_id: Mapped[int] = mapped_column(ForeignKey("scope.id"), index=True)
    topic: Mapped[str] = mapped_column(String(60), default="")
    level: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(2000))
    language: Mapped[str] = mapped_column(String(2))
