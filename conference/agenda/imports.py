"""Writes an imported agenda: the plan against what is stored, then all of it in one transaction.

What the file no longer has is reported and stays as it is: only an organiser takes it away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.actions import agenda_changed, create_event
from conference.agenda.formats.model import (
    ImportedAgenda,
    ImportedSession,
    ImportedSpeaker,
)
from conference.agenda.kinds import kind_of
from conference.agenda.models import (
    Event,
    Room,
    Session,
    SessionLink,
    SessionState,
    Slot,
    Speaker,
    Speaking,
    Track,
)
from conference.agenda.plan import Plan, plan_import
from conference.agenda.stored import as_read, stored_sessions
from conference.errors import Conflict
from conference.i18n import Translated, _


async def create_event_from(db: AsyncSession, imported: ImportedAgenda, slug: str) -> int:
    """The id of an event without sessions. Its motto is its title until an organiser writes one."""
    title = Translated.of(imported.title)
    return await create_event(
        db,
        slug=slug,
        title=title,
        motto=title,
        starts_on=imported.starts_on,
        ends_on=imported.ends_on,
        timezone=imported.timezone,
        day_change=imported.day_change,
        imported_from=imported.source,
    )


async def plan_of(db: AsyncSession, slug: str, imported: ImportedAgenda) -> Plan:
    """What an import would do now; everything is new to an event that does not exist yet."""
    event_id = await db.scalar(select(Event.id).where(Event.slug == slug))
    rows = await stored_sessions(db, event_id, imported.source) if event_id is not None else {}
    return plan_import([as_read(row) for row in rows.values()], imported)


async def import_agenda(
    db: AsyncSession, event_id: int, imported: ImportedAgenda, *, agreed: Plan | None = None
) -> Plan:
    """Raises Conflict if somebody has written since `agreed` was shown."""
    # Two imports at once would each find the same sessions new.
    event = await db.get_one(Event, event_id, with_for_update=True)
    rows = await stored_sessions(db, event_id, imported.source)
    plan = plan_import([as_read(row) for row in rows.values()], imported)
    if agreed is not None and plan != agreed:
        raise Conflict(_("The programme has changed meanwhile. Please look at the plan again."))
    written = await _write(db, event, imported, plan, rows)
    if db.new or any(db.is_modified(row) for row in db.dirty):
        await db.flush()
        await _forget_speakers(db, event_id, imported.source)
        await agenda_changed(db, event_id, [row.id for row in written])
    return plan


async def _write(
    db: AsyncSession,
    event: Event,
    imported: ImportedAgenda,
    plan: Plan,
    rows: Mapping[int, Session],
) -> list[Session]:
    """The sessions that are new or changed; nothing is flushed yet."""
    parts = await _parts(db, event.id, imported)
    _extend(event, imported)
    written = []
    with db.no_autoflush:
        for new in plan.new:
            row = Session(event_id=event.id, source=imported.source, guid=new.guid)
            _fill(row, new, parts)
            db.add(row)
            written.append(row)
        for match in plan.changed:
            row = rows[match.stored.id]
            _fill(row, match.imported, parts)
            written.append(row)
    return written


def _extend(event: Event, imported: ImportedAgenda) -> None:
    """An event made from this source follows it; another's dates only grow to hold it."""
    if event.imported_from == imported.source:
        event.starts_on, event.ends_on = imported.starts_on, imported.ends_on
        event.timezone, event.day_change = imported.timezone, imported.day_change
        return
    event.starts_on = min(event.starts_on, imported.starts_on)
    event.ends_on = max(event.ends_on, imported.ends_on)


@dataclass(frozen=True)
class _Parts:
    """What sessions refer to, by the file's names for it."""

    rooms: Mapping[str, Room]
    tracks: Mapping[str, Track]
    speakers: Mapping[str, Speaker]


async def _parts(db: AsyncSession, event_id: int, imported: ImportedAgenda) -> _Parts:
    rooms = {room.name: room for room in await _all(db, Room, event_id)}
    tracks = {track.key: track for track in await _all(db, Track, event_id)}
    known = await db.scalars(
        select(Speaker).where(Speaker.event_id == event_id, Speaker.source == imported.source)
    )
    speakers = {speaker.key: speaker for speaker in known}
    for at, room in enumerate(imported.rooms):
        row = rooms.setdefault(room.name, Room(event_id=event_id, name=room.name))
        row.position = at
    for at, track in enumerate(imported.tracks):
        name = Translated.of(track.name)
        tracks.setdefault(track.name, Track(event_id=event_id, key=track.name, name=name))
        tracks[track.name].position = at
    for speaker in _speakers(imported):
        new = Speaker(event_id=event_id, source=imported.source, key=speaker.key)
        _describe(speakers.setdefault(speaker.key, new), speaker)
    db.add_all([*rooms.values(), *tracks.values(), *speakers.values()])
    return _Parts(rooms, tracks, speakers)


async def _all(db: AsyncSession, model: Any, event_id: int) -> Iterable[Any]:
    return await db.scalars(select(model).where(model.event_id == event_id))


def _speakers(imported: ImportedAgenda) -> Iterable[ImportedSpeaker]:
    return {s.key: s for session in imported.sessions for s in session.speakers}.values()


def _describe(row: Speaker, speaker: ImportedSpeaker) -> None:
    row.name = speaker.name
    row.headline = row.headline or Translated()
    row.biography = Translated.of(speaker.biography)
    row.url, row.avatar_url = speaker.url or "", speaker.avatar_url or ""


def _fill(row: Session, read: ImportedSession, parts: _Parts) -> None:
    def translated(text: str) -> Translated:
        return Translated.of(text, read.languages)

    row.kind, row.kind_word = kind_of(read.kind), read.kind
    row.state = SessionState.CANCELLED if read.is_cancelled else SessionState.CONFIRMED
    row.title, row.subtitle = translated(read.title), translated(read.subtitle)
    row.abstract, row.description = translated(read.abstract), translated(read.description)
    row.languages = ",".join(read.languages)
    row.url = read.url or ""
    row.track = parts.tracks[read.track] if read.track else None
    _place(row, read, parts.rooms)
    _set_speakers(row, [parts.speakers[speaker.key] for speaker in read.speakers])
    row.links = [
        SessionLink(position=at, kind=link.kind, title=link.title, url=link.url)
        for at, link in enumerate(read.links)
    ]


def _place(row: Session, read: ImportedSession, rooms: Mapping[str, Room]) -> None:
    slot = row.slot or Slot()
    slot.day, slot.starts_at, slot.ends_at = read.day, read.starts_at, read.ends_at
    slot.room = rooms[read.room] if read.room else None
    row.slot = slot


def _set_speakers(row: Session, speakers: list[Speaker]) -> None:
    """Keeps the rows of those who stay: the same key deleted and inserted would collide."""
    known = {speaking.speaker: speaking for speaking in row.speaking}
    row.speaking = [known.get(speaker) or Speaking(speaker=speaker) for speaker in speakers]
    for at, speaking in enumerate(row.speaking):
        speaking.position = at


async def _forget_speakers(db: AsyncSession, event_id: int, source: str) -> None:
    """What a file once told of a person goes with the last session that names them."""
    await db.execute(
        delete(Speaker)
        .where(
            Speaker.event_id == event_id,
            Speaker.source == source,
            ~exists().where(Speaking.speaker_id == Speaker.id),
        )
        .execution_options(synchronize_session=False)
    )
