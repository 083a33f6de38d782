"""Questions over HTTP for moderators: their page, their lists, and what they decide."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, Router, WebSocket, get, route, websocket
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer, require, signed_in_only
from conference.accounts.models import RoleKind
from conference.accounts.sockets import serve_viewer
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.db import Database
from conference.live import Live, Topic
from conference.qa import decision_routes, moderation, queries
from conference.qa.lists import MODERATED
from conference.qa.models import QuestionState
from conference.qa.queries import BoardView, Place
from conference.web import (
    SWITCH,
    AnyRequest,
    answer,
    html,
    morph,
    page,
)
from conference.web.templates import render_macro


async def moderated_session(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Place:
    """The session, for those who moderate it; NotFound for all others."""
    place = await queries.place(db, session_id)
    require(viewer, RoleKind.MODERATOR, place.event_id, session_id)
    return place


async def moderator_of_question(
    question_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Viewer:
    place = await queries.place_of(db, question_id)
    return require(viewer, RoleKind.MODERATOR, place.event_id, place.session_id)


GUARDS = {
    "moderated": Provide(moderated_session),
    "moderator": Provide(moderator_of_question),
}


@get("/sessions/{session_id:int}/moderation", name="moderation")
async def show_moderation(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderated: NamedDependency[Place],
) -> Response[str]:
    return page(
        request,
        "qa/moderation.html",
        event=masthead(await db.get_one(Event, moderated.event_id)),
        place=moderated,
        board=await _board(db, session_id),
        watching=await queries.watching(db, session_id),
    )


@get("/sessions/{session_id:int}/moderation/questions", name="moderated_questions")
async def show_moderated(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderated: NamedDependency[Place],
) -> Response[str]:
    view = await _board(db, session_id)
    watching = await queries.watching(db, session_id)
    switches = morph("moderated-switches", MODERATED, "switches", view).html()
    audience = morph("moderated-audience", MODERATED, "audience", watching).html()
    return html(f"{render_macro(MODERATED, 'region', view)}{switches}{audience}")


@websocket("/sessions/{session_id:int}/moderation/live", name="moderation_live")
async def serve_moderators(
    socket: WebSocket[Any, Any, Any],
    session_id: FromPath[int],
    database: NamedDependency[Database],
    live: NamedDependency[Live],
    viewer: NamedDependency[Viewer | None],
) -> None:
    async def may_moderate(db: AsyncSession, viewers: Sequence[Viewer | None]) -> list[bool]:
        role = RoleKind.MODERATOR, (await queries.place(db, session_id)).event_id, session_id
        return [now is not None and now.has(*role) for now in viewers]

    topic = Topic(f"session/{session_id}/moderators")
    await serve_viewer(socket, topic, viewer, may_moderate, live=live, database=database)


@route("/sessions/{session_id:int}/questions/opening", name="open_questions", **SWITCH)
async def open_board(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderated: NamedDependency[Place],
) -> Response[Any]:
    await moderation.set_open(db, session_id, is_open=request.method == "PUT")
    return await _switched(request, db, session_id)


@route("/sessions/{session_id:int}/questions/moderation", name="moderate_questions", **SWITCH)
async def moderate_board(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderated: NamedDependency[Place],
) -> Response[Any]:
    await moderation.set_moderated(db, session_id, is_moderated=request.method == "PUT")
    return await _switched(request, db, session_id)


async def _board(db: AsyncSession, session_id: int) -> BoardView:
    return await queries.board(db, session_id, QuestionState)


async def _switched(request: AnyRequest, db: AsyncSession, session_id: int) -> Response[Any]:
    view = await queries.board(db, session_id)
    shown = morph("moderated-switches", MODERATED, "switches", view)
    return answer(request, [shown], to=f"/sessions/{session_id}/moderation")


ROUTES = (
    Router(
        "/",
        guards=[signed_in_only],
        dependencies=GUARDS,
        route_handlers=[
            *decision_routes.HANDLERS,
            show_moderation,
            show_moderated,
            serve_moderators,
            open_board,
            moderate_board,
        ],
    ),
)
