"""Reads of programmes. The number of statements never depends on the rows.

Reads of events: `agenda.editions`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, joinedload, selectinload

from conference.agenda.editions import masthead
from conference.agenda.formats.texts import folded
from conference.agenda.models import (
    Event,
    Room,
    Session,
    SessionKind,
    SessionState,
    Slot,
    Speaker,
    Speaking,
    Track,
)
from conference.agenda.programme import AgendaView
from conference.agenda.views import (
    Face,
    Item,
    LinkView,
    RoomView,
    SessionView,
    SpeakerView,
    TrackView,
)
from conference.errors import NotFound


async def agenda(db: AsyncSession, event: Event) -> AgendaView:
    """The scheduled sessions. Pages ask `agenda.pages.current_agenda`, which keeps it."""
    tracks = await _tracks(db, event.id)
    faces = await _faces(db, Session.event_id == event.id)
    rows = await db.execute(_scheduled(event.id))
    found = [(row, _item(row, slot, tracks, faces)) for row, slot in rows]
    rooms = await _rooms(db, event.id)
    order = {room: at for at, room in enumerate(rooms)}
    items = sorted((item for _, item in found), key=lambda item: _place(item, order))
    held = {item.room for item in items}
    used = {item.track.id for item in items if item.track}
    return AgendaView(
        event=masthead(event),
        version=event.agenda_version,
        tracks=tuple(track for track in tracks.values() if track.id in used),
        rooms=tuple(room for room in rooms if room in held),
        items=tuple(items),
        texts={row.id: _words(row, item) for row, item in found},
    )


async def session_view(db: AsyncSession, session_id: int) -> SessionView:
    """Raises NotFound."""
    query = (
        select(Session, Event)
        .join(Event, Event.id == Session.event_id)
        .where(Session.id == session_id)
        .options(
            joinedload(Session.slot).joinedload(Slot.room),
            selectinload(Session.speaking).joinedload(Speaking.speaker),
            selectinload(Session.links),
        )
    )
    found = (await db.execute(query)).one_or_none()
    if found is None:
        raise NotFound
    session, event = found
    return _session_view(session, event, await _tracks(db, event.id))


def _scheduled(event_id: int) -> Select[Session, Slot]:
    return (
        select(Session, Slot)
        .join(Slot, Slot.session_id == Session.id)
        .where(Session.event_id == event_id, Session.state != SessionState.WITHDRAWN)
        .order_by(Slot.starts_at, Session.kind != SessionKind.KEYNOTE, Session.id)
        .options(joinedload(Slot.room), defer(Session.description))
    )


async def _faces(db: AsyncSession, condition: ColumnElement[bool]) -> dict[int, tuple[Face, ...]]:
    """By session, in the programme's order. One statement, where `selectinload` would send one
    for every 500 sessions."""
    rows = await db.execute(
        select(Speaking.session_id, Speaker.name, Speaker.portrait)
        .join(Speaking.speaker)
        .join(Session, Session.id == Speaking.session_id)
        .where(condition)
        .order_by(Speaking.position)
    )
    faces: dict[int, tuple[Face, ...]] = defaultdict(tuple)
    for session_id, name, portrait in rows:
        faces[session_id] += (Face(name, portrait or ""),)
    return faces


async def _rooms(db: AsyncSession, event_id: int) -> list[RoomView]:
    rows = await db.scalars(
        select(Room).where(Room.event_id == event_id).order_by(Room.position, Room.id)
    )
    return [RoomView(room.id, room.name) for room in rows]


async def _tracks(db: AsyncSession, event_id: int) -> dict[int, TrackView]:
    rows = await db.scalars(
        select(Track).where(Track.event_id == event_id).order_by(Track.position, Track.id)
    )
    return {track.id: TrackView(track.id, track.name, at) for at, track in enumerate(rows)}


def _item(
    session: Session,
    slot: Slot,
    tracks: dict[int, TrackView],
    faces: dict[int, tuple[Face, ...]],
) -> Item:
    return Item(
        id=session.id,
        kind=session.kind,
        state=session.state,
        title=session.title,
        subtitle=session.subtitle,
        faces=faces.get(session.id, ()),
        languages=_parts(session.languages),
        track=tracks.get(session.track_id or 0),
        room=_room(slot.room),
        day=slot.day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        delayed_from=slot.delayed_from,
        level=session.level,
    )


def _session_view(session: Session, event: Event, tracks: dict[int, TrackView]) -> SessionView:
    slot = session.slot
    return SessionView(
        id=session.id,
        event=masthead(event),
        kind=session.kind,
        kind_word=session.kind_word,
        state=session.state,
        title=session.title,
        subtitle=session.subtitle,
        abstract=session.abstract,
        description=session.description,
        speakers=_speakers(speaking.speaker for speaking in session.speaking),
        languages=_parts(session.languages),
        level=session.level,
        tags=_parts(session.tags),
        track=tracks.get(session.track_id or 0),
        room=_room(slot.room) if slot else None,
        day=slot.day if slot else None,
        starts_at=slot.starts_at if slot else None,
        ends_at=slot.ends_at if slot else None,
        delayed_from=slot.delayed_from if slot else None,
        url=session.url,
        video=session.video,
        recording=session.recording,
        links=tuple(LinkView(link.url, link.title, link.kind) for link in session.links),
    )


def _speakers(rows: Iterable[Speaker]) -> tuple[SpeakerView, ...]:
    return tuple(
        SpeakerView(s.id, s.name, s.headline, s.biography, s.url, s.portrait or "") for s in rows
    )


def _room(room: Room | None) -> RoomView | None:
    return RoomView(room.id, room.name) if room else None


def _parts(stored: str) -> tuple[str, ...]:
    return tuple(filter(None, stored.split(",")))


def _place(item: Item, order: Mapping[RoomView, int]) -> tuple[object, ...]:
    """By start; keynotes first; then in the order of the rooms, those without one last."""
    room = order[item.room] if item.room else len(order)
    return item.starts_at, not item.is_keynote, room, item.id


def _words(session: Session, item: Item) -> str:
    """What a search looks through: all the agenda shows of a session, its abstract, its tags."""
    texts = (session.title, session.subtitle, session.abstract)
    named = [item.room.name] if item.room else []
    named += item.track.name.values() if item.track else []
    words = [*(text for each in texts for text in each.values()), *item.speakers, *named]
    words += _parts(session.tags)
    return folded(" ".join(words))
