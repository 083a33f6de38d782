"""Writes about companies that people cause: finding theirs, and saying whether it is right.

What the channel team writes is in `editing`, `merging` and `imports`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.models import Person
from conference.db import insert_into, insert_missing
from conference.errors import Conflict
from conference.i18n import _
from conference.partners.domains import company_domain
from conference.partners.models import (
    CompanySize,
    Membership,
    Organisation,
    OrganisationDomain,
    OrganisationType,
    PartnerType,
    Source,
    Standing,
)


@dataclass(frozen=True)
class CompanyFacts:
    """A company as somebody of it has described it."""

    name: str
    country: str
    size: CompanySize | None
    type: PartnerType


async def find_company(db: AsyncSession, person_id: int, facts: CompanyFacts) -> None:
    """Make a person, whose address is proven, a member of the company of its domain.

    A domain that no company has yet makes a new one, which is on no list. Its name never does:
    companies are told apart by their domains alone. Who belongs to one already stays there.
    """
    email = await db.scalar(select(Person.email).where(Person.id == person_id))
    domain = company_domain(email or "")
    if domain is None:
        return
    known = (await db.scalars(_owner_of(domain))).one_or_none()
    organisation_id = known or await _add_company(db, domain, facts)
    await insert_missing(db, Membership, [_member(person_id, organisation_id)])


async def find_companies(db: AsyncSession, people: Mapping[int, CompanyFacts]) -> None:
    """The same for some thousand people at once, by their ids."""
    emails = await db.execute(select(Person.id, Person.email).where(Person.id.in_(people)))
    domains = {id_: domain for id_, email in emails if (domain := company_domain(email))}
    owners = select(OrganisationDomain.domain, OrganisationDomain.organisation_id)
    known = owners.where(OrganisationDomain.domain.in_({*domains.values()}))
    # Locked, so that no company is merged away under its new members.
    rows = await db.execute(known.with_for_update(read=True))
    found = {row.domain: row.organisation_id for row in rows}
    members = [
        _member(person_id, found[domain])
        for person_id, domain in domains.items()
        if domain in found
    ]
    await insert_missing(db, Membership, members)
    for person_id, domain in domains.items():
        if domain not in found:
            await find_company(db, person_id, people[person_id])


async def say_whether_right(
    db: AsyncSession, person_id: int, organisation_id: int, *, is_right: bool
) -> None:
    """Raises Conflict where they do not, or no longer, belong to the company they were shown."""
    own = (
        update(Membership)
        .where(Membership.person_id == person_id, Membership.organisation_id == organisation_id)
        .values(is_right=is_right)
    )
    if await db.scalar(own.returning(Membership.person_id)) is None:
        raise Conflict(_("What we know of your company has changed. Please look at it again."))


def _member(person_id: int, organisation_id: int) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "organisation_id": organisation_id,
        "source": Source.DOMAIN,
        "is_right": None,
    }


def _owner_of(domain: str) -> Select[int]:
    # Locked, so that the company is not merged away under the new member.
    owner = select(OrganisationDomain.organisation_id).where(OrganisationDomain.domain == domain)
    return owner.with_for_update(read=True)


async def _add_company(db: AsyncSession, domain: str, facts: CompanyFacts) -> int:
    """The domain's primary key decides a race: who comes second joins the first one's company."""
    organisation_id = await _add_organisation(db, facts)
    claim = insert_into(db, OrganisationDomain).values(
        domain=domain, organisation_id=organisation_id
    )
    if await db.scalar(claim.on_conflict_do_nothing().returning(OrganisationDomain.domain)):
        return organisation_id
    await db.execute(delete(Organisation).where(Organisation.id == organisation_id))
    return (await db.scalars(_owner_of(domain))).one()


async def _add_organisation(db: AsyncSession, facts: CompanyFacts) -> int:
    company = Organisation(
        name=facts.name,
        country=facts.country,
        size=facts.size,
        standing=Standing.DOMAIN,
        changed_at=clock.now(),
        types=[OrganisationType(type=facts.type, place=0)],
    )
    db.add(company)
    await db.flush()
    return company.id
