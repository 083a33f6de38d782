"""Polls over HTTP for moderators: a draft's form, new or changed, and its deletion."""

from typing import Any

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.errors import Conflict, Invalid, Refused
from conference.polls import actions, queries
from conference.polls.guarding import event_of, moderated_answer
from conference.polls.models import PollKind, PollState, ResultsShown
from conference.polls.queries import Place
from conference.polls.typed import entered, read_draft, version_of
from conference.web import AnyRequest, page, read_form

NEW = {
    "kind": PollKind.SINGLE.value,
    "least": "1",
    "most": "2",
    "minutes": "5",
    "shown": ResultsShown.CLOSED.value,
}


@get("/sessions/{session_id:int}/polls/new", name="new_poll")
async def show_new(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    moderated: NamedDependency[Place],
) -> Response[str]:
    return await _form(request, db, moderated, None, NEW)


@post("/sessions/{session_id:int}/polls", name="create_poll")
async def create(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    moderated: NamedDependency[Place],
) -> Response[Any]:
    form = await read_form(request)
    try:
        poll_id = await actions.create_poll(db, moderated.session_id, read_draft(form))
    except Invalid as invalid:
        return await _form(request, db, moderated, None, form.entered, invalid)
    return await moderated_answer(request, db, moderated, poll_id)


@get("/polls/{poll_id:int}/draft", name="poll_draft")
async def show_draft(
    request: AnyRequest,
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    polled: NamedDependency[Place],
) -> Response[str]:
    poll = await queries.stored(db, poll_id)
    if poll.state != PollState.DRAFT:
        raise Conflict(actions.OPENED)
    return await _form(request, db, polled, poll_id, entered(poll))


@put("/polls/{poll_id:int}", name="edit_poll")
async def edit(
    request: AnyRequest,
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    polled: NamedDependency[Place],
) -> Response[Any]:
    form = await read_form(request)
    try:
        await actions.edit_poll(db, poll_id, read_draft(form), version=version_of(form))
    except (Conflict, Invalid) as refusal:
        # It refuses before it writes. After a conflict, sending again is meant.
        newest = (await queries.stored(db, poll_id)).version
        typed = form.entered | {"version": str(newest)}
        return await _form(request, db, polled, poll_id, typed, refusal)
    return await moderated_answer(request, db, polled, poll_id)


@delete("/polls/{poll_id:int}", name="delete_poll", status_code=200)
async def remove(
    request: AnyRequest,
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    polled: NamedDependency[Place],
) -> Response[Any]:
    await actions.delete_poll(db, poll_id)
    return await moderated_answer(request, db, polled)


async def _form(
    request: AnyRequest,
    db: AsyncSession,
    place: Place,
    poll_id: int | None,
    typed: dict[str, str],
    refusal: Refused | None = None,
) -> Response[str]:
    """`poll_id`: of the draft that is changed; None for a new one."""
    return page(
        request,
        "polls/draft.html",
        event=await event_of(db, place),
        status=refusal.status if refusal else 200,
        at=f"/polls/{poll_id}/draft" if poll_id else f"/sessions/{place.session_id}/polls/new",
        place=place,
        poll_id=poll_id,
        typed=typed,
        errors=refusal.fields if isinstance(refusal, Invalid) else {},
        conflict=refusal.sentence if isinstance(refusal, Conflict) else None,
    )


# Each is guarded by asking for `moderated` or `polled` (see `guarding`).
HANDLERS = (show_new, create, show_draft, edit, remove)
