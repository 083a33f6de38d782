"""The live page of a session, its audience, and its socket."""

from typing import Any

from litestar import Response, WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.accounts.guards import Viewer
from conference.accounts.queries import current_viewer
from conference.db import Database
from conference.errors import NotFound
from conference.live import Live
from conference.privacy import KeyFolder
from conference.qa.queries import place
from conference.registration.admission import is_admitted, require_admitted
from conference.stage import queries
from conference.web import AnyRequest, html, page
from conference.web.templates import render_macro


@get("/sessions/{session_id:int}", name="session")
async def show_session(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    keys: NamedDependency[KeyFolder],
) -> Response[str]:
    view = await queries.stage(db, keys, session_id, viewer)
    return page(request, "stage/session.html", event=view.session.event, stage=view)


@get("/sessions/{session_id:int}/audience", name="audience")
async def show_audience(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    await require_admitted(db, viewer, (await place(db, session_id)).event_id)
    count = await queries.audience(db, session_id)
    return html(render_macro("stage/_stage.html", "audience_region", session_id, count))


@websocket("/sessions/{session_id:int}/live", name="session_live")
async def serve_session(
    socket: WebSocket[Any, Any, Any],
    session_id: FromPath[int],
    database: NamedDependency[Database],
    live: NamedDependency[Live],
    viewer: NamedDependency[Viewer | None],
) -> None:
    async def is_allowed() -> bool:
        async with database.reading() as db:
            now = await current_viewer(db, viewer)
            return await is_admitted(db, now, (await place(db, session_id)).event_id)

    if not await is_allowed():
        raise NotFound
    await live.serve(
        socket,
        [queries.room(session_id)],
        locale=i18n.locale(),
        owners=viewer.owners if viewer else (),
        is_allowed=is_allowed,
    )


ROUTES = (show_session, show_audience, serve_session)
