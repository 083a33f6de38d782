"""Rehearsals over HTTP for organisers: beginning one, seeing how far it is, removing it."""

import asyncio
from typing import Any

from litestar import Response, Router, delete, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import open_sign_in
from conference.accounts.cookies import cookie_name
from conference.accounts.guards import Viewer, signed_in_only
from conference.accounts.models import Reach, RoleKind
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.crowd.invited import Invitation
from conference.db import Database
from conference.errors import Conflict, Invalid, NotFound, Refused
from conference.i18n import Text, _
from conference.organise.access import GUARDS, organised_event, organisers_only
from conference.organise.done import Done, read_done, to_done
from conference.organise.log import Deed, Thing, record
from conference.privacy import KeyFolder
from conference.registration.links import personal_token
from conference.registration.models import Registration
from conference.rehearsal.crowds import Crowds
from conference.rehearsal.models import Rehearsal
from conference.rehearsal.queries import RehearsalView, rehearsal_view, sessions_to_rehearse
from conference.rehearsal.removing import end_rehearsal, remove_rehearsal
from conference.rehearsal.sandbox import Sandbox, Wish, make_sandbox, rehearsal_of
from conference.settings import Settings
from conference.web import AnyRequest, html, page, read_form
from conference.web.pages import viewer_of
from conference.web.templates import render_macro

PATH = "/manage/events/{slug:str}/rehearsal"
PEOPLE = tuple((count, count) for count in ("20", "60", "150", "300"))
MINUTES: tuple[tuple[str, Text], ...] = (
    ("3", _("3 minutes")),
    ("10", _("10 minutes")),
    ("30", _("30 minutes")),
)
LABELS = {
    "session": _("Session"),
    "people": _("How many people come"),
    "minutes": _("How long they stay"),
}
NEW = {"people": "60", "minutes": "10"}
# What one of the crowd had begun before its sign-in ended is written by then.
DRAIN_S = 1.0
# Sent by one server at a time, which serves real people as well.
MOST_CROWDS = 2
BUSY = _("Other rehearsals are under way on this server. Please wait until their people have left.")


@get(PATH, name="rehearsal")
async def show(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    crowds: NamedDependency[Crowds],
) -> Response[str]:
    return await _page(request, db, crowds, organised)


@get(f"{PATH}/progress", name="rehearsal_progress")
async def show_progress(
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    crowds: NamedDependency[Crowds],
) -> Response[str]:
    """The region of the page that says how far it is."""
    rehearsal = await rehearsal_of(db, organised.id)
    if rehearsal is None:
        raise NotFound
    has_failed = crowds.has_failed(rehearsal.event_id)
    view = await rehearsal_view(db, rehearsal, has_failed=has_failed)
    return html(render_macro("organise/_rehearsal.html", "progress", view, organised.slug))


@post(PATH, name="begin_rehearsal")
async def begin(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
    crowds: NamedDependency[Crowds],
) -> Response[Any]:
    form = await read_form(request)
    offered = await sessions_to_rehearse(db, organised.id)
    session = form.one_of("session", [id_ for id_, _title in offered] or [""])
    people = form.one_of("people", [code for code, _word in PEOPLE])
    minutes = form.one_of("minutes", [code for code, _word in MINUTES])
    try:
        form.finish()
        if crowds.count >= MOST_CROWDS:
            raise Conflict(BUSY)
        wish = Wish(int(session), int(people), int(minutes))
        async with db.begin_nested():
            sandbox = await make_sandbox(db, organised, wish)
    except Refused as refusal:
        return await _page(request, db, crowds, organised, refusal, form.entered)
    title, details = dict(offered)[session], {"people": people}
    by = viewer.person
    record(db, organised.id, by, Deed.ADDED, Thing.REHEARSAL, name=title, details=details)
    invitation = await invitation_to(db, settings, sandbox, wish.minutes)
    answer = to_done(f"/manage/events/{organised.slug}/rehearsal", Done.REHEARSAL_BEGUN)
    # By then all of it is committed.
    answer.background = BackgroundTask(_send, crowds, sandbox.event_id, invitation)
    return answer


@delete(PATH, name="remove_rehearsal", status_code=200)
async def remove(
    slug: FromPath[str],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    crowds: NamedDependency[Crowds],
) -> Response[Any]:
    """Already removed is removed."""
    async with database.writing() as db:
        event = await organised_event(slug, db, viewer)
        rehearsal = await rehearsal_of(db, event.id)
        if rehearsal is not None:
            await end_rehearsal(db, rehearsal)
    if rehearsal is not None:
        await crowds.stop(rehearsal.event_id)
        await asyncio.sleep(DRAIN_S)
        await _remove(database, keys, rehearsal, viewer)
    if rehearsal is not None and rehearsal.of_id is None:
        return to_done("/manage", Done.REHEARSAL_REMOVED)
    async with database.reading() as db:
        original = await db.get_one(Event, rehearsal.of_id if rehearsal else event.id)
    return to_done(f"/manage/events/{original.slug}/rehearsal", Done.REHEARSAL_REMOVED)


ROUTES: tuple[Any, ...] = (
    Router(
        "/",
        guards=[signed_in_only, organisers_only],
        dependencies=GUARDS,
        route_handlers=[show, show_progress, begin, remove],
    ),
)


async def _send(crowds: Crowds, event_id: int, invitation: Invitation) -> None:
    crowds.send(event_id, invitation)


async def _remove(
    database: Database, keys: KeyFolder, rehearsal: Rehearsal, viewer: Viewer
) -> None:
    """Of two at once, the second finds nothing any more."""
    async with database.writing() as db:
        try:
            title, people = await remove_rehearsal(db, keys, rehearsal)
        except NotFound:
            return
        if rehearsal.of_id is not None:
            details = {"people": str(people)}
            by, event_id = viewer.person, rehearsal.of_id
            record(db, event_id, by, Deed.REMOVED, Thing.REHEARSAL, name=title, details=details)


async def invitation_to(
    db: AsyncSession, settings: Settings, sandbox: Sandbox, minutes: int
) -> Invitation:
    """What lets its people in, and its moderator."""
    versions = {
        row.id: row.link_version
        for row in await db.execute(
            select(Registration.id, Registration.link_version).where(
                Registration.event_id == sandbox.event_id
            )
        )
    }
    tokens = [
        personal_token(settings.secret, each.registration_id, versions[each.registration_id])
        for each in sandbox.enrolments
    ]
    cookie, _seconds = await open_sign_in(
        db, reach=Reach.FULL, person_id=sandbox.moderator_id, event_id=None, browser=""
    )
    return Invitation(
        root_url=settings.root_url,
        is_loopback=settings.is_loopback,
        slug=sandbox.slug,
        session_id=sandbox.session_id,
        minutes=minutes,
        seed=sandbox.seed,
        tokens=tuple(tokens),
        cookie=(cookie_name(settings), cookie),
    )


async def _page(
    request: AnyRequest,
    db: AsyncSession,
    crowds: Crowds,
    event: Event,
    refusal: Refused | None = None,
    typed: dict[str, str] | None = None,
) -> Response[str]:
    rehearsal, viewer = await rehearsal_of(db, event.id), viewer_of(request)
    view: RehearsalView | None = None
    if rehearsal is not None:
        has_failed = crowds.has_failed(rehearsal.event_id)
        view = await rehearsal_view(db, rehearsal, has_failed=has_failed)
    return page(
        request,
        "organise/rehearsal.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        rehearsal=view,
        sessions=await sessions_to_rehearse(db, event.id),
        is_staff=viewer is not None
        and rehearsal is not None
        and viewer.has(RoleKind.CHANNEL_STAFF, rehearsal.event_id),
        people=PEOPLE,
        minutes=MINUTES,
        labels=LABELS,
        typed=typed or NEW,
        errors=refusal.fields if isinstance(refusal, Invalid) else {},
        notice=refusal.sentence if refusal and not isinstance(refusal, Invalid) else None,
        said=read_done(request),
    )
