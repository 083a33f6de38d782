"""Writes of when and where sessions take place, and on the day itself: put off, cancelled, put
back, withdrawn. Times that people type are `agenda.wall_time`'s."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conference.agenda.actions import agenda_changed
from conference.agenda.days import conference_day
from conference.agenda.events import CHANGED, locked_event
from conference.agenda.models import Event, Session, SessionState, Slot
from conference.agenda.stamping import placement_of, stamp
from conference.errors import Conflict, Invalid, NotFound
from conference.i18n import Text, Translated, _

UNSCHEDULED = _("Only what is scheduled and takes place can be put off.")
ELSEWHERE = _(
    "“%(title)s” is in that room at this time. Choose another room or time, or say below that you "
    "want it so."
)
FOLLOWING = _(
    "“%(title)s” is in that room at this time. Put off what follows as well, or say below that you "
    "want it so."
)


@dataclass(frozen=True)
class Place:
    """When and where a session takes place. A room may be open."""

    room_id: int | None
    starts_at: datetime
    ends_at: datetime

    @property
    def times(self) -> tuple[datetime, datetime]:
        return self.starts_at, self.ends_at

    def later(self, delay: timedelta) -> "Place":
        return replace(self, starts_at=self.starts_at + delay, ends_at=self.ends_at + delay)

    def meets(self, other: "Place") -> bool:
        is_same_room = self.room_id is not None and self.room_id == other.room_id
        return is_same_room and self.starts_at < other.ends_at and other.starts_at < self.ends_at


class RoomTaken(Invalid):
    """Another session is in the room then. Whoever wants it so sends the form again. `instead`:
    what else can be done."""

    def __init__(self, title: Translated, instead: Text) -> None:
        super().__init__({"room": Text(instead.message, title=title)})


async def put_off(
    db: AsyncSession,
    event_id: int,
    session_id: int,
    delay: timedelta,
    *,
    version: int,
    with_following: bool,
    is_meant: bool = False,
) -> list[Session]:
    """The sessions that begin later now, this one first. What follows in its room on its day
    begins as much later, breaks too, so that all keep their lengths and their gaps.

    Raises NotFound, Conflict for a form that is out of date or where there is nothing to put off,
    and RoomTaken unless it `is_meant` so.
    """
    event, session = await locked_session(db, event_id, session_id, version)
    if session.slot is None or session.state != SessionState.CONFIRMED:
        raise Conflict(UNSCHEDULED)
    moved = [session, *(await following(db, session) if with_following else ())]
    if not is_meant:
        later = {row.id: place.later(delay) for row in moved if (place := place_of(row))}
        await check_rooms(db, event_id, later, FOLLOWING)
    for row in moved:
        _put_off(row, event, delay)
    await agenda_changed(db, event_id, [row.id for row in moved])
    return moved


async def set_session_state(
    db: AsyncSession,
    event_id: int,
    session_id: int,
    state: SessionState,
    *,
    version: int,
    with_following: bool = False,
    is_meant: bool = False,
) -> list[Session]:
    """The sessions whose state has changed. `with_following`: those too that take place after it
    in its room on its day. Raises as `put_off`; RoomTaken only where it is put back."""
    _event, session = await locked_session(db, event_id, session_id, version)
    place = place_of(session)
    if place and state == SessionState.CONFIRMED and not is_meant:
        await check_rooms(db, event_id, {session.id: place})
    rows = [session, *(await following(db, session) if with_following else ())]
    changed = [row for row in rows if row.state != state]
    for row in changed:
        before = placement_of(row)
        row.state = state
        stamp(row, before)
    if changed:
        await agenda_changed(db, event_id, [row.id for row in changed])
    return changed


async def locked_session(
    db: AsyncSession, event_id: int, session_id: int, version: int
) -> tuple[Event, Session]:
    """With its slot, speakers and links. The event is locked, so that no two organisers fill a
    room at once. Raises NotFound, and Conflict if somebody has written since `version`."""
    event = await locked_event(db, event_id)
    query = select(Session).where(Session.id == session_id, Session.event_id == event_id)
    parts = (Session.slot, Session.speaking, Session.links)
    loaded = query.options(*(selectinload(part) for part in parts))
    session = (await db.scalars(loaded.execution_options(populate_existing=True))).one_or_none()
    if session is None:
        raise NotFound
    if session.version != version:
        raise Conflict(CHANGED)
    return event, session


async def check_rooms(
    db: AsyncSession, event_id: int, places: Mapping[int, Place], instead: Text = ELSEWHERE
) -> None:
    """`places`: where sessions are to be, by id. Raises RoomTaken for the first that would meet
    another there which takes place."""
    rooms = {place.room_id for place in places.values() if place.room_id is not None}
    others = (
        select(Session.title, Slot)
        .join(Slot, Slot.session_id == Session.id)
        .where(
            Session.event_id == event_id,
            Session.state == SessionState.CONFIRMED,
            Session.id.not_in(places),
            Slot.room_id.in_(rooms),
        )
        .order_by(Slot.starts_at, Session.id)
    )
    for title, slot in await db.execute(others):
        if any(place.meets(_place(slot)) for place in places.values()):
            raise RoomTaken(title, instead)


def place_of(session: Session) -> Place | None:
    return _place(session.slot) if session.slot else None


def set_place(session: Session, event: Event, place: Place | None) -> None:
    """Another start is no delay any more, but a new time."""
    if place is None:
        session.slot = None
        return
    slot = session.slot or Slot()
    if place.starts_at != slot.starts_at:
        slot.delayed_from = None
    slot.room_id, slot.starts_at, slot.ends_at = place.room_id, place.starts_at, place.ends_at
    slot.day = conference_day(place.starts_at, event.zone, event.day_change)
    session.slot = slot


def _place(slot: Slot) -> Place:
    return Place(slot.room_id, slot.starts_at, slot.ends_at)


def _put_off(session: Session, event: Event, delay: timedelta) -> None:
    before, slot = placement_of(session), session.slot
    if slot is None:
        return
    announced = slot.delayed_from or slot.starts_at
    set_place(session, event, _place(slot).later(delay))
    slot.delayed_from = announced
    stamp(session, before)


async def following(db: AsyncSession, session: Session) -> Iterable[Session]:
    """What takes place after it in its room, on its conference day; nothing without a room."""
    slot = session.slot
    if slot is None or slot.room_id is None:
        return ()
    query = (
        select(Session)
        .join(Slot, Slot.session_id == Session.id)
        .where(
            Session.event_id == session.event_id,
            Session.state == SessionState.CONFIRMED,
            Session.id != session.id,
            Slot.room_id == slot.room_id,
            Slot.day == slot.day,
            Slot.starts_at >= slot.starts_at,
        )
        .order_by(Slot.starts_at, Session.id)
        .options(selectinload(Session.slot))
    )
    return await db.scalars(query)
