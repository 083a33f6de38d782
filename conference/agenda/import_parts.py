"""The rooms, tracks and speakers that imported sessions refer to: found again, or made."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.formats.model import ImportedAgenda, ImportedSession
from conference.agenda.models import Room, Speaker, Track
from conference.agenda.outward import cleaned_line
from conference.agenda.stored import Reading, speaker_key
from conference.agenda.writing import Parts, describe
from conference.i18n import Translated

Part = TypeVar("Part", Room, Track)


async def load_tracks(db: AsyncSession, event_id: int) -> Sequence[Track]:
    query = select(Track).where(Track.event_id == event_id).order_by(Track.position, Track.id)
    return (await db.scalars(query)).all()


async def load_parts(
    db: AsyncSession,
    event_id: int,
    imported: ImportedAgenda,
    sessions: Sequence[ImportedSession],
    reading: Reading,
    *,
    is_whole: bool,
) -> Parts:
    """What `sessions` of the agenda refer to, and, if it is taken as a whole, its empty rooms and
    tracks and their order, too."""
    rooms = await _rooms(db, event_id)
    named = [room.name for room in imported.rooms] if is_whole else []
    for name in dict.fromkeys((*named, *(s.room for s in sessions if s.room))):
        if name not in rooms:
            rooms[name] = Room(event_id=event_id, name=name, position=len(rooms))
    tracks = await _tracks(db, event_id, reading)
    listed = [track.name for track in imported.tracks] if is_whole else []
    for name in dict.fromkeys((*listed, *(s.track for s in sessions if s.track))):
        if name not in tracks:
            title = Translated.of(name)
            tracks[name] = Track(event_id=event_id, key=name, name=title, position=len(tracks))
    _order([rooms[name] for name in named])
    _order([tracks[name] for name in listed])
    speakers = await _speakers(db, event_id, imported.source, sessions, reading)
    db.add_all([*rooms.values(), *tracks.values(), *speakers.values()])
    return Parts(rooms, tracks, speakers, reading.language)


async def _rooms(db: AsyncSession, event_id: int) -> dict[str, Room]:
    rows = await db.scalars(
        select(Room).where(Room.event_id == event_id).order_by(Room.position, Room.id)
    )
    return {cleaned_line(room.name): room for room in rows}


async def _tracks(db: AsyncSession, event_id: int, reading: Reading) -> dict[str, Track]:
    by_id = {track.id: track for track in await load_tracks(db, event_id)}
    return {name: by_id[track_id] for name, track_id in reading.tracks.items()}


async def _speakers(
    db: AsyncSession,
    event_id: int,
    source: str,
    sessions: Iterable[ImportedSession],
    reading: Reading,
) -> Mapping[str, Speaker]:
    """Of this source, and those of others whom the file names by the guid we gave them."""
    rows = (await db.scalars(select(Speaker).where(Speaker.event_id == event_id))).all()
    own = {row.key: row for row in rows if row.source == source}
    known = {speaker_key(row, reading.persons): row for row in rows} | own
    found: dict[str, Speaker] = {}
    for speaker in {s.key: s for session in sessions for s in session.speakers}.values():
        row = known.get(speaker.key)
        if row is None or (row.source != source and speaker.guid is None):
            row = Speaker(event_id=event_id, source=source, key=speaker.key)
            row.headline, row.biography = Translated(), Translated()
        describe(row, speaker, reading.about, reading.language)
        found[speaker.key] = row
    return found


def _order(listed: Sequence[Part]) -> None:
    """As in the file; those that are already are not touched."""
    if not all(_is_before(one, other) for one, other in pairwise(listed)):
        for at, row in enumerate(listed):
            row.position = at


def _is_before(one: Part, other: Part) -> bool:
    # What is only being added has no id yet.
    is_stored = one.id is not None and other.id is not None
    return is_stored and (one.position, one.id) < (other.position, other.id)
