"""Questions over HTTP for moderators: their page, their lists, and what they decide."""

from typing import Any

from litestar import HttpMethod, Response, Router, WebSocket, get, put, route, websocket
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer, require
from conference.accounts.models import RoleKind
from conference.accounts.sockets import serve_viewer
from conference.agenda.models import Event
from conference.agenda.queries import masthead
from conference.db import Database
from conference.errors import NotFound, Refused
from conference.live import Live, Topic
from conference.qa import moderation, queries
from conference.qa.lists import list_of
from conference.qa.models import QuestionState
from conference.qa.queries import BoardView, Place
from conference.web import (
    AnyRequest,
    Form,
    answer,
    html,
    is_htmx,
    morph,
    page,
    read_form,
    upsert,
)
from conference.web.templates import render_macro

MODERATED = "qa/_moderated.html"
# PUT puts something on, DELETE takes it off.
SWITCH: dict[str, Any] = {"http_method": [HttpMethod.PUT, HttpMethod.DELETE], "status_code": 200}


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
    )


@get("/sessions/{session_id:int}/moderation/questions", name="moderated_questions")
async def show_moderated(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderated: NamedDependency[Place],
) -> Response[str]:
    view = await _board(db, session_id)
    switches = morph("moderated-switches", MODERATED, "switches", view)
    return html(f"{render_macro(MODERATED, 'region', view)}{switches.html()}")


@websocket("/sessions/{session_id:int}/moderation/live", name="moderation_live")
async def serve_moderators(
    socket: WebSocket[Any, Any, Any],
    session_id: FromPath[int],
    database: NamedDependency[Database],
    live: NamedDependency[Live],
    viewer: NamedDependency[Viewer | None],
) -> None:
    async def may_moderate(db: AsyncSession, now: Viewer | None) -> bool:
        found = await queries.place(db, session_id)
        return now is not None and now.has(RoleKind.MODERATOR, found.event_id, session_id)

    topic = Topic(f"session/{session_id}/moderators")
    await serve_viewer(socket, topic, viewer, may_moderate, live=live, database=database)


@put("/questions/{question_id:int}/approval", name="approve_question")
async def approve(
    request: AnyRequest,
    question_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderator: NamedDependency[Viewer],
) -> Response[Any]:
    await moderation.approve(db, question_id)
    return await _done(request, db, question_id)


@put("/questions/{question_id:int}/refusal", name="decline_question")
async def decline(
    request: AnyRequest,
    question_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderator: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    reason = form.text("reason", most=moderation.REASON_MOST, required=False)
    form.finish()
    await moderation.decline(db, question_id, reason)
    return await _done(request, db, question_id)


@route("/questions/{question_id:int}/stage", name="stage_question", **SWITCH)
async def stage(
    request: AnyRequest,
    question_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderator: NamedDependency[Viewer],
) -> Response[Any]:
    move = moderation.put_on_stage if request.method == "PUT" else moderation.take_off_stage
    await move(db, question_id)
    return await _done(request, db, question_id)


@put("/questions/{question_id:int}/closure", name="close_question")
async def mark_answered(
    request: AnyRequest,
    question_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderator: NamedDependency[Viewer],
) -> Response[Any]:
    await moderation.mark_answered(db, question_id)
    return await _done(request, db, question_id)


@put("/questions/{question_id:int}/answer", name="answer_question")
async def answer_in_words(
    request: AnyRequest,
    question_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    moderator: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    text = form.text("answer", most=10_000, required=False, lines=True)
    wording = moderation.Wording(text, moderator.person, moderator.name)
    try:
        await moderation.answer(db, question_id, wording, version=_version(form))
    except Refused as refusal:
        # It refuses before it writes.
        if is_htmx(request):
            raise
        return await _answer_again(request, db, question_id, text, refusal)
    return await _done(request, db, question_id)


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


def _version(form: Form) -> int:
    """Of the question as the moderator saw it; 0, which none has, for what is no number."""
    written = form.entered.get("version", "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0


async def _answer_again(
    request: AnyRequest, db: AsyncSession, question_id: int, text: str, refusal: Refused
) -> Response[str]:
    """The form with what was written, under the question as it is now."""
    view = await queries.question(db, question_id)
    place = await queries.place_of(db, question_id)
    return page(
        request,
        "qa/answer.html",
        event=masthead(await db.get_one(Event, place.event_id)),
        status=refusal.status,
        at=f"/sessions/{place.session_id}/moderation",
        question=view,
        text=text,
        error=refusal.at_field,
    )


async def _done(request: AnyRequest, db: AsyncSession, question_id: int) -> Response[Any]:
    await db.flush()
    view = await queries.question(db, question_id)
    if view is None:
        raise NotFound
    shown = [upsert(list_of(view), MODERATED, "item", view)]
    to = f"/sessions/{view.session_id}/moderation#moderated-{question_id}"
    return answer(request, shown, to=to)


async def _switched(request: AnyRequest, db: AsyncSession, session_id: int) -> Response[Any]:
    view = await queries.board(db, session_id)
    shown = morph("moderated-switches", MODERATED, "switches", view)
    return answer(request, [shown], to=f"/sessions/{session_id}/moderation")


ROUTES = (
    Router(
        "/",
        dependencies=GUARDS,
        route_handlers=[
            show_moderation,
            show_moderated,
            serve_moderators,
            approve,
            decline,
            stage,
            mark_answered,
            answer_in_words,
            open_board,
            moderate_board,
        ],
    ),
)
