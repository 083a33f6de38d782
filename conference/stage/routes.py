"""The live page of a session, its audience, and its socket."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from litestar import Response, WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.accounts.sockets import serve_viewer
from conference.agenda.announcements import everybody, in_session
from conference.agenda.streams import sources
from conference.db import Database
from conference.live import Live
from conference.privacy import KeyFolder
from conference.qa.drafts import read_draft
from conference.qa.queries import place
from conference.registration.admission import are_admitted, require_admitted
from conference.registration.attendance import Stays
from conference.settings import Settings
from conference.stage import queries
from conference.web import AnyRequest, html, page
from conference.web.headers import content_policy
from conference.web.log import ANONYMOUS
from conference.web.templates import render_macro


@get("/sessions/{session_id:int}", name="session", opt=ANONYMOUS)
async def show_session(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    keys: NamedDependency[KeyFolder],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Anonymous in the log: the browser comes here right after it has asked or answered."""
    said = str(request.query_params.get("said", ""))
    view = await queries.stage(db, keys, session_id, viewer, said)
    draft = read_draft(request.cookies)
    shown = page(request, "stage/session.html", event=view.session.event, stage=view, draft=draft)
    hosts = sources(settings, view.session.event)
    shown.headers["content-security-policy"] = content_policy(hosts)
    return shown


@get("/sessions/{session_id:int}/audience", name="audience", opt=ANONYMOUS)
async def show_audience(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    await require_admitted(db, viewer, (await place(db, session_id)).event_id)
    crowd = await queries.audience(db, session_id)
    return html(render_macro("stage/_stage.html", "audience_region", session_id, crowd))


@get("/sessions/{session_id:int}/screen", name="screen", opt=ANONYMOUS)
async def show_screen(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    view = await queries.screen(db, session_id)
    await require_admitted(db, viewer, view.session.event.id)
    return html(render_macro("stage/_stage.html", "screen", view))


@get("/sessions/{session_id:int}/where", name="session_where", opt=ANONYMOUS)
async def show_where(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    """`?id=`: which of the places on the page."""
    session = (await queries.screen(db, session_id)).session
    await require_admitted(db, viewer, session.event.id)
    wished = request.query_params.get("id", "")
    id_ = wished if wished in queries.WHERE else queries.WHERE[0]
    macro = ("stage/_stage.html", "where")
    return html(render_macro(*macro, session, session.event.zone, id_))


@get("/sessions/{session_id:int}/announcements", name="session_announcements", opt=ANONYMOUS)
async def show_in_session(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    event_id = (await place(db, session_id)).event_id
    await require_admitted(db, viewer, event_id)
    shown = await in_session(db, event_id, session_id)
    return html(render_macro("agenda/_announcements.html", "region", shown))


@websocket("/sessions/{session_id:int}/live", name="session_live")
async def serve_session(
    socket: WebSocket[Any, Any, Any],
    session_id: FromPath[int],
    database: NamedDependency[Database],
    live: NamedDependency[Live],
    stays: NamedDependency[Stays],
    viewer: NamedDependency[Viewer | None],
) -> None:
    async def may_watch(db: AsyncSession, viewers: Sequence[Viewer | None]) -> list[bool]:
        return await are_admitted(db, viewers, event_id)

    async with database.reading() as db:
        event_id = (await place(db, session_id)).event_id
    await serve_viewer(
        socket,
        queries.room(session_id),
        viewer,
        may_watch,
        live=live,
        database=database,
        also=[everybody(event_id)],
        come=partial(stays.come, session_id, viewer.person_id if viewer else None),
    )


ROUTES = (
    show_session,
    show_audience,
    show_screen,
    show_where,
    show_in_session,
    serve_session,
)
