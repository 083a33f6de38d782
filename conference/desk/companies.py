"""The companies of those who have registered: how many people of each, and who of them came."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Regions
from conference.db import plain
from conference.desk.attended import watched
from conference.desk.listing import Choice, Known, Part, one_of
from conference.desk.matching import COMPANY, NAME, SPELLING, looked_after, with_company
from conference.registration.models import Registration

KNOWN: Known = {"came": one_of("yes", "no"), "matched": one_of("yes", "no")}
SORTS = ("name", "people", "minutes")


@dataclass(frozen=True)
class CompanyRow:
    """`id`: None where nothing was matched; then `name` is what its people have typed.

    `came`: of the `confirmed`, who were in at least one session. `seconds`: of all of them.
    """

    id: int | None
    name: str
    people: int
    confirmed: int
    came: int
    seconds: int

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


@dataclass(frozen=True)
class CompaniesView:
    """`people`, `confirmed`, `came`: over all companies that are wanted, not only this page's."""

    rows: tuple[CompanyRow, ...]
    part: Part
    people: int
    confirmed: int
    came: int
    choice: Choice


async def companies(
    db: AsyncSession, event_id: int, regions: Regions, choice: Choice
) -> CompaniesView:
    found = await all_companies(db, event_id, regions, choice)
    part = Part(choice.page, len(found))
    return CompaniesView(
        rows=tuple(part.of(found)),
        part=part,
        people=sum(row.people for row in found),
        confirmed=sum(row.confirmed for row in found),
        came=sum(row.came for row in found),
        choice=choice,
    )


async def all_companies(
    db: AsyncSession, event_id: int, regions: Regions, choice: Choice
) -> Sequence[CompanyRow]:
    """Those wanted, sorted. A company has few facts, so they are chosen from here, not in SQL."""
    seconds = watched(event_id, by_session=False)
    query = with_company(
        select(
            COMPANY.id,
            NAME,
            func.count(Registration.id),
            func.count(Registration.confirmed_at),
            func.count(seconds.c.person_id),
            cast(func.coalesce(func.sum(seconds.c.seconds), 0), Integer),
        )
        .select_from(Registration)
        .outerjoin(
            seconds,
            (seconds.c.person_id == Registration.person_id)
            & Registration.confirmed_at.is_not(None),
        )
    )
    shown = query.where(Registration.event_id == event_id, looked_after(regions))
    grouped = shown.group_by(COMPANY.id, SPELLING)
    rows = [CompanyRow(*row) for row in await db.execute(grouped)]
    wanted = [row for row in rows if _is_wanted(row, choice)]
    return sorted(wanted, key=lambda row: (_rank(row, choice.sort), plain(row.name), row.name))


def _is_wanted(row: CompanyRow, choice: Choice) -> bool:
    facts = {"came": row.came > 0, "matched": row.id is not None}
    is_wanted = all(facts[name] == (value == "yes") for name, value in choice.wanted.items())
    return is_wanted and all(word in plain(row.name) for word in plain(choice.text).split())


def _rank(row: CompanyRow, sort: str) -> int:
    """The most first, where it is sorted by a number."""
    return -{"people": row.people, "minutes": row.seconds}.get(sort, 0)
