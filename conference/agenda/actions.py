"""Writes of events and their programmes, one thing at a time; whole files: `agenda.imports`.

Each raises the event's `agenda_version`, so that no process shows an agenda of before.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.days import conference_day, known_zones
from conference.agenda.models import (
    Event,
    Level,
    Room,
    Session,
    SessionKind,
    SessionLink,
    SessionState,
    Slot,
    Speaker,
    Speaking,
    Track,
)
from conference.db import Change, Turn, announce, take_turn
from conference.errors import Conflict, Invalid, NotFound
from conference.i18n import Text, Translated, _

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LIMIT = 60
DAYS_MOST = 92
TOO_LONG = _("An event has %(most)d days at most.", most=DAYS_MOST)


@dataclass(frozen=True)
class AgendaChanged(Change):
    """Anything about the programme of an event; whoever shows it looks again."""

    event_id: int


@dataclass(frozen=True)
class SessionChanged(Change):
    """Anything about one session: its texts, its speakers, its time, or that it began or ended."""

    session_id: int


async def create_event(
    db: AsyncSession,
    *,
    slug: str,
    title: Translated,
    motto: Translated,
    starts_on: date,
    ends_on: date,
    timezone: str,
    summary: Translated | None = None,
    day_change: time = time(4),
    imported_from: str = "",
) -> int:
    """The id. Raises Invalid for entries that cannot be, Conflict if the slug is taken."""
    check_event(slug, starts_on, ends_on, timezone)
    await take_turn(db, Turn.NAMING_AN_EVENT, 0)
    if await db.scalar(select(Event.id).where(Event.slug == slug)):
        raise Conflict(_("There is an event called “%(slug)s” already.", slug=slug))
    event = Event(
        slug=slug,
        title=title,
        motto=motto,
        summary=summary or Translated(),
        starts_on=starts_on,
        ends_on=ends_on,
        timezone=timezone,
        day_change=day_change,
        imported_from=imported_from,
    )
    db.add(event)
    await db.flush()
    return event.id


async def add_track(db: AsyncSession, event_id: int, *, name: Translated, key: str = "") -> int:
    """The id. `key`: what an import would call the track; made up without."""
    count = select(func.count()).select_from(Track).where(Track.event_id == event_id)
    position = await db.scalar(count) or 0
    track = Track(event_id=event_id, key=key or uuid4().hex, name=name, position=position)
    return await _added(db, event_id, track)


async def add_room(db: AsyncSession, event_id: int, *, name: str) -> int:
    """The id. Rooms are shown in the order they were added."""
    count = select(func.count()).select_from(Room).where(Room.event_id == event_id)
    position = await db.scalar(count) or 0
    return await _added(db, event_id, Room(event_id=event_id, name=name, position=position))


async def add_speaker(
    db: AsyncSession,
    event_id: int,
    *,
    name: str,
    headline: Translated | None = None,
    biography: Translated | None = None,
    url: str = "",
) -> int:
    """The id."""
    speaker = Speaker(
        event_id=event_id,
        key=uuid4().hex,
        name=name,
        headline=headline or Translated(),
        biography=biography or Translated(),
        url=url,
    )
    return await _added(db, event_id, speaker)


async def add_session(
    db: AsyncSession,
    event_id: int,
    *,
    title: Translated,
    starts_at: datetime,
    ends_at: datetime,
    kind: SessionKind = SessionKind.TALK,
    state: SessionState = SessionState.CONFIRMED,
    subtitle: Translated | None = None,
    abstract: Translated | None = None,
    description: Translated | None = None,
    languages: Sequence[str] = (),
    level: Level = Level.ALL,
    tags: Sequence[str] = (),
    track_id: int | None = None,
    room_id: int | None = None,
    speaker_ids: Iterable[int] = (),
    links: Iterable[tuple[str, str]] = (),
    url: str = "",
    video: str = "",
    recording: str = "",
) -> int:
    """The id. `links`: pairs of address and title. `video`: an address the page's player plays.

    Raises Invalid where it ends before it starts, NotFound if there is no such event.
    """
    if ends_at <= starts_at:
        raise Invalid({"ends_at": _("A session ends after it starts.")})
    event = await _event(db, event_id)
    day = conference_day(starts_at, event.zone, event.day_change)
    session = Session(
        event_id=event_id,
        guid=str(uuid4()),
        kind=kind,
        state=state,
        title=title,
        subtitle=subtitle or Translated(),
        abstract=abstract or Translated(),
        description=description or Translated(),
        languages=",".join(languages),
        level=level,
        tags=",".join(tags),
        track_id=track_id,
        url=url,
        video=video,
        recording=recording,
        slot=Slot(room_id=room_id, day=day, starts_at=starts_at, ends_at=ends_at),
        speaking=[Speaking(speaker_id=id_, position=at) for at, id_ in enumerate(speaker_ids)],
        links=[SessionLink(position=i, url=u, title=t) for i, (u, t) in enumerate(links)],
    )
    return await _added(db, event_id, session)


async def agenda_changed(db: AsyncSession, event_id: int, session_ids: Iterable[int] = ()) -> None:
    """Raises the version and announces it. Every write to a programme ends here."""
    await db.execute(
        update(Event)
        .where(Event.id == event_id)
        .values(agenda_version=Event.agenda_version + 1)
        .execution_options(synchronize_session="evaluate")
    )
    announce(db, AgendaChanged(event_id))
    for session_id in session_ids:
        announce(db, SessionChanged(session_id))


def check_event(slug: str, starts_on: date, ends_on: date, timezone: str) -> None:
    """Raises Invalid for what cannot be an event."""
    faults: dict[str, Text] = {}
    if not SLUG.fullmatch(slug) or len(slug) > SLUG_LIMIT:
        faults["slug"] = _(
            "A short name has small letters, digits and single hyphens, %(most)d at most.",
            most=SLUG_LIMIT,
        )
    if ends_on < starts_on:
        faults["ends_on"] = _("An event ends on its first day or later.")
    elif is_too_long(starts_on, ends_on):
        faults["ends_on"] = TOO_LONG
    if timezone not in known_zones():
        faults["timezone"] = _("Name a time zone like Europe/Berlin.")
    if faults:
        raise Invalid(faults)


def is_too_long(starts_on: date, ends_on: date) -> bool:
    """Mood can be given until the last day, and until then the key of the answers has to live."""
    return (ends_on - starts_on).days >= DAYS_MOST


async def _added(db: AsyncSession, event_id: int, row: Track | Room | Speaker | Session) -> int:
    db.add(row)
    await db.flush()
    await agenda_changed(db, event_id, [row.id] if isinstance(row, Session) else [])
    return row.id


async def _event(db: AsyncSession, event_id: int) -> Event:
    event = await db.get(Event, event_id)
    if event is None:
        raise NotFound
    return event
