"""What routes work with that take answers in thousands: who votes, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar.di import Provide
from litestar.types import Scope
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.db import Database
from conference.partners.queries import companies_of
from conference.privacy import KeyFolder
from conference.registration.admission import admitted
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
    are_in = await admitted(db, asked)
    people = [viewer.person_id if viewer else None for viewer, _ in asked]
    companies = await companies_of(db, {person for person in people if person is not None})
    return [
        Voter(is_in, companies.get(person or 0))
        for is_in, person in zip(are_in, people, strict=True)
    ]


def _find_voting(scope: Scope) -> Voting:
    parts: Any = scope["state"]["parts"]
    shared = parts["database"], parts["keys"], parts["limits"]
    return Voting(*shared, scope["state"].get("viewer"))


VOTING = {"voting": Provide(_find_voting, sync_to_thread=False)}
