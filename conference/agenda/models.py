"""Event, Track, Room, Speaker, Session, Slot, Speaking, SessionLink.

Lines are as long as an imported one may be (`formats.texts.LINE_LIMIT`).
"""

from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.db import Base, TranslatedText, UtcDateTime, words
from conference.i18n import Translated


class SessionKind(StrEnum):
    KEYNOTE = "keynote"
    TALK = "talk"
    PANEL = "panel"
    WORKSHOP = "workshop"
    EXCHANGE = "exchange"
    BREAK = "break"


class SessionState(StrEnum):
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Event(Base):
    """A conference. Its days end at `day_change`: what runs after midnight belongs to the day
    before. `agenda_version` is raised by every write to its programme (see `agenda.pages`)."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[Translated] = mapped_column(TranslatedText)
    motto: Mapped[Translated] = mapped_column(TranslatedText)
    summary: Mapped[Translated] = mapped_column(TranslatedText)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    timezone: Mapped[str] = mapped_column(String(60))
    day_change: Mapped[time] = mapped_column(default=time(4))
    imported_from: Mapped[str] = mapped_column(String(500), default="")
    agenda_version: Mapped[int] = mapped_column(default=1)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Track(Base):
    """`key` tells tracks of an event apart: the name in the file an import read it from."""

    __tablename__ = "track"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(500))
    name: Mapped[Translated] = mapped_column(TranslatedText)
    position: Mapped[int] = mapped_column(default=0)


class Room(Base):
    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(500))
    position: Mapped[int] = mapped_column(default=0)


class Speaker(Base):
    """`key` tells speakers of one source apart: a guid, else an id, else the folded name."""

    __tablename__ = "speaker"
    __table_args__ = (UniqueConstraint("event_id", "source", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(500), default="")
    key: Mapped[str] = mapped_column(String(520))
    name: Mapped[str] = mapped_column(String(500))
    headline: Mapped[Translated] = mapped_column(TranslatedText)
    biography: Mapped[Translated] = mapped_column(TranslatedText)
    url: Mapped[str] = mapped_column(String(2000), default="")
    avatar_url: Mapped[str] = mapped_column(String(2000), default="")


class Session(Base):
    """A programme item. `languages`: codes separated by commas, as they are spoken.

    `guid` names it within its `source`, but not it alone: real files give one to every repeat of
    a session. An item written here has the source "".
    """

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_guid", "event_id", "source", "guid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(500), default="")
    guid: Mapped[str] = mapped_column(String(500))
    kind: Mapped[SessionKind] = mapped_column(words(SessionKind))
    kind_word: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[SessionState] = mapped_column(words(SessionState))
    title: Mapped[Translated] = mapped_column(TranslatedText)
    subtitle: Mapped[Translated] = mapped_column(TranslatedText)
    abstract: Mapped[Translated] = mapped_column(TranslatedText)
    description: Mapped[Translated] = mapped_column(TranslatedText)
    languages: Mapped[str] = mapped_column(Text, default="")
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id", ondelete="SET NULL"))
    url: Mapped[str] = mapped_column(String(2000), default="")
    video: Mapped[str] = mapped_column(String(2000), default="")
    track: Mapped[Track | None] = relationship(lazy="raise")
    slot: Mapped["Slot | None"] = relationship(lazy="raise", cascade="all, delete-orphan")
    speaking: Mapped[list["Speaking"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Speaking.position"
    )
    links: Mapped[list["SessionLink"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="SessionLink.position"
    )


class Slot(Base):
    """Where and when a session takes place; without one it is not scheduled. A room may be open.

    `day` is the conference day, which may be the day before `starts_at`.
    """

    __tablename__ = "slot"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="order"),)

    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    day: Mapped[date]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    room: Mapped[Room | None] = relationship(lazy="raise")


class Speaking(Base):
    """A speaker of a session, in the order of the programme."""

    __tablename__ = "speaking"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), primary_key=True
    )
    speaker_id: Mapped[int] = mapped_column(
        ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(default=0)
    speaker: Mapped[Speaker] = relationship(lazy="raise")


class SessionLink(Base):
    """`kind`: one of `formats.model.LinkKind`."""

    __tablename__ = "session_link"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), default="related")
    title: Mapped[str] = mapped_column(String(500))
    url: Mapped[str] = mapped_column(String(2000))
