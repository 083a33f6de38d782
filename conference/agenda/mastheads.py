"""An event as the head of each of its pages shows it: frozen, the same for every viewer."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conference import clock, i18n
from conference.agenda.dates import span
from conference.agenda.days import conference_day
from conference.agenda.models import EventState
from conference.i18n import Translated

SIGNS = str.maketrans("+-", "-+")


@dataclass(frozen=True)
class Masthead:
    """An event, as the head of each of its pages shows it. `languages`: the main one first.
    `logo`, `picture` and `card` (see `UploadKind`): paths, "" without one."""

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
    logo: str = ""
    picture: str = ""
    card: str = ""
    stream_hosts: tuple[str, ...] = ()
    contact: Translated = field(default_factory=Translated)
    privacy: Translated = field(default_factory=Translated)

    @property
    def is_draft(self) -> bool:
        return self.state == EventState.DRAFT

    @property
    def is_rehearsal(self) -> bool:
        return self.state == EventState.REHEARSAL

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
