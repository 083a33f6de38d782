"""People who belong to no company of the partner list: whom they work for, in their own words.

Those with an address at a mail service, and those who said that the company found was not theirs.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Person
from conference.desk.listing import PAGE_ROWS, Choice, Part, holds
from conference.errors import NotFound
from conference.partners.directory import Facts
from conference.partners.models import CompanySize, Membership, PartnerType, Standing
from conference.partners.queries import is_theirs
from conference.registration.models import Registration


@dataclass(frozen=True)
class Unassigned:
    """As registered last. `host`: of their address, which itself is nobody's business here."""

    person_id: int
    name: str
    company: str
    country: str
    size: CompanySize
    type: PartnerType
    host: str

    @property
    def facts(self) -> Facts:
        """Of a new company, made of what they registered."""
        return Facts(
            number=None,
            name=self.company,
            country=self.country,
            region="",
            size=self.size,
            types=(self.type,),
            domains=(),
            standing=Standing.LISTED,
        )


@dataclass(frozen=True)
class UnassignedView:
    rows: tuple[Unassigned, ...]
    part: Part
    choice: Choice


async def unassigned(
    db: AsyncSession, event_ids: Collection[int], choice: Choice
) -> UnassignedView:
    """Of the confirmed people of these events; by company, so that colleagues stand together."""
    query = _of(event_ids).where(*holds(choice.text, Registration.company, Person.name))
    total = await db.scalar(select(func.count()).select_from(query.subquery())) or 0
    part = Part(choice.page, total)
    ordered = query.order_by(func.lower(Registration.company), Registration.person_id)
    rows = await db.execute(ordered.offset(part.offset).limit(PAGE_ROWS))
    return UnassignedView(tuple(_view(*row) for row in rows), part, choice)


async def unassigned_person(
    db: AsyncSession, event_ids: Collection[int], person_id: int
) -> Unassigned:
    """Raises NotFound for who belongs to a company, or is none of these events' people."""
    row = (await db.execute(_of(event_ids).where(Person.id == person_id))).one_or_none()
    if row is None:
        raise NotFound
    return _view(*row)


def _of(event_ids: Collection[int]) -> Select[Registration, str, str]:
    """Each person once, by their last registration."""
    last = (
        select(func.max(Registration.id))
        .where(Registration.event_id.in_(event_ids), Registration.confirmed_at.is_not(None))
        .group_by(Registration.person_id)
    )
    belongs = exists().where(Membership.person_id == Registration.person_id, is_theirs())
    return (
        select(Registration, Person.name, Person.email)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.id.in_(last), ~belongs)
    )


def _view(registration: Registration, name: str, email: str) -> Unassigned:
    return Unassigned(
        person_id=registration.person_id,
        name=name,
        company=registration.company,
        country=registration.country,
        size=registration.company_size,
        type=registration.partner_type,
        host=email.rpartition("@")[2],
    )
