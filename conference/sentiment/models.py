"""MoodPlan, NamedFeedback. Moods and anonymous feedback are sealed answers (`privacy`)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.accounts.models import Person
from conference.db import Base, UtcDateTime, words


class Dimension(StrEnum):
    """What figures are split by, besides the total."""

    TYPE = "type"
    REGION = "region"


class Topic(StrEnum):
    """What a mood is about, if its sender says so."""

    PROGRAMME = "programme"
    MARGIN = "margin"
    LEADS = "leads"
    PRODUCT = "product"
    SUPPORT = "support"
    CONTACT = "contact"


class FeedbackState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class MoodPlan(Base):
    """What an event's figures are split by. Without a row: by type."""

    __tablename__ = "mood_plan"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    dimension: Mapped[Dimension] = mapped_column(words(Dimension))


class NamedFeedback(Base):
    """Feedback with a name on it, because its sender wants to hear back: an ordinary message.

    `assignee_id`: who of the channel team answers. It is in no figure of the barometer.
    """

    __tablename__ = "named_feedback"
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        CheckConstraint("(reply = '') = (replied_at IS NULL)", name="reply"),
        Index("ix_named_feedback_state", "state", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    company: Mapped[str] = mapped_column(String(200))
    rating: Mapped[int]
    text: Mapped[str] = mapped_column(String(2000))
    language: Mapped[str] = mapped_column(String(2))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[FeedbackState] = mapped_column(words(FeedbackState))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reply: Mapped[str] = mapped_column(String(4000), default="")
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    assignee: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[assignee_id])
