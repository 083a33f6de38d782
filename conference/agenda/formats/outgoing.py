"""An agenda as it is written to a file: in one language, with nothing left to look up.

All texts are cleaned as the reader cleans them, so that what is written comes back as it was.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conference.agenda.formats.model import ImportedLink
from conference.agenda.formats.own import PAGE
from conference.agenda.formats.texts import slug


@dataclass(frozen=True)
class OutgoingRoom:
    name: str
    guid: str


@dataclass(frozen=True)
class OutgoingSpeaker:
    """`guid` is made of no address."""

    id: int
    guid: str
    name: str
    biography: str = ""
    url: str | None = None
    avatar_url: str | None = None


@dataclass(frozen=True)
class OutgoingSession:
    """`uid` names it everywhere and for good. `room`, `track` and `kind` may be empty.

    `is_withdrawn`: taken out of the programme; told to calendars alone. `url`: its own address,
    where it has one beside its page here.
    """

    id: int
    uid: str
    day: date
    starts_at: datetime
    ends_at: datetime
    room: str
    track: str
    kind: str
    title: str
    changed_at: datetime
    subtitle: str = ""
    abstract: str = ""
    description: str = ""
    languages: tuple[str, ...] = ()
    speakers: tuple[OutgoingSpeaker, ...] = ()
    url: str | None = None
    links: tuple[ImportedLink, ...] = ()
    sequence: int = 0
    is_cancelled: bool = False
    is_withdrawn: bool = False

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def address(self, root_url: str) -> str:
        return self.url or self.page(root_url)

    def page(self, root_url: str) -> str:
        return PAGE.format(base_url=f"{root_url}/", id=self.id)


@dataclass(frozen=True)
class OutgoingAgenda:
    """`source`: what an import calls it, in small letters, digits and the signs - and _.

    `rooms` and `tracks` are all of the event, in its order; `sessions` are in the order of the
    programme. `summary`, `colour` and the paths of `logo` and `card` are told to calendars alone.
    """

    slug: str
    source: str
    title: str
    version: str
    starts_on: date
    ends_on: date
    zone: ZoneInfo
    day_change: time
    rooms: tuple[OutgoingRoom, ...]
    tracks: tuple[str, ...]
    sessions: tuple[OutgoingSession, ...]
    summary: str = ""
    colour: str = ""
    logo: str = ""
    card: str = ""

    @property
    def acronym(self) -> str:
        """As slugs begin: at least four letters, digits and underscores."""
        return self.source.replace("-", "_").ljust(4, "_")

    @property
    def shown(self) -> tuple[OutgoingSession, ...]:
        return tuple(session for session in self.sessions if not session.is_withdrawn)

    @property
    def days(self) -> list[date]:
        """The event's, and those outside its dates on which it has sessions all the same."""
        span = (self.ends_on - self.starts_on).days + 1
        own = {self.starts_on + timedelta(days=n) for n in range(span)}
        return sorted(own | {session.day for session in self.shown})

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """Each conference day lasts until the next one begins."""
        begins = datetime.combine(day, self.day_change, self.zone)
        return begins, datetime.combine(day + timedelta(days=1), self.day_change, self.zone)

    def page(self, root_url: str) -> str:
        return f"{root_url}/events/{self.slug}"

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def slug_of(self, session: OutgoingSession) -> str:
        """ASCII, and no other session's: its id stands in it."""
        words = slug(session.title).replace("-", "_")[:60].strip("_")
        return f"{self.acronym}-{session.id}-{words or 'session'}"


def clock(length: timedelta) -> str:
    """`HH:MM`, where hours may pass 24. What is over a minute counts as another."""
    minutes = -(-length // timedelta(minutes=1))
    return f"{minutes // 60:02}:{minutes % 60:02}"
