"""Reads of events and their programmes. The number of statements never depends on the rows.

It is long, as whatever shows a programme asks here.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, joinedload, selectinload

from conference import clock
from conference.accounts.guards import Viewer
from conference.agenda.days import conference_day
from conference.agenda.formats.texts import folded
from conference.agenda.models import (
    Event,
    EventState,
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
    Item,
    LinkView,
    Masthead,
    RoomView,
    SessionView,
    SpeakerView,
    TrackView,
)
from conference.agenda.visibility import require_visible
from conference.errors import NotFound

NEXT_LIMIT = 3


def masthead(event: Event) -> Masthead:
    return Masthead(
        id=event.id,
        slug=event.slug,
        title=event.title,
        motto=event.motto,
        summary=event.summary,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        zone=event.zone,
        day_change=event.day_change,
        state=event.state,
        takes_registrations=event.takes_registrations,
        languages=tuple(event.languages.split(",")),
        accent=event.accent,
        stream_hosts=tuple(event.stream_hosts.split()),
        contact=event.contact,
        privacy=event.privacy,
    )


async def current_event(db: AsyncSession) -> Event | None:
    """Of those published, the first that is not over, running or to come; else the last one there
    was, archived or not."""
    now = clock.now()
    yesterday = now.date() - timedelta(days=1)  # It may still be yesterday where the event is.
    coming = await db.scalars(
        select(Event)
        .where(Event.state == EventState.PUBLISHED, Event.ends_on >= yesterday)
        .order_by(Event.starts_on, Event.id)
    )
    for event in coming:
        if event.ends_on >= conference_day(now, event.zone, event.day_change):
            return event
    last = select(Event).where(Event.state != EventState.DRAFT)
    return (await db.scalars(last.order_by(Event.ends_on.desc(), Event.id.desc()).limit(1))).first()


async def editions(db: AsyncSession) -> list[Masthead]:
    """All events that everybody may see, the latest first."""
    query = select(Event).where(Event.state != EventState.DRAFT)
    rows = await db.scalars(query.order_by(Event.starts_on.desc(), Event.id.desc()))
    return [masthead(event) for event in rows]


async def event_by_slug(db: AsyncSession, slug: str, viewer: Viewer | None) -> Event:
    """Raises NotFound, for a draft too where the viewer has no part in it."""
    event = (await db.scalars(select(Event).where(Event.slug == slug))).one_or_none()
    if event is None:
        raise NotFound
    require_visible(event, viewer)
    return event


async def agenda(db: AsyncSession, event: Event) -> AgendaView:
    """The scheduled sessions. Pages ask `agenda.pages.current_agenda`, which keeps it."""
    tracks = await _tracks(db, event.id)
    speakers = await _speaker_names(db, Session.event_id == event.id)
    rows = await db.execute(_scheduled(event.id))
    found = [(row, _item(row, slot, tracks, speakers)) for row, slot in rows]
    rooms = await _rooms(db, event.id)
    items = sorted((item for _, item in found), key=lambda item: _place(item, rooms))
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


async def next_up(db: AsyncSession, session: SessionView) -> tuple[Item, ...]:
    """The sessions of the same day that begin next after this one has ended; three at most."""
    if session.ends_at is None:
        return ()
    query = (
        _scheduled(session.event.id)
        .where(
            Slot.day == session.day,
            Slot.starts_at >= session.ends_at,
            Session.id != session.id,
            Session.state == SessionState.CONFIRMED,
            Session.kind != SessionKind.BREAK,
        )
        .limit(NEXT_LIMIT)
    )
    rows = (await db.execute(query)).all()
    tracks = await _tracks(db, session.event.id)
    speakers = await _speaker_names(db, Session.id.in_([row.id for row, _ in rows]))
    return tuple(_item(row, slot, tracks, speakers) for row, slot in rows)


def _scheduled(event_id: int) -> Select[Session, Slot]:
    return (
        select(Session, Slot)
        .join(Slot, Slot.session_id == Session.id)
        .where(Session.event_id == event_id, Session.state != SessionState.WITHDRAWN)
        .order_by(Slot.starts_at, Session.kind != SessionKind.KEYNOTE, Session.id)
        .options(joinedload(Slot.room), defer(Session.description))
    )


async def _speaker_names(
    db: AsyncSession, condition: ColumnElement[bool]
) -> dict[int, tuple[str, ...]]:
    """By session, in the programme's order. One statement, where `selectinload` would send one
    for every 500 sessions."""
    rows = await db.execute(
        select(Speaking.session_id, Speaker.name)
        .join(Speaking.speaker)
        .join(Session, Session.id == Speaking.session_id)
        .where(condition)
        .order_by(Speaking.position)
    )
    names: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for session_id, name in rows:
        names[session_id] += (name,)
    return names


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
    speakers: dict[int, tuple[str, ...]],
) -> Item:
    return Item(
        id=session.id,
        kind=session.kind,
        state=session.state,
        title=session.title,
        subtitle=session.subtitle,
        speakers=speakers.get(session.id, ()),
        languages=_codes(session.languages),
        track=tracks.get(session.track_id or 0),
        room=_room(slot.room),
        day=slot.day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        delayed_from=slot.delayed_from,
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
        languages=_codes(session.languages),
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
    return tuple(SpeakerView(s.id, s.name, s.headline, s.biography, s.url) for s in rows)


def _room(room: Room | None) -> RoomView | None:
    return RoomView(room.id, room.name) if room else None


def _codes(languages: str) -> tuple[str, ...]:
    return tuple(filter(None, languages.split(",")))


def _place(item: Item, rooms: list[RoomView]) -> tuple[object, ...]:
    """By start; keynotes first; then in the order of the rooms, those without one last."""
    room = rooms.index(item.room) if item.room else len(rooms)
    return item.starts_at, not item.is_keynote, room, item.id


def _words(session: Session, item: Item) -> str:
    """What a search looks through: everything the agenda shows of a session, and its abstract."""
    texts = (session.title, session.subtitle, session.abstract)
    named = [item.room.name] if item.room else []
    named += item.track.name.values() if item.track else []
    words = [*(text for each in texts for text in each.values()), *item.speakers, *named]
    return folded(" ".join(words))
