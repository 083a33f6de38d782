"""Scope: one anonymous vote, or the anonymous questions of one event."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base, UtcDateTime, words


class ScopeKind(StrEnum):
    QUESTIONS = "questions"


class ScopeState(StrEnum):
    """VOID: restored from a backup without its key; nothing in it can be connected any more."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    VOID = "void"


class Scope(Base):
    """Its key is a file outside the database (`privacy.keys`), destroyed when it closes.

    `subject_id` is a plain number: for QUESTIONS an event. `closes_at` is announced beforehand.
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
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    key_destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
