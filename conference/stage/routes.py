"""The live page of a session, what of it is live, and its socket."""

from functools import partial
from typing import Any

from litestar import WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ASGIApp

from conference.accounts.sockets import serve_allowed
from conference.registration.admission import are_admitted
from conference.registration.rooms import ROOMS, Rooms
from conference.stage import queries
from conference.stage.pages import SessionPages
from conference.web import AnyRequest
from conference.web.log import ANONYMOUS
from conference.web.packed import PACKED


@get("/sessions/{session_id:int}", name="session", opt=ANONYMOUS | PACKED)
async def show_session(request: AnyRequest, session_id: FromPath[int]) -> ASGIApp:
    """Anonymous in the log: the browser comes here right after it has asked or answered."""
    return (await SessionPages.seen_by(request).shown(request, session_id)).answer(request)


@get("/sessions/{session_id:int}/regions", name="session_regions", opt=ANONYMOUS | PACKED)
async def show_regions(request: AnyRequest, session_id: FromPath[int]) -> ASGIApp:
    return await SessionPages.seen_by(request).regions(request, session_id)


@websocket("/sessions/{session_id:int}/live", name="session_live", dependencies=ROOMS)
async def serve_session(
    socket: WebSocket[Any, Any, Any], session_id: FromPath[int], rooms: NamedDependency[Rooms]
) -> None:
    viewer = rooms.viewer
    event_id = await rooms.admitted_at(session_id)
    await serve_allowed(
        socket,
        queries.topics(session_id, event_id),
        viewer,
        partial(are_admitted, event_id=event_id),
        live=rooms.live,
        database=rooms.database,
        come=partial(rooms.stays.come, session_id, viewer.person_id if viewer else None),
    )


ROUTES = (
    show_session,
    show_regions,
    serve_session,
)
