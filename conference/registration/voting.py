"""What routes work with that take answers in thousands: who votes, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.db import Database
from conference.partners.queries import companies_of
from conference.privacy import KeyFolder
from conference.registration.admission import are_admitted
from conference.web.limits import Limits


@dataclass(frozen=True)
class Voting:
    """In one piece: of several dependencies Litestar resolves each in a task of its own, and that
    alone costs as much as to write an answer."""

    database: Database
    keys: KeyFolder
    limits: Limits
    viewer: Viewer | None


@dataclass(frozen=True)
class Voter:
    """`company_id`: whom they count for at this moment."""

    is_admitted: bool
    company_id: int | None


async def voters(db: AsyncSession, asked: Sequence[tuple[Viewer | None, int]]) -> list[Voter]:
    """Of viewers, each at an event."""
    admitted: set[tuple[Viewer | None, int]] = set()
    for event_id in {at for _, at in asked}:
        viewers = [viewer for viewer, at in asked if at == event_id]
        are_in = await are_admitted(db, viewers, event_id)
        admitted |= {(each, event_id) for each, is_in in zip(viewers, are_in, strict=True) if is_in}
    people = [viewer.person_id if viewer else None for viewer, _ in asked]
    companies = await companies_of(db, {person for person in people if person is not None})
    return [
        Voter(each in admitted, companies.get(person or 0))
        for each, person in zip(asked, people, strict=True)
    ]
