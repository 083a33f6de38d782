"""Writes of what sessions share: rooms and tracks, renamed, put in order, taken away.

The event is locked first, as by whoever writes its sessions: nobody gives one a room that is just
taken away, and no two wait for each other.
"""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.actions import add_room, agenda_changed
from conference.agenda.events import locked_event
from conference.agenda.models import Room, Session, Slot, Track
from conference.db import letters, plain
from conference.errors import Conflict, Invalid, NotFound
from conference.i18n import Translated, _

Part = TypeVar("Part", Room, Track)


async def new_room(db: AsyncSession, event_id: int, name: str) -> int:
    """The id. Raises Invalid if there is one of that name."""
    await locked_event(db, event_id)
    await _check_name(db, event_id, name, None)
    return await add_room(db, event_id, name=name)


async def rename_room(db: AsyncSession, event_id: int, room_id: int, name: str) -> str:
    """What it was called before. Raises NotFound, Invalid as above."""
    await locked_event(db, event_id)
    room = await part_of(db, Room, event_id, room_id)
    await _check_name(db, event_id, name, room_id)
    before, room.name = room.name, name
    held = await _held_in(db, room_id)
    # Calendars tell where it is by the name alone, which `stamping` cannot see.
    told = {"sequence": Session.sequence + 1, "changed_at": clock.now()}
    await db.execute(update(Session).where(Session.id.in_(held)).values(told))
    await agenda_changed(db, event_id, held)
    return before


async def remove_room(db: AsyncSession, event_id: int, room_id: int) -> str:
    """What it was called. Raises NotFound, Conflict while sessions take place in it."""
    await locked_event(db, event_id)
    room = await part_of(db, Room, event_id, room_id)
    if await _held_in(db, room_id):
        raise Conflict(_("Sessions take place in this room. Please move them elsewhere first."))
    await db.delete(room)
    await agenda_changed(db, event_id)
    return room.name


async def rename_track(
    db: AsyncSession, event_id: int, track_id: int, name: Translated
) -> Translated:
    """What it was called before. Raises NotFound."""
    await locked_event(db, event_id)
    track = await part_of(db, Track, event_id, track_id)
    before, track.name = track.name, name
    await agenda_changed(db, event_id)
    return before


async def remove_track(db: AsyncSession, event_id: int, track_id: int) -> Translated:
    """What it was called. Raises NotFound, Conflict while sessions belong to it."""
    await locked_event(db, event_id)
    track = await part_of(db, Track, event_id, track_id)
    if await db.scalar(select(exists().where(Session.track_id == track_id))):
        raise Conflict(_("Sessions belong to this track. Please take them out of it first."))
    await db.delete(track)
    await agenda_changed(db, event_id)
    return track.name


async def move_up(db: AsyncSession, event_id: int, model: type[Part], part_id: int) -> None:
    """One place towards the first, where it stays. Raises NotFound."""
    await locked_event(db, event_id)
    rows = await parts(db, model, event_id)
    at = next((place for place, row in enumerate(rows) if row.id == part_id), None)
    if at is None:
        raise NotFound
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    for place, row in enumerate(rows):
        row.position = place
    await agenda_changed(db, event_id)


async def parts(db: AsyncSession, model: type[Part], event_id: int) -> list[Part]:
    """In their order."""
    rows = select(model).where(model.event_id == event_id).order_by(model.position, model.id)
    return list(await db.scalars(rows))


async def part_of(db: AsyncSession, model: type[Part], event_id: int, part_id: int) -> Part:
    """Raises NotFound, for another event's as well."""
    row = await db.get(model, part_id)
    if row is None or row.event_id != event_id:
        raise NotFound
    return row


async def _held_in(db: AsyncSession, room_id: int) -> Sequence[int]:
    return (await db.scalars(select(Slot.session_id).where(Slot.room_id == room_id))).all()


async def _check_name(db: AsyncSession, event_id: int, name: str, room_id: int | None) -> None:
    """Of an event that is locked, so that no two organisers enter one name at once."""
    same = select(Room.id).where(
        Room.event_id == event_id,
        letters(Room.name) == plain(name),
        Room.id.is_distinct_from(room_id),
    )
    if await db.scalar(same.limit(1)):
        raise Invalid({"name": _("There is a room of that name already.")})
