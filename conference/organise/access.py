"""Who may organise: an event's organisers, and admins. To others its pages are not there."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer, require
from conference.accounts.models import RoleKind
from conference.agenda.editions import event_by_slug
from conference.agenda.models import Event
from conference.errors import NotFound


async def organised_event(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Event:
    """The event of a path, for its organisers; NotFound for all others."""
    event = await event_by_slug(db, slug, viewer)
    require(viewer, RoleKind.ORGANISER, event.id)
    return event


def organisers_only(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """A guard for what belongs to no event yet, and so that nothing of a request is read before."""
    if not may_organise(connection.scope["state"].get("viewer")):
        raise NotFound


def may_organise(viewer: Viewer | None) -> bool:
    """Any event: who does may add another."""
    wide = (RoleKind.ORGANISER, RoleKind.ADMIN)
    return viewer is not None and any(viewer.has_anywhere(kind) for kind in wide)


async def organised_events(db: AsyncSession, viewer: Viewer) -> list[Event]:
    """The latest first."""
    events = await db.scalars(select(Event).order_by(Event.starts_on.desc(), Event.id.desc()))
    return [event for event in events if viewer.has(RoleKind.ORGANISER, event.id)]


# Each route asks for `organised`, and so for the right to see it.
GUARDS = {"organised": Provide(organised_event)}
