"""Attendance: how many of how many companies were in each session, and for how long.

It is of being there, never of answering, and tells no times of any one person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import CTE, ColumnElement, Integer, and_, cast, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Regions
from conference.agenda.models import Event
from conference.agenda.pages import current_agenda
from conference.agenda.views import Item
from conference.desk.attended import watched
from conference.desk.matching import COMPANY, NAME, SPELLING, looked_after, with_company
from conference.errors import NotFound
from conference.registration.models import Registration


@dataclass(frozen=True)
class Measure:
    people: int = 0
    companies: int = 0
    seconds: int = 0

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)

    @property
    def minutes_each(self) -> int:
        return round(self.seconds / 60 / self.people) if self.people else 0


@dataclass(frozen=True)
class SessionRow:
    session: Item
    measure: Measure


@dataclass(frozen=True)
class PresentCompany:
    """In one session. `id`: None where nothing was matched."""

    session_id: int
    id: int | None
    name: str
    people: int
    seconds: int

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


async def by_session(db: AsyncSession, event: Event, regions: Regions) -> tuple[SessionRow, ...]:
    """In the programme's order, without breaks and what was cancelled."""
    agenda = await current_agenda(db, event)
    measures = await _measures(db, event.id, regions)
    return tuple(
        SessionRow(item, measures.get(item.id, Measure())) for item in agenda.items if _counts(item)
    )


async def session_of(db: AsyncSession, event: Event, session_id: int) -> Item:
    """Raises NotFound for what `by_session` does not list."""
    agenda = await current_agenda(db, event)
    found = [item for item in agenda.items if item.id == session_id and _counts(item)]
    if not found:
        raise NotFound
    return found[0]


async def present_companies(
    db: AsyncSession, event_id: int, regions: Regions, session_id: int | None = None
) -> Sequence[PresentCompany]:
    """Who was in the session, or in each session: the longest first."""
    seconds = watched(event_id, by_session=True)
    total = cast(func.sum(seconds.c.seconds), Integer)
    query = with_company(
        select(seconds.c.session_id, COMPANY.id, NAME, func.count(), total)
        .select_from(seconds)
        .join(Registration, _attendee(event_id, seconds))
    )
    if session_id is not None:
        query = query.where(seconds.c.session_id == session_id)
    shown = query.where(looked_after(regions))
    grouped = shown.group_by(seconds.c.session_id, COMPANY.id, SPELLING)
    rows = await db.execute(grouped.order_by(seconds.c.session_id, total.desc(), NAME))
    return [PresentCompany(*row) for row in rows]


async def _measures(db: AsyncSession, event_id: int, regions: Regions) -> Mapping[int, Measure]:
    seconds = watched(event_id, by_session=True)
    matched, spelled = func.count(distinct(COMPANY.id)), func.count(distinct(SPELLING))
    query = with_company(
        select(seconds.c.session_id, func.count(), matched + spelled, func.sum(seconds.c.seconds))
        .select_from(seconds)
        .join(Registration, _attendee(event_id, seconds))
    )
    shown = query.where(looked_after(regions))
    rows = await db.execute(shown.group_by(seconds.c.session_id))
    return {session_id: Measure(*measured) for session_id, *measured in rows}


def _attendee(event_id: int, seconds: CTE) -> ColumnElement[bool]:
    return and_(
        Registration.event_id == event_id,
        Registration.person_id == seconds.c.person_id,
        Registration.confirmed_at.is_not(None),
    )


def _counts(item: Item) -> bool:
    return not item.is_break and not item.is_cancelled
