"""The desk over HTTP: where it begins, and the guard of every page of an event."""

from typing import Any

from litestar import Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Regions, Viewer, require_anywhere, signed_in_only
from conference.accounts.models import RoleKind
from conference.agenda.editions import current_event
from conference.agenda.models import Event, EventState
from conference.desk import (
    feedback_routes,
    list_routes,
    live_routes,
    mood_routes,
    session_routes,
)
from conference.desk.access import staff_event, staffed_events


async def staffed_event(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Event:
    """For its channel staff; NotFound for all others."""
    return await staff_event(db, viewer, slug)


async def staff(viewer: NamedDependency[Viewer | None]) -> Viewer:
    return require_anywhere(viewer, RoleKind.CHANNEL_STAFF)


def limit(staffed: NamedDependency[Event], staff: NamedDependency[Viewer]) -> Regions:
    """The regions whose companies they see. Released figures, as those of the mood, are the same
    for every role (privacy.md), so their pages do not ask for it."""
    return staff.regions(staffed.id)


GUARDS = {
    "staffed": Provide(staffed_event),
    "staff": Provide(staff),
    "regions": Provide(limit, sync_to_thread=False),
}


@get("/desk", name="desk", guards=[signed_in_only])
async def open_desk(
    db: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer | None]
) -> Redirect:
    """The current event's, or the last one of those that are theirs."""
    staffed = staffed_events(viewer)
    current = await current_event(db)
    if current is None or current.id not in staffed:
        theirs = select(Event).where(Event.id.in_(staffed))
        latest = theirs.order_by(Event.state == EventState.REHEARSAL, Event.starts_on.desc())
        current = (await db.scalars(latest.limit(1))).one()
    return Redirect(f"/desk/events/{current.slug}/mood", status_code=303)


ROUTES: tuple[Any, ...] = (
    open_desk,
    Router(
        "/",
        guards=[signed_in_only],
        dependencies=GUARDS,
        route_handlers=[
            *mood_routes.HANDLERS,
            *session_routes.HANDLERS,
            *list_routes.HANDLERS,
            *feedback_routes.HANDLERS,
            *live_routes.HANDLERS,
        ],
    ),
)
