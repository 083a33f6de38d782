"""Reads of registrations: whose they are, and the attendee as other features may show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Person
from conference.agenda.models import Event, EventState
from conference.errors import NotFound
from conference.registration.models import Registration
from conference.registration.views import OwnRegistration, own_registration_view


@dataclass(frozen=True)
class AttendeeView:
    """Who somebody is at an event, as they said themselves. Never an address."""

    registration_id: int
    name: str
    company: str
    country: str
    confirmed_at: datetime | None


async def registration_of(
    db: AsyncSession, event_id: int, person_id: int | None
) -> Registration | None:
    query = select(Registration).where(
        Registration.event_id == event_id, Registration.person_id == person_id
    )
    return (await db.scalars(query)).one_or_none()


async def attendees(db: AsyncSession, event_id: int, person_ids: Collection[int]) -> set[int]:
    """Those of them who are. Of an event that has gone back to be a draft nobody is."""
    asked = {"event_id": event_id, "person_ids": list(person_ids)}
    return set(await db.scalars(attending(), asked))


@cache
def attending() -> Select[int, int]:
    """Who of `person_ids` is at `event_id`, each beside that id. Every request asks for it, and to
    build it takes as long as to send it."""
    return (
        select(Registration.person_id, Registration.event_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.id == bindparam("event_id"), Event.state != EventState.DRAFT)
        .where(Registration.person_id.in_(bindparam("person_ids", expanding=True)))
    )


async def attendee(db: AsyncSession, event_id: int, person_id: int | None) -> AttendeeView | None:
    """None for who is not registered there, and for nobody."""
    query = (
        select(
            Registration.id,
            Person.name,
            Registration.company,
            Registration.country,
            Registration.confirmed_at,
        )
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.event_id == event_id, Registration.person_id == person_id)
    )
    row = (await db.execute(query)).one_or_none()
    return AttendeeView(*row) if row else None


async def registrations_of(
    db: AsyncSession, person_id: int
) -> Sequence[tuple[Registration, Event]]:
    """The latest event first."""
    query = (
        select(Registration, Event)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.person_id == person_id)
        .order_by(Event.starts_on.desc(), Event.id.desc())
    )
    return [(registration, event) for registration, event in await db.execute(query)]


async def own_registrations(db: AsyncSession, person_id: int) -> list[OwnRegistration]:
    return [own_registration_view(*row) for row in await registrations_of(db, person_id)]


async def own_registration(
    db: AsyncSession, registration_id: int, person_id: int | None
) -> OwnRegistration:
    """Raises NotFound for what is not theirs."""
    query = (
        select(Registration, Event)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.id == registration_id, Registration.person_id == person_id)
    )
    row = (await db.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return own_registration_view(*row)
