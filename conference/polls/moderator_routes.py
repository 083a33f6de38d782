"""Polls over HTTP for moderators: their page, and what they decide of one poll."""

from typing import Any

from litestar import Response, get, post, put, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.polls import actions, draft_routes, parts, queries
from conference.polls.guarding import event_of, moderated_answer
from conference.polls.queries import Place
from conference.polls.registered import companies_at
from conference.polls.typed import version_of
from conference.privacy import KeyFolder
from conference.privacy.plan import THRESHOLD
from conference.web import SWITCH, AnyRequest, html, page, read_form
from conference.web.templates import render_macro


@get("/sessions/{session_id:int}/moderation/polls", name="moderated_polls")
async def show_moderated(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    moderated: NamedDependency[Place],
) -> Response[str]:
    return page(
        request,
        "polls/moderation.html",
        event=await event_of(db, moderated),
        place=moderated,
        polls=await queries.moderated(db, moderated.session_id),
        is_small=await companies_at(db, moderated.event_id) < THRESHOLD,
    )


@get("/sessions/{session_id:int}/moderation/polls/all", name="moderated_polls_region")
async def show_region(
    db: NamedDependency[AsyncSession], moderated: NamedDependency[Place]
) -> Response[str]:
    view = await queries.moderated(db, moderated.session_id)
    return html(render_macro(parts.MODERATED, "region", view))


@put("/polls/{poll_id:int}/opening", name="open_poll")
async def open_(
    request: AnyRequest,
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    polled: NamedDependency[Place],
    keys: NamedDependency[KeyFolder],
) -> Response[Any]:
    form = await read_form(request)
    await actions.open_poll(db, keys, poll_id, version=version_of(form))
    return await moderated_answer(request, db, polled, poll_id)


@put("/polls/{poll_id:int}/closure", name="close_poll")
async def close(
    request: AnyRequest,
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    polled: NamedDependency[Place],
) -> Response[Any]:
    await actions.close_poll(db, poll_id)
    return await moderated_answer(request, db, polled, poll_id)


@route("/polls/{poll_id:int}/result", name="show_poll_result", **SWITCH)
async def show_result(
    request: AnyRequest,
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    polled: NamedDependency[Place],
) -> Response[Any]:
    await actions.show_result(db, poll_id, is_shown=request.method == "PUT")
    return await moderated_answer(request, db, polled, poll_id)


@put("/polls/{poll_id:int}/archive", name="archive_poll")
async def archive(
    request: AnyRequest,
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    polled: NamedDependency[Place],
) -> Response[Any]:
    await actions.archive_poll(db, poll_id)
    return await moderated_answer(request, db, polled)


@post("/polls/{poll_id:int}/repeats", name="repeat_poll", status_code=200)
async def repeat(
    request: AnyRequest,
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    polled: NamedDependency[Place],
) -> Response[Any]:
    again_id = await actions.repeat_poll(db, poll_id)
    return await moderated_answer(request, db, polled, again_id)


# Each is guarded by asking for `moderated` or `polled` (see `guarding`).
HANDLERS = (
    *draft_routes.HANDLERS,
    show_moderated,
    show_region,
    open_,
    close,
    show_result,
    archive,
    repeat,
)
