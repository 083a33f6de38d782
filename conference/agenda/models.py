"""Event, Track, Room, Speaker, Session, Slot, Speaking, SessionLink; what else belongs to them
stands in `agenda.models_beside`.

Lines are as long as an imported one may be (`formats.texts.LINE_LIMIT`).
"""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference import clock
from conference.agenda.models_beside import UploadKind, picture_path
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
    """CANCELLED is told to everyone. WITHDRAWN is taken out of the programme, and kept: for its
    questions and answers, and since a calendar must hear of it under the same name."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class Level(StrEnum):
    ALL = "all"
    BASIC = "basic"
    ADVANCED = "advanced"
    EXPERT = "expert"


class EventState(StrEnum):
    """DRAFT is there for its organisers only. ARCHIVED is an earlier edition: for reading.
    REHEARSAL is a copy of an event that is played through with invented people, and then gone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    REHEARSAL = "rehearsal"


# What everybody may see.
SHOWN = (EventState.PUBLISHED, EventState.ARCHIVED)


class Event(Base):
    """A conference. Its days end at `day_change`: what runs after midnight belongs to the day
    before. `agenda_version` is raised by every write to its programme (see `agenda.pages`),
    `version` by every write to the event itself.

    `languages`: codes separated by commas, the main one first. `accent`: "#rrggbb", or "" for
    ours. `stream_hosts`: origins separated by blanks, from which its pages may fetch video.
    """

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
    state: Mapped[EventState] = mapped_column(words(EventState), default=EventState.PUBLISHED)
    is_registration_open: Mapped[bool] = mapped_column(default=True)
    languages: Mapped[str] = mapped_column(String(40), default="de,en")
    accent: Mapped[str] = mapped_column(String(7), default="")
    stream_hosts: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    privacy: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    version: Mapped[int] = mapped_column(default=1)
    logo: Mapped[str | None] = picture_path(UploadKind.LOGO, id)  # noqa: A003 - the column
    picture: Mapped[str | None] = picture_path(UploadKind.PICTURE, id)  # noqa: A003 - the column
    card: Mapped[str | None] = picture_path(UploadKind.CARD, id)  # noqa: A003 - the column

    @property
    def takes_registrations(self) -> bool:
        return self.is_registration_open and self.state == EventState.PUBLISHED

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
    version: Mapped[int] = mapped_column(default=1)
    portrait: Mapped[str | None] = picture_path(UploadKind.PORTRAIT, id)  # noqa: A003 - the column


class Session(Base):
    """A programme item. `languages`: codes separated by commas, as they are spoken; `tags` too.

    `guid` names it within its `source`, but not it alone: real files give one to every repeat of
    a session. An item written here has the source "". `uid` names it alone, everywhere and for
    good: in calendars and in what is exported.

    `version` is raised by every write; `sequence` and `changed_at` are what a calendar is told
    (RFC 5545, 3.8.7): how often its time, its length, its room or its state has changed, and when
    anything of it did. `video` is the stream, `recording` what can be watched afterwards.
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
    recording: Mapped[str] = mapped_column(String(2000), default="")
    level: Mapped[Level] = mapped_column(words(Level), default=Level.ALL)
    tags: Mapped[str] = mapped_column(Text, default="")
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    version: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    # Looked up at each write, as a test may hold the clock.
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: clock.now())  # noqa: PLW0108
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

    `day` is the conference day, which may be the day before `starts_at`. `delayed_from`: when it
    was to start before it was put off on the day itself.
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
    delayed_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
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
