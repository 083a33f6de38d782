"""What belongs to an event, a session or a speaker beside the programme itself: files that were
uploaded, announcements, what attendees have bookmarked, and the secrets of their calendars."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base, TranslatedText, UtcDateTime, words
from conference.i18n import Translated


class UploadKind(StrEnum):
    """What an upload is for: LOGO an event, PORTRAIT a speaker, DOWNLOAD a session."""

    LOGO = "logo"
    PORTRAIT = "portrait"
    DOWNLOAD = "download"


class Upload(Base):
    """A file as it is served: pictures re-encoded, downloads as they came.

    `title` and `position` are of downloads only. `digest`: of the content, in hex, for its URL.
    """

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[UploadKind] = mapped_column(words(UploadKind))
    speaker_id: Mapped[int | None] = mapped_column(
        ForeignKey("speaker.id", ondelete="CASCADE"), index=True
    )
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)


class Bookmark(Base):
    """A session on somebody's own agenda."""

    __tablename__ = "bookmark"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CalendarLink(Base):
    """The address of somebody's own calendar is an HMAC of this; raising `version` ends it."""

    __tablename__ = "calendar_link"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(default=1)


class Announcement(Base):
    """What organisers say to those in a session, or without one to everybody. Shown from `at` until
    it expires or is taken back."""

    __tablename__ = "announcement"
    __table_args__ = (Index("ix_announcement_event", "event_id", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[Translated] = mapped_column(TranslatedText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
