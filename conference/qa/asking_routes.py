"""Asking over HTTP: the composer, sending a question, keeping what may not be sent yet."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.accounts.guards import Viewer
from conference.accounts.models import Reach
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.db import Database
from conference.errors import NotFound, Refused, SignInNeeded
from conference.i18n import Text, _
from conference.privacy import KeyFolder
from conference.qa import actions, drafts, parts, queries
from conference.qa.drafts import Draft, draft_cookie, no_draft, read_draft
from conference.qa.own import own as read_own
from conference.qa.queries import Place
from conference.registration.admission import require_admitted, require_attendee
from conference.registration.queries import attendee
from conference.settings import Settings
from conference.web import (
    AnyRequest,
    Fragment,
    answer,
    html,
    is_htmx,
    page,
    read_form,
    telling_when,
)
from conference.web.log import ANONYMOUS

WAITS = _("Thank you. Your question waits for a moderator; it is the last one in the list.")
ASKED = _("Thank you. Your question is in the list.")
KEPT = _("Your question is kept. Please open the link in the mail we sent you; then send it here.")


@get("/sessions/{session_id:int}/questions/new", name="new_question", opt=ANONYMOUS)
async def show_composer(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    """The composer on a page of its own, with what this browser has typed before."""
    place = await queries.place(db, session_id)
    await require_admitted(db, viewer, place.event_id)
    return await _composer(request, db, place, read_draft(request))


@post("/sessions/{session_id:int}/questions", name="ask_question", opt=ANONYMOUS)
async def ask(
    request: AnyRequest,
    session_id: FromPath[int],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer | None],
    keys: NamedDependency[KeyFolder],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Opens its own transaction, since a refusal must answer with what was typed."""
    form = await read_form(request)
    text = form.text("text", most=10_000, required=False, lines=True)
    typed = Draft(text, form.checked("anonymous"))
    try:
        if viewer is not None and viewer.reach == Reach.WAITING:
            return await _keep(request, database, settings, session_id, viewer, typed)
        async with database.writing() as db:
            asked = await _ask(request, db, keys, session_id, viewer, typed)
    except NotFound:
        raise
    except Refused as refusal:
        if is_htmx(request) and isinstance(refusal, SignInNeeded):
            raise
        if is_htmx(request):
            return _refused(refusal)
        async with database.reading() as db:
            place = await queries.place(db, session_id)
            return await _composer(request, db, place, typed, refusal)
    if drafts.NAME in request.cookies:
        asked.set_cookie(no_draft(settings, session_id))
    return asked


async def own(db: AsyncSession, keys: KeyFolder, place: Place, viewer: Viewer | None) -> Fragment:
    view = await read_own(db, keys, place, viewer.person_id if viewer else None)
    return parts.own(place.session_id, view)


async def _keep(
    request: AnyRequest,
    database: Database,
    settings: Settings,
    session_id: int,
    viewer: Viewer,
    typed: Draft,
) -> Response[Any]:
    """For a browser that may not ask yet: refused for what asking would be refused for."""
    async with database.reading() as db:
        place = await queries.place(db, session_id)
        await require_admitted(db, viewer, place.event_id)
    actions.check_text(typed.text)
    kept = _said(request, KEPT, (), to=f"/sessions/{session_id}/questions/new")
    kept.set_cookie(draft_cookie(settings, session_id, typed))
    return kept


async def _ask(
    request: AnyRequest,
    db: AsyncSession,
    keys: KeyFolder,
    session_id: int,
    viewer: Viewer | None,
    typed: Draft,
) -> Response[Any]:
    place = await queries.place(db, session_id)
    asker = await require_attendee(db, viewer, place.event_id)
    known = await attendee(db, place.event_id, asker.person)
    question_id = await actions.ask_question(
        db,
        keys,
        actions.Asking(
            session_id,
            asker.person,
            typed.text,
            i18n.locale(),
            typed.is_anonymous,
            known.company if known else "",
        ),
    )
    view = await queries.question(db, question_id)
    sentence = ASKED if view and view.is_shown else WAITS
    mine = await own(db, keys, place, asker)
    return _said(request, sentence, (mine,), to=f"/sessions/{session_id}#questions-own")


async def _composer(
    request: AnyRequest,
    db: AsyncSession,
    place: Place,
    draft: Draft,
    refusal: Refused | None = None,
) -> Response[str]:
    composer = page(
        request,
        "qa/ask.html",
        event=masthead(await db.get_one(Event, place.event_id)),
        status=refusal.status if refusal else 200,
        at=f"/sessions/{place.session_id}/questions/new",
        place=place,
        draft=draft,
        error=refusal.at_field if refusal else None,
    )
    return telling_when(composer, refusal)


def _refused(refusal: Refused) -> Response[str]:
    """In the composer, which keeps what was typed."""
    shown = Fragment("innerHTML", "composer-said", parts.BOARD, "refused", (refusal.at_field,))
    return telling_when(html(shown.html(), refusal.status), refusal)


def _said(
    request: AnyRequest, sentence: Text, shown: tuple[Fragment, ...], *, to: str
) -> Response[Any]:
    said = Fragment("innerHTML", "composer-said", parts.BOARD, "said", (sentence,))
    return answer(request, [said, *shown], to=to)


ROUTES = (show_composer, ask)
