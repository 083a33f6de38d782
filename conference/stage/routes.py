"""The live page of a session, its audience, and its socket."""

from functools import partial
from typing import Any

from litestar import WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ASGIApp
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.sockets import serve_allowed
from conference.agenda.announcements import in_session
from conference.qa.queries import place
from conference.registration.admission import are_admitted
from conference.registration.rooms import REGION, ROOMS, Rooms
from conference.stage import queries
from conference.stage.pages import SessionPages
from conference.web import AnyRequest
from conference.web.log import ANONYMOUS
from conference.web.packed import PACKED
from conference.web.templates import render_macro


@get("/sessions/{session_id:int}", name="session", opt=ANONYMOUS | PACKED)
async def show_session(request: AnyRequest, session_id: FromPath[int]) -> ASGIApp:
    """Anonymous in the log: the browser comes here right after it has asked or answered."""
    return (await SessionPages.seen_by(request).shown(request, session_id)).answer(request)


@get("/sessions/{session_id:int}/audience", name="audience", **REGION)
async def show_audience(
    request: AnyRequest, session_id: FromPath[int], rooms: NamedDependency[Rooms]
) -> ASGIApp:
    async def render(db: AsyncSession) -> str:
        crowd = await queries.audience(db, session_id)
        return render_macro("stage/_stage.html", "audience_region", session_id, crowd)

    return await rooms.region(request, session_id, "audience", render)


@get("/sessions/{session_id:int}/screen", name="screen", **REGION)
async def show_screen(
    request: AnyRequest, session_id: FromPath[int], rooms: NamedDependency[Rooms]
) -> ASGIApp:
    async def render(db: AsyncSession) -> str:
        return render_macro("stage/_stage.html", "screen", await queries.screen(db, session_id))

    return await rooms.region(request, session_id, "screen", render)


@get("/sessions/{session_id:int}/where", name="session_where", **REGION)
async def show_where(
    request: AnyRequest, session_id: FromPath[int], rooms: NamedDependency[Rooms]
) -> ASGIApp:
    """`?id=`: which of the places on the page."""
    wished = request.query_params.get("id", "")
    id_ = wished if wished in queries.WHERE else queries.WHERE[0]

    async def render(db: AsyncSession) -> str:
        session = (await queries.screen(db, session_id)).session
        return render_macro("stage/_stage.html", "where", session, session.event.zone, id_)

    return await rooms.region(request, session_id, id_, render)


@get("/sessions/{session_id:int}/announcements", name="session_announcements", **REGION)
async def show_in_session(
    request: AnyRequest, session_id: FromPath[int], rooms: NamedDependency[Rooms]
) -> ASGIApp:
    async def render(db: AsyncSession) -> str:
        shown = await in_session(db, (await place(db, session_id)).event_id, session_id)
        return render_macro("agenda/_announcements.html", "region", shown)

    return await rooms.region(request, session_id, "announcements", render)


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
    show_audience,
    show_screen,
    show_where,
    show_in_session,
    serve_session,
)
