"""Polls and feedback by session, over HTTP. Each asks for `staffed` (see `routes`)."""

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.models import Event
from conference.desk.sessions import sessions
from conference.web import AnyRequest, html, page
from conference.web.templates import render_macro

MACROS = "desk/_sessions.html"


@get("/desk/events/{slug:str}/sessions", name="desk_sessions")
async def show_sessions(
    request: AnyRequest, db: NamedDependency[AsyncSession], staffed: NamedDependency[Event]
) -> Response[str]:
    view = await sessions(db, staffed)
    return page(request, "desk/sessions.html", event=view.event, view=view)


@get("/desk/events/{slug:str}/sessions/reports", name="desk_session_reports")
async def show_reports(
    db: NamedDependency[AsyncSession], staffed: NamedDependency[Event]
) -> Response[str]:
    return html(render_macro(MACROS, "region", await sessions(db, staffed)))


HANDLERS = (show_sessions, show_reports)
