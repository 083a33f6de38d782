"""Who may come in to an event's sessions: watch, read, and, once confirmed, take part."""

from collections.abc import Container, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer, require_confirmed
from conference.accounts.models import Reach
from conference.agenda.models import Event
from conference.agenda.visibility import require_visible
from conference.errors import Forbidden, SignInNeeded
from conference.i18n import _
from conference.registration.queries import attendees


async def is_admitted(db: AsyncSession, viewer: Viewer | None, event_id: int) -> bool:
    """To watch and read: whoever registered, confirmed or not, and whoever has a role here."""
    (found,) = await are_admitted(db, [viewer], event_id)
    return found


async def are_admitted(
    db: AsyncSession, viewers: Sequence[Viewer | None], event_id: int
) -> list[bool]:
    """The same for many at once."""
    confirmed = [viewer for viewer in viewers if viewer and viewer.reach != Reach.WAITING]
    without_role = [viewer for viewer in confirmed if not viewer.has_role_at(event_id)]
    people = {viewer.person_id for viewer in without_role if viewer.person_id is not None}
    registered = await attendees(db, event_id, people) if people else set()
    return [is_in(viewer, event_id, registered) for viewer in viewers]


async def admitted(db: AsyncSession, asked: Sequence[tuple[Viewer | None, int]]) -> list[bool]:
    """For `gathered`: of viewers, each at an event."""
    found = dict.fromkeys(range(len(asked)), False)
    for event_id in {at for _viewer, at in asked}:
        there = [place for place, (_viewer, at) in enumerate(asked) if at == event_id]
        are_in = await are_admitted(db, [asked[place][0] for place in there], event_id)
        found.update(zip(there, are_in, strict=True))
    return [*found.values()]


async def require_admitted(db: AsyncSession, viewer: Viewer | None, event_id: int) -> None:
    """Raises SignInNeeded; of a draft NotFound, as for others it is not there."""
    if not await is_admitted(db, viewer, event_id):
        await _require_visible(db, viewer, event_id)
        raise SignInNeeded(_("Please register first, or open the link we have mailed to you."))


async def require_attendee(db: AsyncSession, viewer: Viewer | None, event_id: int) -> Viewer:
    """To ask and upvote: admitted, and the mailed link opened. Of a draft it raises NotFound."""
    may_come_in = await is_admitted(db, viewer, event_id)
    if not may_come_in:
        await _require_visible(db, viewer, event_id)
    confirmed = require_confirmed(viewer)
    if not may_come_in:
        raise Forbidden(_("You are not registered for this event yet. Please register first."))
    return confirmed


def is_in(viewer: Viewer | None, event_id: int, registered: Container[int | None]) -> bool:
    """`registered`: ids of people, as `registration.queries.attendees` finds them."""
    if viewer is None:
        return False
    if viewer.reach == Reach.WAITING:
        return viewer.event_id == event_id
    return viewer.has_role_at(event_id) or viewer.person_id in registered


async def _require_visible(db: AsyncSession, viewer: Viewer | None, event_id: int) -> None:
    require_visible(await db.get_one(Event, event_id), viewer)
