"""Who has registered for an event, as the channel team may see it: never an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Regions
from conference.accounts.models import Person
from conference.db import letters
from conference.desk.attended import was_there
from conference.desk.listing import PAGE_ROWS, Choice, Known, Part, holds, is_id, one_of
from conference.desk.matching import COMPANY, looked_after, with_company
from conference.partners.countries import country_codes
from conference.partners.models import PartnerType
from conference.registration.models import Job, Registration
from conference.web.sheets import ROWS

YES, NO = "yes", "no"
YES_OR_NO = one_of(YES, NO)
KNOWN: Known = {
    "confirmed": YES_OR_NO,
    "came": YES_OR_NO,
    "matched": YES_OR_NO,
    "type": one_of(*PartnerType),
    "country": one_of(*country_codes()),
    "company": is_id,
}
SORTS = ("name", "company", "country", "newest")


@dataclass(frozen=True)
class PersonRow:
    """`company`: as registered; `matched`: the name of the company they count for, if any.

    `came`: whether they were in at least one session while it was on. Which ones, and how long,
    is not told of a person.
    """

    name: str
    company: str
    company_id: int | None
    matched: str | None
    partner_type: PartnerType
    country: str
    job: Job
    registered_at: datetime
    confirmed_at: datetime | None
    came: bool


@dataclass(frozen=True)
class PeopleView:
    rows: tuple[PersonRow, ...]
    part: Part
    confirmed: int
    choice: Choice


async def people(db: AsyncSession, event_id: int, regions: Regions, choice: Choice) -> PeopleView:
    """The wished page of those wanted."""
    found = _wanted(event_id, regions, choice)
    counts = select(func.count(found.c.id), func.count(found.c.confirmed_at))
    total, confirmed = (await db.execute(counts)).one()
    part = Part(choice.page, total)
    rows = await _rows(db, found, choice, part.offset, PAGE_ROWS)
    return PeopleView(tuple(rows), part, confirmed, choice)


async def all_people(
    db: AsyncSession, event_id: int, regions: Regions, choice: Choice
) -> Sequence[PersonRow]:
    return await _rows(db, _wanted(event_id, regions, choice), choice, 0, ROWS)


async def countries(db: AsyncSession, event_id: int, regions: Regions) -> Sequence[str]:
    """The codes of those that anybody has registered from."""
    query = with_company(select(Registration.country).select_from(Registration))
    shown = query.where(Registration.event_id == event_id, looked_after(regions))
    return (await db.scalars(shown.distinct())).all()


async def company_name(db: AsyncSession, regions: Regions, company_id: str) -> str:
    """For the filter's label; "" for none."""
    if not company_id:
        return ""
    query = select(COMPANY.name).where(COMPANY.id == int(company_id), looked_after(regions))
    return await db.scalar(query) or ""


async def _rows(
    db: AsyncSession, found: Subquery, choice: Choice, offset: int, limit: int
) -> list[PersonRow]:
    shown = [column for column in found.c if column.name != "id"]
    query = select(*shown).order_by(*_order(found, choice.sort)).offset(offset).limit(limit)
    return [PersonRow(**row) for row in (await db.execute(query)).mappings()]


def _wanted(event_id: int, regions: Regions, choice: Choice) -> Subquery:
    query = with_company(
        select(
            Registration.id,
            Person.name,
            Registration.company,
            COMPANY.id.label("company_id"),
            COMPANY.name.label("matched"),
            Registration.partner_type,
            Registration.country,
            Registration.job,
            Registration.registered_at,
            Registration.confirmed_at,
            was_there(event_id).label("came"),
        )
        .select_from(Registration)
        .join(Person, Person.id == Registration.person_id)
    )
    shown = query.where(Registration.event_id == event_id, looked_after(regions))
    return shown.where(*_conditions(event_id, choice)).subquery()


def _conditions(event_id: int, choice: Choice) -> list[ColumnElement[bool]]:
    """Of the filters in force."""
    facts = {
        "confirmed": Registration.confirmed_at.is_not(None),
        "came": was_there(event_id),
        "matched": COMPANY.id.is_not(None),
    }
    columns = {"type": Registration.partner_type, "country": Registration.country}
    wanted = choice.wanted
    return [
        *(_is(fact, wanted[name] == YES) for name, fact in facts.items() if name in wanted),
        *(column == wanted[name] for name, column in columns.items() if name in wanted),
        *([COMPANY.id == int(wanted["company"])] if "company" in wanted else []),
        *holds(choice.text, Person.name, Registration.company, COMPANY.name),
    ]


def _is(fact: ColumnElement[bool], is_so: bool) -> ColumnElement[bool]:
    return fact if is_so else ~fact


def _order(found: Subquery, sort: str) -> list[ColumnElement[Any]]:
    company = letters(func.coalesce(found.c.matched, found.c.company))
    first: dict[str, ColumnElement[Any]] = {
        "company": company,
        "country": found.c.country,
        "newest": found.c.registered_at.desc(),
    }
    by_name = [letters(found.c.name), found.c.id]
    return [first[sort], *by_name] if sort else by_name
