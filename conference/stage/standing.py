"""How one viewer stands to a session: all that its page shows them and not everybody."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.accounts.models import RoleKind
from conference.agenda.bookmarks import bookmarks_of
from conference.partners.queries import companies_of
from conference.privacy import KeyFolder
from conference.qa.own import Own, owns_of
from conference.registration.admission import are_admitted
from conference.sentiment.framed import Voter

NOTHING = Own()


@dataclass(frozen=True)
class Asking:
    """`viewer`: None for who is not signed in."""

    session_id: int
    event_id: int
    viewer: Viewer | None
    keys: KeyFolder


@dataclass(frozen=True)
class Standing:
    """`is_confirmed`: may take part. `bookmarked`: ids of the event's sessions; None where nobody
    is known to have an agenda. `company_id`: whom they count for."""

    is_admitted: bool = False
    is_confirmed: bool = False
    may_moderate: bool = False
    bookmarked: frozenset[int] | None = None
    company_id: int | None = None
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
    session_id, event_id, keys = asked[0].session_id, asked[0].event_id, asked[0].keys
    viewers = [each.viewer for each in asked]
    are_in = await are_admitted(db, viewers, event_id)
    known = {viewer.person_id for viewer in viewers if viewer and viewer.person_id is not None}
    taking_part = {
        viewer.person_id
        for viewer, is_in in zip(viewers, are_in, strict=True)
        if is_in and viewer and viewer.person_id is not None
    }
    bookmarks = await bookmarks_of(db, known, event_id) if known else {}
    companies = await companies_of(db, taking_part) if taking_part else {}
    owns = await owns_of(db, keys, session_id, event_id, taking_part) if taking_part else {}

    def standing(viewer: Viewer | None, *, is_in: bool) -> Standing:
        person_id = viewer.person_id if viewer else None
        return Standing(
            is_admitted=is_in,
            is_confirmed=is_in and person_id is not None,
            may_moderate=_may_moderate(viewer, event_id, session_id),
            bookmarked=None if person_id is None else bookmarks[person_id],
            company_id=companies.get(person_id or 0),
            own=owns.get(person_id or 0, NOTHING),
        )

    return {
        each: standing(each.viewer, is_in=is_in) for each, is_in in zip(asked, are_in, strict=True)
    }


def _may_moderate(viewer: Viewer | None, event_id: int, session_id: int) -> bool:
    return viewer is not None and viewer.has(RoleKind.MODERATOR, event_id, session_id)
