"""Named feedback over HTTP: its lists, one message, and what the channel team does with it.

Each asks for `staffed` and `regions` (see `routes`).
"""

from typing import Any

from litestar import Response, get, put, route
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Regions, Viewer
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.desk import feedback
from conference.errors import NotFound, Refused
from conference.sentiment import actions
from conference.web import SWITCH, AnyRequest, Form, html, page, read_form
from conference.web.templates import render_macro

MACROS = "desk/_feedback.html"


@get("/desk/events/{slug:str}/feedback", name="desk_feedback")
async def list_feedback(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
    staff: NamedDependency[Viewer],
    show: FromQuery[str] = "open",
) -> Response[str]:
    view = await feedback.feedback_list(db, staffed, regions, show, staff.person)
    return page(request, "desk/feedback.html", event=masthead(staffed), regions=regions, view=view)


@get("/desk/events/{slug:str}/feedback/list", name="desk_feedback_list")
async def show_list(
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
    staff: NamedDependency[Viewer],
    show: FromQuery[str] = "open",
) -> Response[str]:
    view = await feedback.feedback_list(db, staffed, regions, show, staff.person)
    return html(render_macro(MACROS, "region", view))


@get("/desk/events/{slug:str}/feedback/{feedback_id:int}", name="desk_message")
async def show_message(
    request: AnyRequest,
    feedback_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[str]:
    return await _message(request, db, staffed, regions, feedback_id)


@get("/desk/events/{slug:str}/feedback/{feedback_id:int}/state", name="desk_message_state")
async def show_state(
    feedback_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[str]:
    view = await feedback.message(db, staffed, regions, feedback_id)
    return html(render_macro(MACROS, "state", view, await feedback.team(db, view)))


@put("/desk/events/{slug:str}/feedback/{feedback_id:int}/assignment", name="assign_feedback")
async def assign(
    request: AnyRequest,
    feedback_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[Any]:
    form = await read_form(request)
    wished = form.entered.get("assignee", "")
    assignee = _number(form, "assignee") if wished else None
    try:
        version = _number(form, "version")
        await feedback.check_theirs(db, staffed, regions, feedback_id)
        if assignee is not None:
            await feedback.check_assignee(db, staffed, regions, feedback_id, assignee)
        await actions.assign_feedback(db, staffed.id, feedback_id, assignee, version=version)
    except Refused as refusal:
        return await _again(request, db, staffed, regions, feedback_id, form, refusal)
    return _done(staffed, feedback_id)


@put("/desk/events/{slug:str}/feedback/{feedback_id:int}/reply", name="reply_feedback")
async def reply(
    request: AnyRequest,
    feedback_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[Any]:
    form = await read_form(request)
    text = form.text("reply", most=10_000, required=False, lines=True)
    try:
        version = _number(form, "version")
        await feedback.check_theirs(db, staffed, regions, feedback_id)
        await actions.reply_feedback(db, staffed.id, feedback_id, text, version=version)
    except Refused as refusal:
        return await _again(request, db, staffed, regions, feedback_id, form, refusal)
    return _done(staffed, feedback_id)


@route(
    "/desk/events/{slug:str}/feedback/{feedback_id:int}/closure", name="close_feedback", **SWITCH
)
async def close(
    request: AnyRequest,
    feedback_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[Any]:
    """DELETE opens it again."""
    form = await read_form(request)
    act = actions.close_feedback if request.method == "PUT" else actions.reopen_feedback
    try:
        await feedback.check_theirs(db, staffed, regions, feedback_id)
        await act(db, staffed.id, feedback_id, version=_number(form, "version"))
    except Refused as refusal:
        return await _again(request, db, staffed, regions, feedback_id, form, refusal)
    return _done(staffed, feedback_id)


def _number(form: Form, name: str) -> int:
    """0, which no message and nobody has, for what is no number."""
    written = form.entered.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0


async def _message(
    request: AnyRequest,
    db: AsyncSession,
    event: Event,
    regions: Regions,
    feedback_id: int,
    *,
    written: str = "",
    refusal: Refused | None = None,
) -> Response[str]:
    view = await feedback.message(db, event, regions, feedback_id)
    return page(
        request,
        "desk/message.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        at=f"/desk/events/{event.slug}/feedback/{feedback_id}",
        message=view,
        team=await feedback.team(db, view),
        written=written,
        error=refusal.at_field if refusal else None,
    )


async def _again(
    request: AnyRequest,
    db: AsyncSession,
    event: Event,
    regions: Regions,
    feedback_id: int,
    form: Form,
    refusal: Refused,
) -> Response[str]:
    """The message as it is now, what was written still in its field; nothing was changed yet."""
    if isinstance(refusal, NotFound):
        raise refusal
    written = form.entered.get("reply", "")
    return await _message(
        request, db, event, regions, feedback_id, written=written, refusal=refusal
    )


def _done(event: Event, feedback_id: int) -> Redirect:
    return Redirect(f"/desk/events/{event.slug}/feedback/{feedback_id}", status_code=303)


HANDLERS: tuple[Any, ...] = (
    list_feedback,
    show_list,
    show_message,
    show_state,
    assign,
    reply,
    close,
)
