"""Feedback over HTTP: anonymous, and by name. No answer says what somebody has sent anonymously."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.accounts.guards import Viewer
from conference.agenda.views import Phase
from conference.db import Database
from conference.errors import Conflict, Refused
from conference.registration.admission import require_admitted, require_attendee
from conference.registration.queries import attendee
from conference.registration.voting import VOTING, Voting
from conference.sentiment import actions, entries, queries, votes
from conference.sentiment.answering import answerer, check_naming, refused_form, renewed
from conference.sentiment.views import FeedbackView, Place
from conference.web import SWITCH, AnyRequest, Form, Fragment, answer, page, read_form
from conference.web.log import ANONYMOUS

PAGE = "sentiment/feedback.html"
PARTS = "sentiment/_feedback.html"


@get("/sessions/{session_id:int}/feedback", name="feedback", opt=ANONYMOUS)
async def show_feedback(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    """Anonymous in the log: the browser may come here right after it has answered."""
    view = await _panel(db, session_id, viewer)
    view = replace(view, said=str(request.query_params.get("said", "")))
    return page(request, PAGE, event=view.place.event, view=view)


@route(
    "/sessions/{session_id:int}/feedback",
    name="give_feedback",
    opt=ANONYMOUS,
    dependencies=VOTING,
    **SWITCH,
)
async def give(
    request: AnyRequest,
    session_id: FromPath[int],
    voting: NamedDependency[Voting],
) -> Response[Any]:
    database, viewer = voting.database, voting.viewer
    form = await read_form(request)
    async with database.reading() as db:
        view = await _panel(db, session_id, viewer)
    try:
        event_id = view.place.event.id
        person_id = await answerer(database, voting.limits, viewer, event_id)
        entry = entries.read_feedback(form) if request.method == "PUT" else None
        if entry:
            await check_naming(database, form, entry.text, event_id, person_id)
        await votes.give(database, voting.keys, view.place.vote, person_id, entry)
    except Refused as refusal:
        view = replace(view, draft=entries.draft_of(form, refusal))
        return _again(request, view, refusal, _form(view))
    view = replace(view, said="feedback" if entry else "no-feedback")
    return answer(request, [_form(view)], to=f"/sessions/{session_id}?said={view.said}#feedback")


@post("/sessions/{session_id:int}/named-feedback", name="send_feedback")
async def send(
    request: AnyRequest,
    session_id: FromPath[int],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer | None],
) -> Response[Any]:
    """By name. Opens its own transaction, since a refusal must answer with what was typed."""
    form = await read_form(request)
    async with database.reading() as db:
        view = await _panel(db, session_id, viewer)
    try:
        async with database.writing() as db:
            await _send(db, form, viewer, view.place)
    except Refused as refusal:
        view = replace(view, named=entries.draft_of(form, refusal))
        return _again(request, view, refusal, _named(view))
    view = replace(view, said="message")
    return answer(request, [_named(view)], to=f"/sessions/{session_id}/feedback?said=message#named")


async def _panel(db: AsyncSession, session_id: int, viewer: Viewer | None) -> FeedbackView:
    place = await queries.place(db, session_id)
    await require_admitted(db, viewer, place.event.id)
    return await queries.feedback_panel(db, place, viewer)


async def _send(db: AsyncSession, form: Form, viewer: Viewer | None, place: Place) -> None:
    sender = await require_attendee(db, viewer, place.event.id)
    if place.vote.phase != Phase.RUNNING:
        raise Conflict(votes.NOT_YET if place.vote.phase == Phase.BEFORE else votes.OVER)
    entry = entries.read_named(form)
    known = await attendee(db, place.event.id, sender.person)
    sending = actions.Sending(
        place.event.id,
        place.session_id,
        sender.person,
        known.company if known else "",
        i18n.locale(),
        entry,
    )
    await actions.send_feedback(db, sending)


def _again(
    request: AnyRequest, view: FeedbackView, refusal: Refused, part: Fragment
) -> Response[str]:
    at = f"/sessions/{view.place.session_id}/feedback"
    return refused_form(request, refusal, part, PAGE, event=view.place.event, at=at, view=view)


def _form(view: FeedbackView) -> Fragment:
    return renewed("feedback-form", PARTS, "form", view)


def _named(view: FeedbackView) -> Fragment:
    return renewed("named-form", PARTS, "named", view)


ROUTES = (show_feedback, give, send)
