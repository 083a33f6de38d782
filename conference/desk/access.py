"""Who may see the desk: an event's channel staff, and nobody else, whatever else they may do."""

from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer, require, require_anywhere
from conference.accounts.models import RoleKind
from conference.agenda.editions import event_by_slug
from conference.agenda.models import Event


async def staff_event(db: AsyncSession, viewer: Viewer | None, slug: str) -> Event:
    """Raises NotFound, to others just as for an event that is not there."""
    event = await event_by_slug(db, slug, viewer)
    require(viewer, RoleKind.CHANNEL_STAFF, event.id)
    return event


def is_staff(viewer: Viewer | None, event_id: int) -> bool:
    """For sockets, which ask again and again."""
    return viewer is not None and viewer.has(RoleKind.CHANNEL_STAFF, event_id)


def is_limited(viewer: Viewer | None, event_id: int) -> bool:
    """To companies of some regions."""
    return viewer is None or viewer.regions(event_id) is not None


def staffed_events(viewer: Viewer | None) -> frozenset[int]:
    """The ids of the events whose channel staff they are. Raises NotFound to all others."""
    grants = require_anywhere(viewer, RoleKind.CHANNEL_STAFF).grants
    staffed = [grant for grant in grants if grant.kind == RoleKind.CHANNEL_STAFF]
    return frozenset(grant.event_id for grant in staffed if grant.event_id is not None)


def wholly_staffed_events(viewer: Viewer | None) -> frozenset[int]:
    """Those of them where they look after all regions. Raises NotFound as above."""
    return frozenset(id_ for id_ in staffed_events(viewer) if not is_limited(viewer, id_))
