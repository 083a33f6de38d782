"""How one viewer stands to a session: all that its page shows them and not everybody."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.accounts.models import RoleKind
from conference.agenda.bookmarks import bookmarking
from conference.db import United
from conference.partners.queries import counting_for
from conference.privacy import KeyFolder
from conference.qa.own import Own, owns_with, upvoting
from conference.registration.admission import is_in
from conference.registration.queries import attending
from conference.sentiment.framed import Voter

FACTS = United(attending, bookmarking, counting_for, upvoting)
NOTHING, NONE, NOBODY = Own(), frozenset[int](), 0


class Asking(NamedTuple):
    session_id: int
    event_id: int
    viewer: Viewer
    keys: KeyFolder


@dataclass(frozen=True)
class Standing:
    """`is_confirmed`: may take part. `bookmarked`: ids of the event's sessions; None where nobody
    is known to have an agenda. `company_id`: whom they count for; a page shows no more of it than
    whether they do, and a standing is the same one whatever it is."""

    is_admitted: bool = False
    is_confirmed: bool = False
    may_moderate: bool = False
    bookmarked: frozenset[int] | None = None
    company_id: int | None = field(default=None, compare=False)
    own: Own = NOTHING

    @property
    def voter(self) -> Voter:
        return Voter(self.is_confirmed, self.company_id)

    def has_bookmarked(self, session_id: int) -> bool | None:
        return None if self.bookmarked is None else session_id in self.bookmarked


async def standings(db: AsyncSession, asked: Sequence[Asking]) -> list[Standing]:
    """For `gathered`."""
    by_session: dict[tuple[int, int, KeyFolder], list[Asking]] = defaultdict(list)
    for each in asked:
        by_session[each.session_id, each.event_id, each.keys].append(each)
    found: dict[Asking, Standing] = {}
    for some in by_session.values():
        found.update(await _in_session(db, some))
    return [found[each] for each in asked]


async def _in_session(db: AsyncSession, asked: Sequence[Asking]) -> Mapping[Asking, Standing]:
    session_id, event_id, _, keys = asked[0]
    people = {each.viewer.person_id for each in asked if each.viewer.person_id is not None}
    whose = {"session_id": session_id, "event_id": event_id, "person_ids": list(people)}
    registered, bookmarked, companies, upvoted = await FACTS.read(db, whose)
    are_in = [is_in(each.viewer, event_id, registered) for each in asked]
    taking_part = {
        each.viewer.person_id
        for each, may_come_in in zip(asked, are_in, strict=True)
        if may_come_in and each.viewer.person_id is not None
    }
    by_them = {id_: upvoted.get(id_, NONE) for id_ in taking_part}
    owns = await owns_with(db, keys, session_id, event_id, by_them) if by_them else {}

    def standing(viewer: Viewer, *, may_come_in: bool) -> Standing:
        id_ = viewer.person_id or NOBODY
        # The same person may have come in another way, too, and by that be in.
        takes_part = may_come_in and id_ in taking_part
        return Standing(
            is_admitted=may_come_in,
            is_confirmed=takes_part,
            may_moderate=viewer.has(RoleKind.MODERATOR, event_id, session_id),
            bookmarked=frozenset(bookmarked.get(id_, NONE)) if viewer.is_confirmed else None,
            company_id=min(companies.get(id_, NONE), default=None) if takes_part else None,
            own=owns.get(id_, NOTHING) if takes_part else NOTHING,
        )

    return {
        each: standing(each.viewer, may_come_in=may_come_in)
        for each, may_come_in in zip(asked, are_in, strict=True)
    }
