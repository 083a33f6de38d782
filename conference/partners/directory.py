"""Companies as the channel team knows them, each with all its facts; merged ones are not there, nor
those of a rehearsal.

Read whole, even for one page: a few thousand small rows, which both databases would otherwise
search and sort by rules of their own, and by none that knows an umlaut.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Regions
from conference.db import letters, plain
from conference.errors import NotFound
from conference.partners.models import (
    CompanySize,
    Membership,
    Organisation,
    OrganisationDomain,
    OrganisationType,
    PartnerType,
    Standing,
)
from conference.partners.queries import is_known, is_theirs


@dataclass(frozen=True)
class Facts:
    """What can be written of a company. `types`: the main one first. `domains`: in order."""

    number: str | None
    name: str
    country: str
    region: str
    size: CompanySize | None
    types: tuple[PartnerType, ...]
    domains: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True)
class Company:
    """`members`: those who have not said that it is not theirs."""

    id: int
    version: int
    facts: Facts
    members: int
    changed_at: datetime

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def is_listed(self) -> bool:
        return self.facts.standing == Standing.LISTED


async def companies(db: AsyncSession, regions: Regions = None) -> tuple[Company, ...]:
    """All, or all of these regions, in the order they came. Three statements."""
    return await _companies(db, _is_in(regions))


async def company(db: AsyncSession, organisation_id: int, regions: Regions = None) -> Company:
    """Raises NotFound, for a merged one and for one of other regions too."""
    found = await _companies(db, (Organisation.id == organisation_id) & _is_in(regions))
    if not found:
        raise NotFound
    return found[0]


def _is_in(regions: Regions) -> ColumnElement[bool]:
    if regions is None:
        return true()
    return letters(Organisation.region).in_([plain(region) for region in sorted(regions)])


async def _companies(db: AsyncSession, which: ColumnElement[bool]) -> tuple[Company, ...]:
    is_here = which & is_known()
    rows = await db.execute(
        select(
            Organisation.id,
            Organisation.version,
            Organisation.number,
            Organisation.name,
            Organisation.country,
            Organisation.region,
            Organisation.size,
            Organisation.standing,
            Organisation.changed_at,
            func.count(Membership.person_id).label("members"),
        )
        .outerjoin(Membership, (Membership.organisation_id == Organisation.id) & is_theirs())
        .where(is_here)
        .group_by(Organisation.id)
        .order_by(Organisation.id)
    )
    types = _by_company(
        await db.execute(
            select(OrganisationType.organisation_id, OrganisationType.type)
            .join(Organisation, Organisation.id == OrganisationType.organisation_id)
            .where(is_here)
            .order_by(OrganisationType.place)
        )
    )
    domains = _by_company(
        await db.execute(
            select(OrganisationDomain.organisation_id, OrganisationDomain.domain)
            .join(Organisation, Organisation.id == OrganisationDomain.organisation_id)
            .where(is_here)
        )
    )
    return tuple(_company(row, types[row.id], sorted(domains[row.id])) for row in rows)


def _company(row: Any, types: Iterable[PartnerType], domains: Iterable[str]) -> Company:
    facts = Facts(
        number=row.number,
        name=row.name,
        country=row.country,
        region=row.region,
        size=row.size,
        types=tuple(types),
        domains=tuple(domains),
        standing=row.standing,
    )
    return Company(row.id, row.version, facts, row.members, row.changed_at)


def _by_company(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for organisation_id, value in rows:
        found[organisation_id].append(value)
    return found
