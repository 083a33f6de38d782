"""Questions over HTTP: the room's board, asking, upvoting. Moderators' routes stand beside."""

from typing import Any

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.accounts.guards import Viewer
from conference.accounts.models import Reach
from conference.agenda.models import Event
from conference.agenda.queries import masthead
from conference.db import Database
from conference.errors import NotFound, Refused
from conference.i18n import Text, _
from conference.privacy import KeyFolder
from conference.qa import actions, moderator_routes, queries
from conference.qa.queries import Place
from conference.qa.upvotes import Cast, cast_upvotes
from conference.registration.admission import require_admitted, require_attendee
from conference.registration.queries import attendee
from conference.web import (
    AnyRequest,
    Form,
    Fragment,
    answer,
    html,
    is_htmx,
    morph,
    page,
    read_form,
)
from conference.web.limits import Limit, Limits
from conference.web.templates import render_macro

UPVOTES = Limit(60, 60)
BOARD = "qa/_board.html"
WAITS = _("Thank you. Your question waits for a moderator; you see it below.")
ASKED = _("Thank you. Your question is in the list.")
KEPT = _("Your question is kept. Please open the link in the mail we sent you; then send it here.")


@get("/sessions/{session_id:int}/questions", name="questions")
async def show_board(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    """The live region: the same for every viewer."""
    place = await queries.place(db, session_id)
    await require_admitted(db, viewer, place.event_id)
    view = await queries.board(db, session_id)
    return html(render_macro(BOARD, "board", view))


@get("/sessions/{session_id:int}/questions/own", name="own_questions", opt={"anonymous": True})
async def show_own(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    keys: NamedDependency[KeyFolder],
) -> Response[str]:
    place = await queries.place(db, session_id)
    await require_admitted(db, viewer, place.event_id)
    return html((await own(db, keys, place, viewer)).content())


@get("/sessions/{session_id:int}/questions/new", name="new_question")
async def show_composer(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    """The composer on a page of its own, with what this browser has typed before."""
    place = await queries.place(db, session_id)
    await require_admitted(db, viewer, place.event_id)
    draft = await queries.draft(db, viewer.sign_in_id, session_id) if viewer else None
    text, anonymous = (draft.text, draft.is_anonymous) if draft else ("", True)
    return await _composer(request, db, place, text=text, is_anonymous=anonymous)


@post("/sessions/{session_id:int}/questions", name="ask_question", opt={"anonymous": True})
async def ask(
    request: AnyRequest,
    session_id: FromPath[int],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer | None],
    keys: NamedDependency[KeyFolder],
) -> Response[Any]:
    """Opens its own transaction, since a refusal must answer with what was typed."""
    form = await read_form(request)
    text = form.text("text", most=10_000, required=False, lines=True)
    try:
        async with database.writing() as db:
            return await _ask(request, db, keys, session_id, viewer, form, text)
    except NotFound:
        raise
    except Refused as refusal:
        if is_htmx(request):
            raise
        async with database.reading() as db:
            place = await queries.place(db, session_id)
            return await _composer(
                request,
                db,
                place,
                text=text,
                is_anonymous=form.checked("anonymous"),
                refusal=refusal,
            )


@put("/questions/{question_id:int}/upvote", name="upvote_question")
async def upvote(
    request: AnyRequest,
    question_id: FromPath[int],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer | None],
    keys: NamedDependency[KeyFolder],
    limits: NamedDependency[Limits],
) -> Response[Any]:
    return await _cast(request, question_id, database, viewer, keys, limits, wanted=True)


@delete("/questions/{question_id:int}/upvote", name="take_upvote_back", status_code=200)
async def take_back(
    request: AnyRequest,
    question_id: FromPath[int],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer | None],
    keys: NamedDependency[KeyFolder],
    limits: NamedDependency[Limits],
) -> Response[Any]:
    return await _cast(request, question_id, database, viewer, keys, limits, wanted=False)


async def own(db: AsyncSession, keys: KeyFolder, place: Place, viewer: Viewer | None) -> Fragment:
    """What only the viewer sees of the board."""
    person_id = viewer.person_id if viewer else None
    waiting = await queries.unseen(db, keys, place, person_id)
    mine = await queries.mine(db, keys, place, person_id)
    return morph("questions-own", BOARD, "own", place.session_id, waiting, mine)


async def _ask(
    request: AnyRequest,
    db: AsyncSession,
    keys: KeyFolder,
    session_id: int,
    viewer: Viewer | None,
    form: Form,
    text: str,
) -> Response[Any]:
    place = await queries.place(db, session_id)
    is_anonymous = form.checked("anonymous")
    if viewer is not None and viewer.reach == Reach.WAITING:
        await require_admitted(db, viewer, place.event_id)
        await actions.keep_draft(db, viewer.sign_in_id, session_id, text, is_anonymous=is_anonymous)
        return _said(request, KEPT, (), to=f"/sessions/{session_id}/questions/new")
    asker = await require_attendee(db, viewer, place.event_id)
    known = await attendee(db, place.event_id, asker.person)
    question_id = await actions.ask_question(
        db,
        keys,
        actions.Asking(
            session_id,
            asker.person,
            text,
            i18n.locale(),
            is_anonymous,
            known.company if known else "",
        ),
    )
    await actions.drop_draft(db, asker.sign_in_id, session_id)
    view = await queries.question(db, question_id)
    sentence = ASKED if view and view.is_shown else WAITS
    mine = await own(db, keys, place, asker)
    return _said(request, sentence, (mine,), to=f"/sessions/{session_id}#questions-own")


async def _cast(
    request: AnyRequest,
    question_id: int,
    database: Database,
    viewer: Viewer | None,
    keys: KeyFolder,
    limits: Limits,
    *,
    wanted: bool,
) -> Response[Any]:
    async with database.reading() as db:
        place = await queries.place_of(db, question_id)
        voter = await require_attendee(db, viewer, place.event_id)
    limits.check(f"upvotes {voter.person}", UPVOTES)
    await database.grouped(cast_upvotes, Cast(question_id, voter.person, wanted, keys))
    async with database.reading() as db:
        view = await queries.question(db, question_id)
        mine = await own(db, keys, place, voter)
    shown = [morph(f"question-{question_id}", "qa/_question.html", "question", view)]
    to = f"/sessions/{place.session_id}#question-{question_id}"
    return answer(request, [*shown, mine] if view and view.is_shown else [mine], to=to)


async def _composer(
    request: AnyRequest,
    db: AsyncSession,
    place: Place,
    *,
    text: str,
    is_anonymous: bool,
    refusal: Refused | None = None,
) -> Response[str]:
    return page(
        request,
        "qa/ask.html",
        event=masthead(await db.get_one(Event, place.event_id)),
        status=refusal.status if refusal else 200,
        place=place,
        text=text,
        is_anonymous=is_anonymous,
        error=_sentence(refusal) if refusal else None,
    )


def _sentence(refusal: Refused) -> Text:
    return next(iter(getattr(refusal, "fields", {}).values()), refusal.sentence)


def _said(
    request: AnyRequest, sentence: Text, shown: tuple[Fragment, ...], *, to: str
) -> Response[Any]:
    said = Fragment("innerHTML", "composer-said", BOARD, "said", (sentence,))
    return answer(request, [said, *shown], to=to)


ROUTES = (
    show_board,
    show_own,
    show_composer,
    ask,
    upvote,
    take_back,
    *moderator_routes.ROUTES,
)
