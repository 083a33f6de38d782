"""Bookmarking a session, and one's own agenda with its live parts and its calendar's address."""

from typing import Any

from litestar import Response, get, put, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Viewer, require_confirmed
from conference.agenda.bookmarks import (
    add_bookmark,
    bookmarked,
    remove_bookmark,
    visible_session,
)
from conference.agenda.editions import event_by_slug, masthead
from conference.agenda.models import Session
from conference.agenda.own_agenda import own_agenda
from conference.agenda.pages import current_agenda
from conference.agenda.subscriptions import calendar_url, replace_calendar_link
from conference.agenda.topics import programme_topics
from conference.errors import Forbidden, SignInNeeded
from conference.live import Live
from conference.settings import Settings
from conference.web import (
    SWITCH,
    AnyRequest,
    Fragment,
    answer,
    html,
    is_htmx,
    morph,
    own_path,
    page,
    read_form,
)
from conference.web.limits import Limit, Limits
from conference.web.log import ANONYMOUS
from conference.web.templates import render_macro

BOOKMARKS = Limit(60, per_s=60)
BUTTON, OWN = "agenda/_bookmark.html", "agenda/_mine.html"


# Anonymous in the log: the button stands on the live page, beside what is answered anonymously.
@route("/sessions/{session_id:int}/bookmark", name="bookmark", opt=ANONYMOUS, **SWITCH)
async def bookmark(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    limits: NamedDependency[Limits],
) -> Response[Any]:
    """Back to the page that is named in the form; without one to the own agenda, since a list
    that is the same for everyone could not show what has changed."""
    session, event = await visible_session(db, session_id, viewer)
    try:
        person = require_confirmed(viewer).person
    except (SignInNeeded, Forbidden) as refusal:
        if is_htmx(request):
            way_in = Fragment("innerHTML", "notices", BUTTON, "way_in", (event.slug, refusal))
            return html(way_in.html(), refusal.status)
        raise
    await limits.check(f"bookmarks {person}", BOOKMARKS)
    if request.method == "PUT":
        await add_bookmark(db, person, session)
    else:
        await remove_bookmark(db, person, session_id)
    mine = f"/events/{event.slug}/agenda/mine"
    back = (await read_form(request)).text("back", most=500, required=False)
    if back == mine:
        view = await own_agenda(db, event, person, removed_id=session_id)
        shown = [morph("agenda-days", OWN, "days", view, clock.now())]
    else:
        shown = await _changed(db, session, event.slug, person, back)
    return answer(request, shown, to=own_path(back, f"{mine}#session-{session_id}"))


@get("/events/{slug:str}/agenda/mine", name="own_agenda")
async def show_own_agenda(
    request: AnyRequest,
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    settings: NamedDependency[Settings],
    live: NamedDependency[Live],
) -> Response[str]:
    seen = live.seen_by_now()
    event = await event_by_slug(db, slug, viewer)
    person = require_confirmed(viewer).person
    return page(
        request,
        "agenda/mine.html",
        event=masthead(event),
        agenda=await current_agenda(db, event),
        mine=await own_agenda(db, event, person),
        now=clock.now(),
        seen=seen(programme_topics(event.id)),
        address=await calendar_url(db, settings, person, event.id),
        is_new=request.query_params.get("said") == "new-address",
    )


@get("/events/{slug:str}/agenda/mine/days", name="own_days")
async def show_own_days(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    event = await event_by_slug(db, slug, viewer)
    view = await own_agenda(db, event, require_confirmed(viewer).person)
    return html(render_macro(OWN, "days", view, clock.now()))


@get("/events/{slug:str}/agenda/mine/bookmarks", name="own_bookmarks")
async def show_own_bookmarks(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    """What a list that is the same for everyone does not say of its reader."""
    event = await event_by_slug(db, slug, viewer)
    ids = await bookmarked(db, require_confirmed(viewer).person, event.id)
    return html(render_macro(BUTTON, "own", slug, ids))


@put("/events/{slug:str}/agenda/mine/calendar", name="replace_calendar")
async def replace_calendar(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Redirect:
    event = await event_by_slug(db, slug, viewer)
    await replace_calendar_link(db, require_confirmed(viewer).person, event.id)
    return Redirect(f"/events/{slug}/agenda/mine?said=new-address#calendar", status_code=303)


ROUTES = (bookmark, show_own_agenda, show_own_days, show_own_bookmarks, replace_calendar)


async def _changed(
    db: AsyncSession, session: Session, slug: str, person: int, back: str
) -> list[Fragment]:
    """What the viewer has bookmarked comes first: js/mine.js then finds each button right."""
    ids = await bookmarked(db, person, session.event_id)
    return [
        morph("agenda-own", BUTTON, "own", slug, ids),
        morph(f"bookmark-{session.id}", BUTTON, "bookmark", session, session.id in ids, back),
    ]
