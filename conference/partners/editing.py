"""What the channel team writes of one company: adding it, changing it, confirming it; and whom
somebody works for."""

from dataclasses import replace

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conference import clock
from conference.db import insert_into
from conference.errors import Conflict, Invalid, NotFound
from conference.i18n import Text, _
from conference.partners.directory import Facts
from conference.partners.domains import readable
from conference.partners.models import (
    Membership,
    Organisation,
    OrganisationDomain,
    OrganisationType,
    Source,
    Standing,
)
from conference.partners.queries import is_known

logger = structlog.get_logger("conference.partners")

CHANGED = _("Somebody has meanwhile changed this company. Please look at it again.")
LIST_CHANGED = _("The partner list has meanwhile changed. Please look at it again.")


async def add_company(db: AsyncSession, facts: Facts, *, by: int) -> int:
    """Raises Invalid for a number or domain that another company has."""
    await _check_free(db, facts, None)
    row = new_row()
    fill(row, facts)
    db.add(row)
    await flush(db)
    logger.info("company added", company=row.id, person=by)
    return row.id


async def edit_company(
    db: AsyncSession, organisation_id: int, facts: Facts, *, version: int, by: int
) -> None:
    """Its standing stays. Raises NotFound; Conflict if somebody has written since `version`;
    Invalid as above."""
    row = await locked(db, organisation_id)
    if row.version != version:
        raise Conflict(CHANGED)
    await _check_free(db, facts, organisation_id)
    fill(row, replace(facts, standing=row.standing))
    await flush(db)
    logger.info("company edited", company=organisation_id, person=by)


async def confirm_company(db: AsyncSession, organisation_id: int, *, by: int) -> None:
    """On the list from now on. Raises NotFound."""
    row = await locked(db, organisation_id)
    if row.standing == Standing.LISTED:
        return
    row.standing = Standing.LISTED
    stamp(row)
    logger.info("company confirmed", company=organisation_id, person=by)


async def assign_person(db: AsyncSession, person_id: int, organisation_id: int, *, by: int) -> None:
    """They are asked once more whether it is right. Raises NotFound for no company, or a merged
    one; that the person is theirs to assign is for the caller to know."""
    await locked(db, organisation_id)
    values = {"organisation_id": organisation_id, "source": Source.STAFF, "is_right": None}
    member = insert_into(db, Membership).values(person_id=person_id, **values)
    await db.execute(member.on_conflict_do_update(index_elements=["person_id"], set_=values))
    logger.info("person assigned", company=organisation_id, member=person_id, person=by)


def new_row() -> Organisation:
    return Organisation(version=0, types=[], domains=[])


def fill(row: Organisation, facts: Facts) -> None:
    """Keeps the rows of types and domains that stay: deleted and inserted they would collide."""
    row.number, row.name, row.size = facts.number, facts.name, facts.size
    row.country, row.region, row.standing = facts.country, facts.region, facts.standing
    types = {each.type: each for each in row.types}
    row.types = [types.get(type_) or OrganisationType(type=type_) for type_ in facts.types]
    for place, each in enumerate(row.types):
        each.place = place
    domains = {each.domain: each for each in row.domains}
    row.domains = [domains.get(name) or OrganisationDomain(domain=name) for name in facts.domains]
    stamp(row)


def stamp(row: Organisation) -> None:
    row.version += 1
    row.changed_at = clock.now()


async def locked(db: AsyncSession, organisation_id: int) -> Organisation:
    """With its types and domains. Raises NotFound, for a merged or an invented one too."""
    query = (
        select(Organisation)
        .where(Organisation.id == organisation_id, is_known())
        .options(selectinload(Organisation.types), selectinload(Organisation.domains))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    row = (await db.scalars(query)).one_or_none()
    if row is None:
        raise NotFound
    return row


async def flush(db: AsyncSession) -> None:
    """Raises Conflict where another transaction has taken a number or a domain meanwhile."""
    try:
        await db.flush()
    except IntegrityError as error:
        raise Conflict(LIST_CHANGED) from error


async def _check_free(db: AsyncSession, facts: Facts, organisation_id: int | None) -> None:
    faults: dict[str, Text] = {}
    others = Organisation.id.is_distinct_from(organisation_id)
    same_number = select(Organisation.name).where(Organisation.number == facts.number, others)
    if facts.number and (name := await db.scalar(same_number.limit(1))):
        faults["number"] = _("This is the number of %(name)s.", name=name)
    same_domain = (
        select(OrganisationDomain.domain, Organisation.name)
        .join(Organisation, Organisation.id == OrganisationDomain.organisation_id)
        .where(OrganisationDomain.domain.in_(facts.domains), others)
        .order_by(OrganisationDomain.domain)
    )
    if taken := (await db.execute(same_domain)).first():
        words = {"domain": readable(taken.domain), "name": taken.name}
        faults["domains"] = _("%(domain)s is a domain of %(name)s.", **words)
    if faults:
        raise Invalid(faults)
