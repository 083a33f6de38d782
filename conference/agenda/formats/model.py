"""An imported agenda, whatever file it came from, and the refusal of a file nobody can read.

All texts are cleaned by the reader and all times are UTC to the second, so that a value which
was stored and loaded again equals the one read.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from conference.errors import Refused
from conference.i18n import Text, Translated

LinkKind = Literal["related", "attachment", "recording", "feedback", "origin"]


class AgendaUnreadable(Refused):
    """The file as a whole cannot be read; a single bad session is an `Unreadable` instead.

    `line`: where, if the file breaks the rules of JSON or XML. `can_repair`: reading it again
    with `repair` would do.
    """

    status = 422

    def __init__(
        self, sentence: Text, *, line: int | None = None, can_repair: bool = False
    ) -> None:
        super().__init__(sentence)
        self.line, self.can_repair = line, can_repair


@dataclass(frozen=True)
class Repair:
    """A fault that was read all the same. `where` is a place in the file, one per session."""

    where: str
    note: Text
    of_session: bool = False


@dataclass(frozen=True)
class Unreadable:
    """What had to be left out. `guid`: the session's, where at least that could be read."""

    where: str
    reason: Text
    guid: str | None = None


@dataclass(frozen=True)
class ImportedRoom:
    """Told apart by name: real files give two rooms the same guid."""

    name: str
    guid: str | None = None
    description: Translated | None = None
    capacity: int | None = None


@dataclass(frozen=True)
class ImportedTrack:
    """`colour`: `#rgb` or `#rrggbb`."""

    name: str
    colour: str | None = None


@dataclass(frozen=True)
class ImportedSpeaker:
    """The same key carries the same values in every session of a file.

    `key`: `guid:…`, else `id:…` where the id is one name's alone, else `name:…`; never made of
    an address, and not to be shown.
    """

    key: str
    name: str
    guid: str | None = None
    biography: str = ""
    url: str | None = None
    avatar_url: str | None = None


@dataclass(frozen=True)
class ImportedLink:
    """`url` is absolute, http or https. `title` is empty where the file has none."""

    url: str
    title: str = ""
    kind: LinkKind = "related"


@dataclass(frozen=True)
class ImportedSession:
    """`day` is the conference day, which may be the day before the start's calendar day.

    Several sessions of one file may share a guid, and even their start. Texts are as the file
    has them (plain, Markdown or HTML) and not safe to show unsanitised. `languages`: ISO codes
    where known, else the file's words.
    """

    guid: str
    day: date
    starts_at: datetime
    ends_at: datetime
    room: str | None
    track: str | None
    title: str
    subtitle: str = ""
    abstract: str = ""
    description: str = ""
    kind: str = ""
    languages: tuple[str, ...] = ()
    speakers: tuple[ImportedSpeaker, ...] = ()
    url: str | None = None
    links: tuple[ImportedLink, ...] = ()
    is_cancelled: bool = False

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def key(self) -> str:
        """For a form to name it by: no other session of the file has it."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class ImportedAgenda:
    """`source` names where guids hold: the acronym as a slug. `timezone` is an IANA name.

    `starts_on` to `ends_on`, both included, hold every session's day. `is_own`: we wrote the file.
    """

    source: str
    title: str
    acronym: str
    starts_on: date
    ends_on: date
    timezone: str
    day_change: time
    base_url: str | None
    rooms: tuple[ImportedRoom, ...]
    tracks: tuple[ImportedTrack, ...]
    sessions: tuple[ImportedSession, ...]
    unreadable: tuple[Unreadable, ...] = ()
    repairs: tuple[Repair, ...] = ()
    is_own: bool = False
