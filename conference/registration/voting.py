"""What routes work with that take answers in thousands: who votes, and what is known of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from litestar.di import Provide
from litestar.types import Scope
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.db import Database, United
from conference.partners.queries import counting_for
from conference.privacy import KeyFolder
from conference.registration.admission import is_in
from conference.registration.queries import attending
from conference.web.limits import Limits

FACTS = United(attending, counting_for)
Facts = Mapping[int, Set[int]]


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
    people: dict[int, set[int]] = defaultdict(set)
    for viewer, event_id in asked:
        if viewer and viewer.person_id is not None:
            people[event_id].add(viewer.person_id)
    facts = {
        event_id: await FACTS.read(db, {"event_id": event_id, "person_ids": list(people[event_id])})
        for event_id in {event_id for _, event_id in asked}
    }
    return [_voter(viewer, event_id, *facts[event_id]) for viewer, event_id in asked]


def _voter(
    viewer: Viewer | None,
    event_id: int,
    registered: Facts,
    companies: Facts,
) -> Voter:
    theirs = companies.get(viewer.person_id or 0, ()) if viewer else ()
    return Voter(is_in(viewer, event_id, registered), min(theirs, default=None))


def _find_voting(scope: Scope) -> Voting:
    parts: Any = scope["state"]["parts"]
    shared = parts["database"], parts["keys"], parts["limits"]
    return Voting(*shared, scope["state"].get("viewer"))


VOTING = {"voting": Provide(_find_voting, sync_to_thread=False)}
