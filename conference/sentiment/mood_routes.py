"""The mood over HTTP. No answer here says what somebody has answered, or whether they have."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda.editions import event_by_slug, masthead
from conference.errors import Refused
from conference.registration.admission import require_admitted
from conference.registration.voting import VOTING, Voting
from conference.sentiment import entries, queries, votes
from conference.sentiment.answering import answerer, check_naming, refused_form, renewed
from conference.sentiment.views import MoodView
from conference.web import SWITCH, AnyRequest, Fragment, answer, own_path, page, read_form
from conference.web.log import ANONYMOUS

PAGE = "sentiment/mood.html"
SESSION = re.compile(r"/sessions/\d{1,10}")


@get("/events/{slug:str}/mood", name="mood", opt=ANONYMOUS)
async def show_mood(
    request: AnyRequest,
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    """Anonymous in the log: the browser comes here right after it has answered."""
    event = masthead(await event_by_slug(db, slug, viewer))
    await require_admitted(db, viewer, event.id)
    view = replace(
        await queries.mood_panel(db, event, viewer),
        said=str(request.query_params.get("said", "")),
        back=own_path(str(request.query_params.get("back", "")), ""),
    )
    return page(request, PAGE, event=event, view=view)


@route("/events/{slug:str}/mood", name="give_mood", opt=ANONYMOUS, dependencies=VOTING, **SWITCH)
async def give(
    request: AnyRequest,
    slug: FromPath[str],
    voting: NamedDependency[Voting],
) -> Response[Any]:
    database, viewer = voting.database, voting.viewer
    form = await read_form(request)
    async with database.reading() as db:
        event = masthead(await event_by_slug(db, slug, viewer))
        await require_admitted(db, viewer, event.id)
        view = await queries.mood_panel(db, event, viewer)
    view = replace(view, back=own_path(form.entered.get("back", ""), ""))
    try:
        person_id = await answerer(database, voting.limits, viewer, event.id)
        entry = entries.read_mood(form) if request.method == "PUT" else None
        if entry:
            await check_naming(database, form, entry.text, event.id, person_id)
        await votes.give(database, voting.keys, votes.mood_of(event), person_id, entry)
    except Refused as refusal:
        return _again(request, replace(view, draft=entries.draft_of(form, refusal)), refusal)
    view = replace(view, said="mood" if entry else "no-mood")
    return answer(request, [_form(view)], to=_seen_at(view))


def _again(request: AnyRequest, view: MoodView, refusal: Refused) -> Response[str]:
    at = f"/events/{view.event.slug}/mood"
    return refused_form(request, refusal, _form(view), PAGE, event=view.event, at=at, view=view)


def _form(view: MoodView) -> Fragment:
    return renewed("mood-form", "sentiment/_mood.html", "form", view)


def _seen_at(view: MoodView) -> str:
    """Only pages that are anonymous in the log: the session's, or the mood's own, which leads on
    to all others."""
    if SESSION.fullmatch(view.back):
        return f"{view.back}?said={view.said}#mood"
    asked = {"said": view.said} | ({"back": view.back} if view.back else {})
    return f"/events/{view.event.slug}/mood?{urlencode(asked)}"


ROUTES = (show_mood, give)
