"""What pages and macros see of a programme: frozen, already loaded, the same for every viewer.

Views are in no language yet, as they are kept and rendered once for each.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from conference import clock, i18n
from conference.agenda.dates import day_and_month, language_names, span, weekday
from conference.agenda.days import conference_day
from conference.agenda.models import EventState, SessionKind, SessionState
from conference.i18n import Translated

SIGNS = str.maketrans("+-", "-+")
MINUTE = timedelta(minutes=1)


class Phase(StrEnum):
    BEFORE = "before"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True)
class Masthead:
    """An event, as the head of each of its pages shows it. `languages`: the main one first."""

    id: int
    slug: str
    title: Translated
    motto: Translated
    summary: Translated
    starts_on: date
    ends_on: date
    zone: ZoneInfo
    day_change: time
    state: EventState = EventState.PUBLISHED
    takes_registrations: bool = True
    languages: tuple[str, ...] = i18n.LOCALES
    accent: str = ""
    stream_hosts: tuple[str, ...] = ()
    contact: Translated = field(default_factory=Translated)
    privacy: Translated = field(default_factory=Translated)

    @property
    def is_draft(self) -> bool:
        return self.state == EventState.DRAFT

    @property
    def is_archived(self) -> bool:
        return self.state == EventState.ARCHIVED

    @property
    def begins_at(self) -> datetime:
        """When its first conference day begins."""
        return datetime.combine(self.starts_on, self.day_change, self.zone).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """When its last conference day ends."""
        after = self.ends_on + timedelta(days=1)
        return datetime.combine(after, self.day_change, self.zone).astimezone(UTC)

    @property
    def is_running(self) -> bool:
        return self.begins_at <= clock.now() < self.ends_at

    @property
    def dates(self) -> str:
        """Written out in the locale in force: "17 and 18 September 2026"."""
        return span(self.starts_on, self.ends_on, i18n.locale())

    @property
    def city(self) -> str:
        """What people call the zone: "Berlin", or "UTC+2" where no place is known."""
        name = self.zone.key.rpartition("/")[2].replace("_", " ")
        # Etc/GMT-2 is two hours ahead: its sign is POSIX's.
        return name.replace("GMT", "UTC").translate(SIGNS) if "Etc/" in self.zone.key else name

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        """The conference day, which goes on after midnight until `day_change`."""
        return conference_day(moment, self.zone, self.day_change)


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
class SpeakerView:
    id: int
    name: str
    headline: Translated
    biography: Translated
    url: str


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
    """A scheduled session, as lists show it. `speakers`: names in the programme's order."""

    id: int
    kind: SessionKind
    state: SessionState
    title: Translated
    subtitle: Translated
    speakers: tuple[str, ...]
    languages: tuple[str, ...]
    track: TrackView | None
    room: RoomView | None
    day: date
    starts_at: datetime
    ends_at: datetime
    delayed_from: datetime | None = None

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
    def is_cancelled(self) -> bool:
        """Or withdrawn: it does not take place."""
        return self.state != SessionState.CONFIRMED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == SessionState.WITHDRAWN

    @property
    def spoken(self) -> str:
        return language_names(self.languages, i18n.locale())

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
