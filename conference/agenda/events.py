"""Writes of an event itself: what it is, whether it is published, and a new one made from it."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conference.agenda.actions import agenda_changed, check_event
from conference.agenda.days import conference_day
from conference.agenda.models import (
    Event,
    EventState,
    Room,
    Session,
    SessionLink,
    SessionState,
    Slot,
    Speaker,
    Speaking,
    Track,
)
from conference.agenda.upload_copies import copy_pictures
from conference.db import Turn, take_turn
from conference.errors import Conflict, Invalid, NotFound
from conference.i18n import Translated, _

Row = TypeVar("Row", Track, Room, Speaker)
CHANGED = _("Somebody has meanwhile changed this. Please look at what is stored now.")


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """What an organiser says of an event; named as the columns of `Event`."""

    slug: str
    title: Translated
    motto: Translated
    summary: Translated
    starts_on: date
    ends_on: date
    timezone: str
    day_change: time
    languages: str
    accent: str
    stream_hosts: str
    contact: Translated
    privacy: Translated
    is_registration_open: bool


def facts_of(event: Event) -> EventFacts:
    return EventFacts(**{each.name: getattr(event, each.name) for each in fields(EventFacts)})


async def add_event(db: AsyncSession, facts: EventFacts) -> int:
    """The id of a draft. Raises Invalid for what cannot be, and for a slug that is taken."""
    await _check(db, facts, None)
    event = Event(state=EventState.DRAFT)
    _fill(event, facts)
    db.add(event)
    await db.flush()
    return event.id


async def edit_event(db: AsyncSession, event_id: int, facts: EventFacts, *, version: int) -> None:
    """Sessions keep their moments, whatever zone they are shown in from now on. Raises Invalid as
    above, NotFound, and Conflict if somebody has written since `version`."""
    event = await locked_event(db, event_id)
    if event.version != version:
        raise Conflict(CHANGED)
    await _check(db, facts, event_id)
    days_differ = (event.timezone, event.day_change) != (facts.timezone, facts.day_change)
    _fill(event, facts)
    event.version += 1
    if days_differ:
        await _count_days_anew(db, event)
    await agenda_changed(db, event_id)


async def set_state(db: AsyncSession, event_id: int, state: EventState) -> bool:
    """Whether anything changed. Raises Conflict where it cannot be shown to anybody yet."""
    event = await locked_event(db, event_id)
    if event.state == state:
        return False
    if event.state == EventState.REHEARSAL:
        raise Conflict(_("A rehearsal stays one. Nobody else ever sees it."))
    if not str(event.motto):
        raise Conflict(_("Without a motto the event cannot be shown. Please enter one first."))
    event.state = state
    event.version += 1
    await agenda_changed(db, event_id)
    return True


async def delete_draft(db: AsyncSession, event_id: int) -> None:
    """With all that is the event's. Raises NotFound, and Conflict for what is no draft."""
    event = await locked_event(db, event_id)
    if event.state != EventState.DRAFT:
        raise Conflict(_("Only a draft can be deleted. Please make it one again first."))
    await delete_event(db, event)


async def delete_event(db: AsyncSession, event: Event) -> None:
    """With all that hangs on it by a foreign key, whatever its state."""
    # PostgreSQL would take rooms before the slots of sessions, which hold them.
    await db.execute(delete(Session).where(Session.event_id == event.id))
    await db.delete(event)
    await db.flush()


async def copy_programme(db: AsyncSession, source_id: int, event_id: int) -> dict[int, Session]:
    """Tracks, rooms, speakers, sessions and pictures of another event, as many days after the first
    as they were there and at the same time of day. What is cancelled or withdrawn stays behind.

    The new sessions, by the ids of those that they were copied from.
    """
    source = await db.get_one(Event, source_id)
    event = await db.get_one(Event, event_id)
    tracks = {row.id: _track(row, event_id) for row in await _all(db, Track, source_id)}
    rooms = {row.id: _room(row, event_id) for row in await _all(db, Room, source_id)}
    speakers = {row.id: _speaker(row, event_id) for row in await _all(db, Speaker, source_id)}
    db.add_all([*tracks.values(), *rooms.values(), *speakers.values()])
    await db.flush()
    await copy_pictures(db, source_id, event_id, speakers)
    sessions: dict[int, Session] = {}
    for row in await _sessions(db, source_id):
        copied = _session(row, event_id)
        copied.track_id = tracks[row.track_id].id if row.track_id else None
        copied.speaking = [
            Speaking(speaker_id=speakers[each.speaker_id].id, position=each.position)
            for each in row.speaking
        ]
        if row.slot:
            copied.slot = _slot(row.slot, source, event)
            copied.slot.room_id = rooms[row.slot.room_id].id if row.slot.room_id else None
        db.add(copied)
        sessions[row.id] = copied
    await agenda_changed(db, event_id)
    return sessions


async def locked_event(db: AsyncSession, event_id: int) -> Event:
    """Raises NotFound. Others still add what only refers to the event: they register, and an import
    takes seconds."""
    lock = {"key_share": True}
    event = await db.get(Event, event_id, with_for_update=lock, populate_existing=True)
    if event is None:
        raise NotFound
    return event


async def _check(db: AsyncSession, facts: EventFacts, event_id: int | None) -> None:
    check_event(facts.slug, facts.starts_on, facts.ends_on, facts.timezone)
    await take_turn(db, Turn.NAMING_AN_EVENT, 0)
    others = Event.id.is_distinct_from(event_id)
    if await db.scalar(select(Event.id).where(Event.slug == facts.slug, others)):
        sentence = _("There is an event called “%(slug)s” already.", slug=facts.slug)
        raise Invalid({"slug": sentence})


def _fill(event: Event, facts: EventFacts) -> None:
    for each in fields(facts):
        setattr(event, each.name, getattr(facts, each.name))


async def _count_days_anew(db: AsyncSession, event: Event) -> None:
    slots = select(Slot).join(Session, Session.id == Slot.session_id)
    for slot in await db.scalars(slots.where(Session.event_id == event.id)):
        slot.day = conference_day(slot.starts_at, event.zone, event.day_change)


async def _all(db: AsyncSession, model: type[Row], event_id: int) -> list[Row]:
    rows = await db.scalars(select(model).where(model.event_id == event_id).order_by(model.id))
    return list(rows)


async def _sessions(db: AsyncSession, event_id: int) -> list[Session]:
    query = (
        select(Session)
        .where(Session.event_id == event_id, Session.state == SessionState.CONFIRMED)
        .options(
            selectinload(Session.slot),
            selectinload(Session.speaking),
            selectinload(Session.links),
        )
        .order_by(Session.id)
    )
    return list(await db.scalars(query))


def _track(row: Track, event_id: int) -> Track:
    return Track(event_id=event_id, key=row.key, name=row.name, position=row.position)


def _room(row: Room, event_id: int) -> Room:
    return Room(event_id=event_id, name=row.name, position=row.position)


def _speaker(row: Speaker, event_id: int) -> Speaker:
    return Speaker(
        event_id=event_id,
        key=uuid4().hex,
        name=row.name,
        headline=row.headline,
        biography=row.biography,
        url=row.url,
        avatar_url=row.avatar_url,
    )


COPIED = (
    *("kind", "kind_word", "state", "title", "subtitle", "abstract", "description"),
    *("languages", "url", "level", "tags"),
)


def _session(row: Session, event_id: int) -> Session:
    """Without its stream, its recording and what was said of it."""
    links = [
        SessionLink(position=link.position, kind=link.kind, title=link.title, url=link.url)
        for link in row.links
    ]
    values = {name: getattr(row, name) for name in COPIED}
    return Session(event_id=event_id, guid=str(uuid4()), links=links, **values)


def _slot(row: Slot, source: Event, event: Event) -> Slot:
    local = row.starts_at.astimezone(source.zone)
    after: timedelta = local.date() - source.starts_on
    starts_at = datetime.combine(event.starts_on + after, local.time(), event.zone)
    day = conference_day(starts_at, event.zone, event.day_change)
    return Slot(day=day, starts_at=starts_at, ends_at=starts_at + (row.ends_at - row.starts_at))
