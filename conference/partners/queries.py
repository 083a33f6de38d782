"""Reads of companies for others: whom somebody counts for, and which companies count."""

from collections.abc import Collection, Iterable
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from conference.db import plain
from conference.partners.labels import COUNTRY
from conference.partners.models import (
    Membership,
    Organisation,
    OrganisationType,
    PartnerType,
    Standing,
)


async def company_of(db: AsyncSession, person_id: int) -> int | None:
    """Whom a person counts for: of a merged company the one it went into. None without one, and
    for who said that it is not theirs."""
    query = (
        select(func.coalesce(Organisation.merged_into_id, Organisation.id))
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id == person_id, is_theirs())
    )
    return await db.scalar(query)


async def companies_of(db: AsyncSession, person_ids: Collection[int]) -> dict[int, int]:
    """The same for some thousand people: who counts for one, and for which."""
    rows = await db.execute(counting_for(), {"person_ids": list(person_ids)})
    return {row.person_id: row.company_id for row in rows}


@cache
def counting_for() -> Select[int, int]:
    """`person_ids`, and companies. To build it takes as long as to send it."""
    company_id = func.coalesce(Organisation.merged_into_id, Organisation.id).label("company_id")
    return (
        select(Membership.person_id, company_id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id.in_(bindparam("person_ids", expanding=True)), is_theirs())
    )


async def frame(db: AsyncSession, dimension: str, event_id: int) -> dict[int, str]:
    """The companies that count now, each with its category: of the dimension "type" its main
    type, of "region" its region, else its country (`labels.category_label`), of "" nothing.

    Those on the list; only where there is none, those found by the domain of an address
    (privacy.md §4.1); at a rehearsal those invented for it. Spellings of a region that differ in
    case alone are one.
    """
    query = (
        select(Organisation.id, Organisation.region, Organisation.country, OrganisationType.type)
        .outerjoin(OrganisationType, is_main_type())
        .where(counts(event_id))
        .order_by(Organisation.id)
    )
    regions: dict[str, str] = {}
    found: dict[int, str] = {}
    for id_, region, country, type_ in await db.execute(query):
        if dimension == "type":
            found[id_] = (type_ or PartnerType.UNKNOWN).value
        elif dimension == "region":
            place = region or f"{COUNTRY}{country}"
            found[id_] = regions.setdefault(place.casefold(), place)
        else:
            found[id_] = ""
    return found


async def regions_of_list(db: AsyncSession) -> tuple[str, ...]:
    """In order. Spellings that differ in case or accents alone are one."""
    query = select(Organisation.region).where(Organisation.region != "", is_known())
    spelled: dict[str, str] = {}
    for region in sorted(await db.scalars(query.distinct())):
        spelled.setdefault(plain(region), region)
    return tuple(spelled[key] for key in sorted(spelled))


async def company_names(db: AsyncSession, ids: Iterable[int]) -> dict[int, str]:
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(set(ids)))
    return {row.id: row.name for row in await db.execute(query)}


def is_known() -> ColumnElement[bool]:
    """Of an organisation: it is there, neither merged into another nor invented for a rehearsal."""
    return Organisation.merged_into_id.is_(None) & Organisation.event_id.is_(None)


def counts(event_id: int) -> ColumnElement[bool]:
    """Of an organisation: whether it is a unit of figures of this event that open now."""
    listed, invented = aliased(Organisation), aliased(Organisation)
    is_a_list = exists().where(
        listed.standing == Standing.LISTED,
        listed.merged_into_id.is_(None),
        listed.event_id.is_(None),
    )
    is_rehearsal = exists().where(invented.event_id == event_id)
    is_listed = Organisation.standing == Standing.LISTED
    of_all = is_known() & or_(is_listed, ~is_a_list) & ~is_rehearsal
    return or_(Organisation.event_id == event_id, of_all)


def is_theirs() -> ColumnElement[bool]:
    """Of a membership: the person has not said no."""
    return Membership.is_right.is_distinct_from(False)


def is_main_type() -> ColumnElement[bool]:
    return (OrganisationType.organisation_id == Organisation.id) & (OrganisationType.place == 0)
