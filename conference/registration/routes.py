"""The landing page, registering, and a person's own link."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.actions import open_sign_in
from conference.accounts.browsers import browser_name
from conference.accounts.cookies import sign_in_cookie
from conference.accounts.guards import Viewer, require_confirmed
from conference.accounts.models import Reach
from conference.agenda.announcements import for_all
from conference.agenda.bookmarks import bookmarked_by
from conference.agenda.editions import current_event, event_by_slug, masthead
from conference.agenda.models import Event
from conference.agenda.onward import ahead
from conference.agenda.pages import current_agenda
from conference.agenda.topics import programme_topics
from conference.errors import Refused
from conference.live import Live, Seen
from conference.partners.account import question
from conference.registration import actions
from conference.registration.entry import read_entry
from conference.registration.landing import hours, way_in
from conference.registration.queries import attendee, own_registration
from conference.registration.typed import read_typed, typed_cookie
from conference.registration.views import form_view
from conference.settings import Settings
from conference.web import AnyRequest, page, read_form, telling_when
from conference.web.limits import Limit, Limits, origin_of

# A whole company may come from one address.
PER_ORIGIN = Limit(60, 60)


@get("/", name="show_home")
async def show_home(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    live: NamedDependency[Live],
) -> Response[str]:
    seen = live.seen_by_now()
    event = await current_event(db)
    if event is None:
        return page(request, "registration/empty.html")
    return await _landing(request, db, event, viewer, seen)


@get("/events/{slug:str}", name="show_event")
async def show_event(
    request: AnyRequest,
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    live: NamedDependency[Live],
) -> Response[str]:
    seen = live.seen_by_now()
    return await _landing(request, db, await event_by_slug(db, slug, viewer), viewer, seen)


@get("/events/{slug:str}/registration", name="show_registration")
async def show_registration(
    request: AnyRequest,
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    event = await event_by_slug(db, slug, viewer)
    known = await attendee(db, event.id, viewer.person_id) if viewer else None
    if known is None:
        return _form(request, event, read_typed(request.cookies))
    return page(
        request,
        "registration/registered.html",
        event=masthead(event),
        attendee=known,
        way_in=await _way_in(db, event, viewer),
        company=await question(db, viewer) if viewer else None,
    )


@post("/events/{slug:str}/registration", name="register", status_code=303)
async def register(
    request: AnyRequest,
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limits: NamedDependency[Limits],
    viewer: NamedDependency[Viewer | None],
) -> Response[Any]:
    event = await event_by_slug(db, slug, viewer)
    form = await read_form(request)
    try:
        await limits.check(("registration", origin_of(request)), PER_ORIGIN)
        actions.check_open(event)
        entry = read_entry(form)
    except Refused as refusal:
        return _form(request, event, form.entered, refusal)
    await actions.register(db, event.id, entry)
    path = f"/events/{slug}/registration"
    answer = Redirect(f"{path}/sent", status_code=303)
    answer.set_cookie(typed_cookie(settings, path, form.entered))
    if viewer is None or _waits_elsewhere(viewer, event):
        answer.set_cookie(sign_in_cookie(settings, *await _wait(db, request, event)))
    return answer


@get("/events/{slug:str}/registration/sent", name="show_registration_sent")
async def show_sent(
    request: AnyRequest,
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    event = await event_by_slug(db, slug, viewer)
    return page(
        request,
        "registration/sent.html",
        event=masthead(event),
        email=read_typed(request.cookies).get("email", ""),
        way_in=await _way_in(db, event, viewer),
    )


@get("/registrations/{registration_id:int}/link", name="show_link")
async def show_link(
    request: AnyRequest,
    registration_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    person_id = require_confirmed(viewer).person_id
    registration = await own_registration(db, registration_id, person_id)
    return page(
        request, "registration/link.html", event=registration.event, registration=registration
    )


@put("/registrations/{registration_id:int}/link", name="rotate_link")
async def rotate_link(
    registration_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Redirect:
    await actions.rotate_link(db, registration_id, require_confirmed(viewer))
    return Redirect(f"/registrations/{registration_id}/link", status_code=303)


ROUTES = (show_home, show_event, show_registration, register, show_sent, show_link, rotate_link)


async def _landing(
    request: AnyRequest, db: AsyncSession, event: Event, viewer: Viewer | None, seen: Seen
) -> Response[str]:
    programme, now = await current_agenda(db, event), clock.now()
    known = await attendee(db, event.id, viewer.person_id) if viewer else None
    own = await bookmarked_by(db, viewer, event.id) if known else None
    return page(
        request,
        "registration/landing.html",
        event=masthead(event),
        agenda=programme,
        hours=hours(programme),
        now=now,
        ahead=ahead(programme, own or (), now),
        attendee=known,
        form=form_view(event, {}),
        said=await for_all(db, event.id, event.slug),
        is_waiting=viewer is not None and _waits_here(viewer, event),
        seen=seen(programme_topics(event.id)),
    )


def _form(
    request: AnyRequest, event: Event, entered: Mapping[str, str], refusal: Refused | None = None
) -> Response[str]:
    answer = page(
        request,
        "registration/registration.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        form=form_view(event, entered, refusal),
    )
    return telling_when(answer, refusal)


async def _way_in(db: AsyncSession, event: Event, viewer: Viewer | None) -> str:
    own = await bookmarked_by(db, viewer, event.id)
    return way_in(await current_agenda(db, event), own or (), clock.now())


def _waits_here(viewer: Viewer, event: Event) -> bool:
    return viewer.reach == Reach.WAITING and viewer.event_id == event.id


def _waits_elsewhere(viewer: Viewer, event: Event) -> bool:
    return viewer.reach == Reach.WAITING and viewer.event_id != event.id


async def _wait(db: AsyncSession, request: AnyRequest, event: Event) -> tuple[str, int]:
    """Lets this browser in to watch and read; whose it is shows with the mailed link."""
    return await open_sign_in(
        db,
        reach=Reach.WAITING,
        person_id=None,
        event_id=event.id,
        browser=browser_name(request.headers.get("user-agent", "")),
    )
