"""Events over HTTP for organisers: the list, a new one, its form, and whether it is shown."""

from typing import Any

from litestar import Response, delete, get, post, put, route
from litestar.di import NamedDependency
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import give_role
from conference.accounts.guards import Viewer
from conference.accounts.models import RoleKind
from conference.agenda import events
from conference.agenda.editions import masthead
from conference.agenda.models import Event, EventState
from conference.agenda.pages import forget
from conference.db import Database
from conference.errors import Conflict, Refused
from conference.i18n import _
from conference.organise import gaps
from conference.organise.access import organised_events
from conference.organise.done import Done, read_done, to_done
from conference.organise.event_entry import NEW, read_event, typed
from conference.organise.event_form import event_form
from conference.organise.events import STATES, check_nobody_is_in, delete_draft, overview
from conference.organise.log import Deed, Thing, record
from conference.web import SWITCH, AnyRequest, page, read_form


@get("/manage", name="manage")
async def list_events(
    request: AnyRequest, db: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    found = [(masthead(event), STATES[event.state]) for event in await organised_events(db, viewer)]
    return page(request, "organise/events.html", events=found, said=read_done(request))


@get("/manage/events/new", name="new_event")
async def show_new(
    request: AnyRequest, db: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    """`?copy=`: the short name of an own event that it begins as."""
    source = await _source(db, viewer, str(request.query_params.get("copy", "")))
    if source is None:
        return event_form(request, NEW)
    copied = typed(events.facts_of(source)) | {"slug": "", "starts_on": "", "ends_on": ""}
    return event_form(request, copied | {"copy": source.slug, "with_programme": "yes"})


@post("/manage/events", name="add_event")
async def add(
    request: AnyRequest, database: NamedDependency[Database], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    form = await read_form(request)
    try:
        facts = read_event(form)
        async with database.writing() as db:
            source = await _named_source(db, viewer, form.entered.get("copy", ""))
            event_id = await events.add_event(db, facts)
            if source is not None and form.checked("with_programme"):
                await events.copy_programme(db, source.id, event_id)
            await give_role(db, viewer.person, RoleKind.ORGANISER, event_id)
            record(db, event_id, viewer.person, Deed.ADDED, Thing.EVENT, name=facts.title)
    except Refused as refusal:
        return event_form(request, form.entered, refusal)
    return to_done(f"/manage/events/{facts.slug}", Done.CREATED)


@get("/manage/events/{slug:str}", name="manage_event")
async def show_event(
    request: AnyRequest, db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Response[str]:
    return await _overview(request, db, organised)


@get("/manage/events/{slug:str}/settings", name="event_settings")
async def show_form(request: AnyRequest, organised: NamedDependency[Event]) -> Response[str]:
    return event_form(request, typed(events.facts_of(organised)), event=organised)


@put("/manage/events/{slug:str}/settings", name="edit_event")
async def edit(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Refused, what was touched is kept, to be written over what is there now."""
    form = await read_form(request)
    before = events.facts_of(organised)
    try:
        facts = read_event(form)
        await events.edit_event(db, organised.id, facts, version=form.number("version"))
    except Refused as refusal:
        # It refuses before it writes.
        return event_form(request, form.entered, refusal, event=organised)
    changed = [name for name, value in vars(facts).items() if value != getattr(before, name)]
    if changed:
        details = {"fields": ", ".join(changed)}
        by = viewer.person
        record(db, organised.id, by, Deed.CHANGED, Thing.EVENT, name=facts.title, details=details)
    return to_done(f"/manage/events/{facts.slug}", Done.SAVED)


@route("/manage/events/{slug:str}/publication", name="publish_event", **SWITCH)
async def publish(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Taken off, it is a draft again."""
    state = EventState.PUBLISHED if request.method == "PUT" else EventState.DRAFT
    return await _set_state(request, db, organised, viewer, state)


@route("/manage/events/{slug:str}/archive", name="archive_event", **SWITCH)
async def archive(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    state = EventState.ARCHIVED if request.method == "PUT" else EventState.PUBLISHED
    return await _set_state(request, db, organised, viewer, state)


@delete("/manage/events/{slug:str}", name="delete_event", status_code=200)
async def remove(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Its log goes with it."""
    try:
        await delete_draft(db, organised, viewer)
    except Conflict as refusal:
        return await _overview(request, db, organised, refusal)
    forget(db, organised.id)
    return to_done("/manage", Done.DELETED)


# The first three belong to no event; the others are guarded by asking for `organised`.
OF_NO_EVENT = (list_events, show_new, add)
HANDLERS = (show_event, show_form, edit, publish, archive, remove)

DEEDS = {
    EventState.DRAFT: Deed.HIDDEN,
    EventState.PUBLISHED: Deed.PUBLISHED,
    EventState.ARCHIVED: Deed.ARCHIVED,
}

SAID = {
    EventState.DRAFT: Done.HIDDEN,
    EventState.PUBLISHED: Done.PUBLISHED,
    EventState.ARCHIVED: Done.ARCHIVED,
}


async def _set_state(
    request: AnyRequest, db: AsyncSession, event: Event, viewer: Viewer, state: EventState
) -> Response[Any]:
    was_archived = event.state == EventState.ARCHIVED
    try:
        if state == EventState.DRAFT:
            await check_nobody_is_in(db, event)
        if await events.set_state(db, event.id, state):
            record(db, event.id, viewer.person, DEEDS[state], Thing.EVENT, name=event.title)
    except Conflict as refusal:
        return await _overview(request, db, event, refusal)
    done = Done.REOPENED if was_archived else SAID[state]
    return to_done(f"/manage/events/{event.slug}", done)


async def _overview(
    request: AnyRequest, db: AsyncSession, event: Event, refusal: Refused | None = None
) -> Response[str]:
    return page(
        request,
        "organise/event.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        at=f"/manage/events/{event.slug}",
        state=STATES[event.state],
        has=await overview(db, event),
        gaps=gaps.WORDS,
        notice=refusal.sentence if refusal else None,
        said=read_done(request),
    )


async def _named_source(db: AsyncSession, viewer: Viewer, slug: str) -> Event | None:
    """None where nothing is to be copied. Raises Conflict."""
    source = await _source(db, viewer, slug)
    if slug and source is None:
        raise Conflict(_("There is nothing to copy any more. Please begin again with a new event."))
    return source


async def _source(db: AsyncSession, viewer: Viewer, slug: str) -> Event | None:
    """None as well for what is not theirs to copy."""
    found = (await db.scalars(select(Event).where(Event.slug == slug))).one_or_none()
    return found if found and viewer.has(RoleKind.ORGANISER, found.id) else None
