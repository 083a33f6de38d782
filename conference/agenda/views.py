"""What pages and macros see of a programme: frozen, already loaded, the same for every viewer.

Views are in no language yet, as they are kept and rendered once for each.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from conference import i18n
from conference.agenda.dates import day_and_month, language_names, weekday
from conference.agenda.levels import told
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Level, SessionKind, SessionState
from conference.i18n import Text, Translated

MINUTE = timedelta(minutes=1)


class Phase(StrEnum):
    BEFORE = "before"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True)
class TrackView:
    """`place`: its position among the event's tracks, from 0; it chooses the shape."""

    id: int
    name: Translated
    place: int


@dataclass(frozen=True)
class RoomView:
    id: int
    name: str


@dataclass(frozen=True)
class Face:
    """A speaker where an avatar is enough. `portrait`: the path of a picture, "" without one."""

    name: str
    portrait: str = ""


@dataclass(frozen=True)
class SpeakerView:
    """`portrait`: as of a `Face`."""

    id: int
    name: str
    headline: Translated
    biography: Translated
    url: str
    portrait: str = ""


@dataclass(frozen=True)
class LinkView:
    """`title` is empty where the link is to be shown by its address; `kind`: see the import."""

    url: str
    title: str
    kind: str

    @property
    def host(self) -> str:
        return self.url.partition("://")[2].partition("/")[0]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A scheduled session, as lists show it. `faces`: of its speakers, in their order."""

    id: int
    kind: SessionKind
    state: SessionState
    title: Translated
    subtitle: Translated
    faces: tuple[Face, ...]
    languages: tuple[str, ...]
    track: TrackView | None
    room: RoomView | None
    day: date
    starts_at: datetime
    ends_at: datetime
    delayed_from: datetime | None = None
    level: Level = Level.ALL

    @property
    def speakers(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(face.name for face in self.faces)

    @property
    def is_keynote(self) -> bool:
        return self.kind == SessionKind.KEYNOTE

    @property
    def is_break(self) -> bool:
        return self.kind == SessionKind.BREAK

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    @property
    def day_words(self) -> str:
        """The conference day in the locale in force: "Saturday, 27 December"."""
        code = i18n.locale()
        return f"{weekday(self.day, code)}, {day_and_month(self.day, code)}"

    @property
    def spoken(self) -> str:
        """The languages in the locale in force: "German and English"."""
        return language_names(self.languages, i18n.locale())

    @property
    def level_word(self) -> Text | None:
        return told(self.level)

    @property
    def minutes_late(self) -> int:
        return minutes_late(self.delayed_from, self.starts_at)

    def phase(self, now: datetime) -> Phase:
        return phase(self.starts_at, self.ends_at, now)


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """A session with all that its own page needs. Unscheduled: no day, no times, always before."""

    id: int
    event: Masthead
    kind: SessionKind
    kind_word: str
    state: SessionState
    title: Translated
    subtitle: Translated
    abstract: Translated
    description: Translated
    speakers: tuple[SpeakerView, ...]
    languages: tuple[str, ...]
    level: Level
    tags: tuple[str, ...]
    track: TrackView | None
    room: RoomView | None
    day: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    url: str
    video: str
    recording: str
    links: tuple[LinkView, ...]
    delayed_from: datetime | None = None

    @property
    def is_keynote(self) -> bool:
        return self.kind == SessionKind.KEYNOTE

    @property
    def takes_place(self) -> bool:
        return self.state == SessionState.CONFIRMED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == SessionState.WITHDRAWN

    @property
    def spoken(self) -> str:
        return language_names(self.languages, i18n.locale())

    @property
    def level_word(self) -> Text | None:
        return told(self.level)

    @property
    def minutes_late(self) -> int:
        return minutes_late(self.delayed_from, self.starts_at)

    def phase(self, now: datetime) -> Phase:
        if self.starts_at is None or self.ends_at is None:
            return Phase.BEFORE
        return phase(self.starts_at, self.ends_at, now)


def minutes_late(announced: datetime | None, starts_at: datetime | None) -> int:
    """After what was first announced; 0 where nothing else was."""
    return (starts_at - announced) // MINUTE if announced and starts_at else 0


def phase(starts_at: datetime, ends_at: datetime, now: datetime) -> Phase:
    if now < starts_at:
        return Phase.BEFORE
    return Phase.RUNNING if now < ends_at else Phase.OVER
