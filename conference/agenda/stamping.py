"""What every write to a stored session leaves on it: its version, and what calendars are told.

A session that is only being added is not stamped: it begins with what its columns default to.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import inspect

from conference import clock
from conference.agenda.models import Session, SessionState, Slot


@dataclass(frozen=True)
class Placement:
    """What a calendar shows of a session beside its texts. `room`: the id, or the name of one
    that is not flushed yet."""

    starts_at: datetime | None
    ends_at: datetime | None
    room: int | str | None
    state: SessionState


def placement_of(session: Session) -> Placement:
    """As it is to be written, flushed or not. Needs the slot loaded, and no room."""
    slot = session.slot
    if slot is None:
        return Placement(None, None, None, session.state)
    return Placement(slot.starts_at, slot.ends_at, _room(slot), session.state)


def stamp(session: Session, before: Placement) -> None:
    """To be called once for every write, after it. `before`: taken ahead of it.

    Other texts or speakers raise no `sequence`: a calendar would tell its owner of a new time
    (RFC 5545, 3.8.7.4).
    """
    session.version += 1
    session.changed_at = clock.now()
    if placement_of(session) != before:
        session.sequence += 1


def _room(slot: Slot) -> int | str | None:
    # Whoever writes sets either the room or its id; until the flush, the other is of before.
    if not inspect(slot).attrs.room.history.has_changes():
        return slot.room_id
    return (slot.room.id or slot.room.name) if slot.room else None
