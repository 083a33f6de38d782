"""What organisers see of an event as a whole: its state, and what it still lacks, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import take_role
from conference.accounts.guards import Viewer
from conference.accounts.models import Role, RoleKind
from conference.agenda import events
from conference.agenda.models import Event, EventState, Room, Session, Speaker
from conference.errors import Conflict
from conference.i18n import Text, _
from conference.organise.access import organised_events
from conference.organise.gaps import Gap, lacks, takes_place
from conference.polls.models import Poll
from conference.privacy.models import Scope, ScopeKind
from conference.registration.models import Registration

STATES: dict[EventState, Text] = {
    EventState.DRAFT: _("Draft"),
    EventState.PUBLISHED: _("Published"),
    EventState.ARCHIVED: _("Archived"),
    EventState.REHEARSAL: _("Rehearsal"),
}
PEOPLE_ARE_IN = _(
    "People have registered already. Close the registration, or archive the event, instead."
)
ANSWERS_ARE_IN = _("There are votes or anonymous questions in it already, and those are kept.")
THE_ONLY_ONE = _(
    "It is the only event you organise, and without one you could add no other. Please add the "
    "other one first."
)


@dataclass(frozen=True)
class Overview:
    """Numbers of an event. `lacking`: of the sessions that take place."""

    rooms: int
    speakers: int
    sessions: int
    registrations: int
    lacking: Mapping[Gap, int]


async def overview(db: AsyncSession, event: Event) -> Overview:
    counts = (
        _count(Room, Room.event_id == event.id),
        _count(Speaker, Speaker.event_id == event.id),
        _count(Session, takes_place(event.id)),
        _count(Registration, Registration.event_id == event.id),
        *(_count(Session, lacks(gap, event.id)) for gap in Gap),
    )
    row = (await db.execute(select(*(each.scalar_subquery() for each in counts)))).one()
    rooms, speakers, sessions, registrations, *lacking = row
    return Overview(rooms, speakers, sessions, registrations, dict(zip(Gap, lacking, strict=True)))


async def check_nobody_is_in(db: AsyncSession, event: Event) -> None:
    """Raises Conflict: for those who have registered the event would be gone."""
    if await db.scalar(select(Registration.id).where(Registration.event_id == event.id).limit(1)):
        raise Conflict(PEOPLE_ARE_IN)


async def delete_draft(db: AsyncSession, event: Event, viewer: Viewer) -> None:
    """With its programme, its roles and its log. Raises Conflict unless it is a draft that holds
    nothing of anybody else, and is not the only event that whoever asks organises."""
    await check_nobody_is_in(db, event)
    if await db.scalar(scopes_of(event.id).limit(1)):
        raise Conflict(ANSWERS_ARE_IN)
    is_admin = viewer.has_anywhere(RoleKind.ADMIN)
    if not is_admin and len(await organised_events(db, viewer)) < 2:
        raise Conflict(THE_ONLY_ONE)
    await events.delete_draft(db, event.id)
    await take_roles(db, event.id)


async def take_roles(db: AsyncSession, event_id: int) -> None:
    """All that were given for an event."""
    for role in await db.scalars(select(Role).where(Role.event_id == event_id)):
        await take_role(db, role)


def scopes_of(event_id: int) -> Select[int]:
    """The anonymous votes and questions in it."""
    sessions = select(Session.id).where(Session.event_id == event_id)
    polls = select(Poll.id).where(Poll.session_id.in_(sessions))
    of_event = Scope.kind.in_((ScopeKind.QUESTIONS, ScopeKind.MOOD)) & (
        Scope.subject_id == event_id
    )
    of_session = (Scope.kind == ScopeKind.FEEDBACK) & Scope.subject_id.in_(sessions)
    of_poll = (Scope.kind == ScopeKind.POLL) & Scope.subject_id.in_(polls)
    return select(Scope.id).where(of_event | of_session | of_poll)


def _count(model: type[object], which: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(model).where(which)
