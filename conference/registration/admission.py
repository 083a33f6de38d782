"""Who may come in to an event's sessions: watch, read, and, once confirmed, take part."""

from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer, require_confirmed
from conference.accounts.models import Reach
from conference.agenda.models import Event
from conference.agenda.visibility import require_visible
from conference.errors import Forbidden, SignInNeeded
from conference.i18n import _
from conference.registration.queries import is_attendee


async def is_admitted(db: AsyncSession, viewer: Viewer | None, event_id: int) -> bool:
    """To watch and read: whoever registered, confirmed or not, and whoever has a role here."""
    if viewer is None:
        return False
    if viewer.reach == Reach.WAITING:
        return viewer.event_id == event_id
    return viewer.has_role_at(event_id) or await is_attendee(db, event_id, viewer.person_id)


async def require_admitted(db: AsyncSession, viewer: Viewer | None, event_id: int) -> None:
    """Raises SignInNeeded; of a draft NotFound, as for others it is not there."""
    if not await is_admitted(db, viewer, event_id):
        await _require_visible(db, viewer, event_id)
        raise SignInNeeded(_("Please register first, or open the link we have mailed to you."))


async def require_attendee(db: AsyncSession, viewer: Viewer | None, event_id: int) -> Viewer:
    """To ask and upvote: admitted, and the mailed link opened. Of a draft it raises NotFound."""
    is_in = await is_admitted(db, viewer, event_id)
    if not is_in:
        await _require_visible(db, viewer, event_id)
    confirmed = require_confirmed(viewer)
    if not is_in:
        raise Forbidden(_("You are not registered for this event yet. Please register first."))
    return confirmed


async def _require_visible(db: AsyncSession, viewer: Viewer | None, event_id: int) -> None:
    require_visible(await db.get_one(Event, event_id), viewer)
