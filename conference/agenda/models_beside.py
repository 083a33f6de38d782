"""What belongs to an event, a session or a speaker beside the programme itself: files that were
uploaded, announcements, what attendees have bookmarked, and the secrets of their calendars."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    cast,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import Mapped, MappedSQLExpression, column_property, mapped_column

from conference.db import Base, TranslatedText, UtcDateTime, words
from conference.i18n import Translated


class UploadKind(StrEnum):
    """What an upload is for: LOGO, PICTURE and CARD an event, PORTRAIT a speaker, DOWNLOAD a
    session. CARD is the PICTURE in a size and a format that all programs show."""

    LOGO = "logo"
    PICTURE = "picture"
    CARD = "card"
    PORTRAIT = "portrait"
    DOWNLOAD = "download"


def _only_one(kind: str, owner: str) -> Index:
    """Every page asks for the logo, and an event may have thousands of portraits."""
    such = text(f"kind = '{kind}'")
    name = f"ix_upload_{kind}"
    return Index(name, owner, unique=True, sqlite_where=such, postgresql_where=such)


class Upload(Base):
    """A file as it is served: pictures re-encoded, downloads as they came.

    `title` and `position` are of downloads only. `digest`: of the content, in hex, for its URL.
    An event has one logo and one picture, a speaker one portrait.
    """

    __tablename__ = "upload"
    __table_args__ = (
        *(_only_one(kind, "event_id") for kind in ("logo", "picture", "card")),
        _only_one("portrait", "speaker_id"),
    )

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


def picture_path(kind: UploadKind, owner: Mapped[int]) -> MappedSQLExpression[str | None]:
    """Where a picture of an event or the portrait of a speaker is served, read along with its
    owner; None without one."""
    path = "/uploads/" + cast(Upload.id, String) + "/" + Upload.digest
    whose = Upload.speaker_id if kind == UploadKind.PORTRAIT else Upload.event_id
    # Written out, since no index on a part of the rows is used for a parameter.
    is_such = Upload.kind == literal_column(f"'{kind}'")
    found = select(path).where(whose == owner, is_such)
    # So it stays a query of its own where its owner is joined with its uploads.
    return column_property(found.correlate_except(Upload).scalar_subquery())


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
