"""Questions over HTTP for moderators: what they decide of one question, and their answers."""

from typing import Any

from litestar import Response, put, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.errors import NotFound, Refused
from conference.qa import moderation, queries
from conference.qa.lists import MODERATED, list_of
from conference.web import SWITCH, AnyRequest, Form, answer, is_htmx, page, read_form, upsert


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


# Each is guarded by asking for `moderator` (see `moderator_routes`).
HANDLERS = (approve, decline, stage, mark_answered, answer_in_words)
