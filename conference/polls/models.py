"""Poll, Choice. Ballots are sealed answers (`privacy.models.Sealed`): there is no table of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.db import Base, TranslatedText, UtcDateTime, words
from conference.i18n import Translated


class PollKind(StrEnum):
    """SCALE: from 1 to 5, without choices of its own."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"


class PollState(StrEnum):
    """A closed poll stays closed. ARCHIVED: closed, and no longer shown to anybody but the desk."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"


class ResultsShown(StrEnum):
    """When the room sees the result: as the poll closes, as the moderator shows it, or in waves
    while it is open (`privacy.waves`)."""

    CLOSED = "closed"
    LATER = "later"
    LIVE = "live"


class Poll(Base):
    """`least`, `most`: how many choices a ballot of MULTIPLE has; 1 and 1 otherwise.

    `minutes`: for how long it is opened; `closes_at` is set then, and announced.
    """

    __tablename__ = "poll"
    __table_args__ = (
        CheckConstraint("least BETWEEN 1 AND most", name="choices"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("(state = 'draft') = (closes_at IS NULL)", name="closes"),
        Index("ix_poll_session", "session_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    kind: Mapped[PollKind] = mapped_column(words(PollKind))
    wording: Mapped[Translated] = mapped_column(TranslatedText)
    least: Mapped[int] = mapped_column(default=1)
    most: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[int] = mapped_column(default=5)
    shown: Mapped[ResultsShown] = mapped_column(words(ResultsShown))
    state: Mapped[PollState] = mapped_column(words(PollState))
    is_result_shown: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    choices: Mapped[list["Choice"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Choice.place"
    )


class Choice(Base):
    __tablename__ = "choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    wording: Mapped[Translated] = mapped_column(TranslatedText)
