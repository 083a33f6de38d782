"""What organisers see of an event as a whole: its state, and what it still lacks, in numbers."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Role, RoleKind
from conference.agenda.models import (
    Event,
    EventState,
    Room,
    Session,
    SessionKind,
    SessionState,
    Slot,
    Speaker,
)
from conference.errors import Conflict
from conference.i18n import Text, _
from conference.registration.models import Registration

STATES: dict[EventState, Text] = {
    EventState.DRAFT: _("Draft"),
    EventState.PUBLISHED: _("Published"),
    EventState.ARCHIVED: _("Archived"),
}
PEOPLE_ARE_IN = _(
    "People have registered already. Close the registration, or archive the event, instead."
)


@dataclass(frozen=True)
class Overview:
    """Numbers of an event. `streamless` and `unmoderated` are of sessions that take questions."""

    rooms: int
    speakers: int
    sessions: int
    unscheduled: int
    streamless: int
    unmoderated: int
    registrations: int


async def overview(db: AsyncSession, event: Event) -> Overview:
    held = Session.kind != SessionKind.BREAK
    has_slot = exists().where(Slot.session_id == Session.id)
    is_moderated = exists().where(
        Role.event_id == event.id,
        Role.kind == RoleKind.MODERATOR,
        (Role.session_id == Session.id) | Role.session_id.is_(None),
    )
    counts = (
        _count(Room, Room.event_id == event.id),
        _count(Speaker, Speaker.event_id == event.id),
        _sessions(event),
        _sessions(event, ~has_slot),
        _sessions(event, held, Session.video == ""),
        _sessions(event, held, ~is_moderated),
        _count(Registration, Registration.event_id == event.id),
    )
    row = (await db.execute(select(*(each.scalar_subquery() for each in counts)))).one()
    return Overview(*row)


async def check_nobody_is_in(db: AsyncSession, event: Event) -> None:
    """Raises Conflict: for those who have registered the event would be gone."""
    if await db.scalar(select(Registration.id).where(Registration.event_id == event.id).limit(1)):
        raise Conflict(PEOPLE_ARE_IN)


def _sessions(event: Event, *which: ColumnElement[bool]) -> Select[int]:
    ours = (Session.event_id == event.id, Session.state == SessionState.CONFIRMED)
    return _count(Session, *ours, *which)


def _count(model: type[object], *which: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(model).where(*which)
