"""The organisers' pages over HTTP, all under /manage, and the guard of each page of an event."""

from typing import Any

from litestar import Router

from conference.accounts.guards import signed_in_only
from conference.organise import (
    announcement_routes,
    day_routes,
    event_routes,
    export_routes,
    import_routes,
    log_routes,
    people_routes,
    room_routes,
    schedule_routes,
    session_routes,
    speaker_routes,
    upload_routes,
)
from conference.organise.access import GUARDS, organisers_only

ROUTES: tuple[Any, ...] = (
    Router(
        "/",
        guards=[signed_in_only, organisers_only],
        dependencies=GUARDS,
        route_handlers=[
            *event_routes.OF_NO_EVENT,
            *event_routes.HANDLERS,
            *room_routes.HANDLERS,
            *session_routes.HANDLERS,
            *day_routes.HANDLERS,
            *speaker_routes.HANDLERS,
            *upload_routes.HANDLERS,
            *schedule_routes.HANDLERS,
            *people_routes.HANDLERS,
            *import_routes.HANDLERS,
            *export_routes.HANDLERS,
            *announcement_routes.HANDLERS,
            *log_routes.HANDLERS,
        ],
    ),
)
