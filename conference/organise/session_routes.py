"""Sessions over HTTP for organisers: the list, a new one, and the form of each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.agenda.scheduling import Place, place_of
from conference.agenda.session_editing import SessionFacts, edit_session, facts_of, new_session
from conference.agenda.streams import sources
from conference.desk.listing import read_choice
from conference.errors import Refused
from conference.organise.attended import check_times
from conference.organise.done import Done, to_done
from conference.organise.log import Deed, Thing, moved, record
from conference.organise.offered import Offered, offered
from conference.organise.place_entry import read_place, typed_day
from conference.organise.session_entry import KINDS, labels, read_facts
from conference.organise.session_page import Attempt, new_page, session_page
from conference.organise.sessions import KNOWN, SHOWN, STATES, session_list, session_of
from conference.settings import Settings
from conference.web import AnyRequest, Form, page, read_form

PATH = "/manage/events/{slug:str}/sessions"
# Long texts in two languages, each letter of which may take six bytes.
FORM_BYTES = 3 * 1024 * 1024


@get(PATH, name="manage_sessions")
async def list_sessions(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    settings: NamedDependency[Settings],
) -> Response[str]:
    choice, shown = read_choice(request.query_params, KNOWN, ("",)), masthead(organised)
    return page(
        request,
        "organise/sessions.html",
        event=shown,
        view=await session_list(db, organised, choice, sources(settings, shown)),
        shown=list(SHOWN.items()),
        kinds=KINDS,
        states=STATES,
        labels=labels(),
    )


@get(f"{PATH}/new", name="new_session")
async def show_new(
    request: AnyRequest, db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Response[str]:
    """`?day=&at=&room=`: where the grid was asked for it."""
    return await new_page(request, db, organised, _proposed(request, organised))


@post(PATH, name="add_session", request_max_body_size=FORM_BYTES)
async def add(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    try:
        facts, place = _read(form, await offered(db, organised), was_scheduled=False)
        is_meant = form.checked("is_meant")
        id_ = await new_session(db, organised.id, facts, place, is_meant=is_meant)
    except Refused as refusal:
        # It refuses before it writes.
        return await new_page(request, db, organised, form.entered, refusal)
    title = facts.title
    record(db, organised.id, viewer.person, Deed.ADDED, Thing.SESSION, name=title, thing_id=id_)
    return _to(organised, id_, Done.ADDED)


@get(f"{PATH}/{{session_id:int}}", name="manage_session")
async def show_form(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
) -> Response[str]:
    """`?day=&at=&room=`: where the grid was asked for it."""
    proposed = _proposed(request, organised)
    return await session_page(request, db, organised, session_id, proposed=proposed)


@put(f"{PATH}/{{session_id:int}}", name="edit_session", request_max_body_size=FORM_BYTES)
async def edit(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Refused, what was touched is kept, to be written over what is there now."""
    form = await read_form(request)
    session = await session_of(db, organised.id, session_id)
    before, stood = facts_of(session), place_of(session)
    try:
        given = await offered(db, organised, session_id)
        facts, place = _read(form, given, was_scheduled=stood is not None)
        times = (stood.times if stood else None, place.times if place else None)
        await check_times(db, {session_id: times})
        version, is_meant = form.number("version"), form.checked("is_meant")
        await edit_session(
            db, organised.id, session_id, facts, place, version=version, is_meant=is_meant
        )
    except Refused as refusal:
        # It refuses before it writes.
        attempt = Attempt(refusal, form.entered)
        return await session_page(request, db, organised, session_id, attempt)
    changed = [name for name, value in vars(facts).items() if value != getattr(before, name)]
    if changed:
        details = {"fields": ", ".join(changed)}
        _log(db, organised, viewer, Deed.CHANGED, session_id, facts, details)
    if place != stood:
        deed = Deed.MOVED if place else Deed.UNSCHEDULED
        details = moved(stood, place, dict(given.rooms))
        _log(db, organised, viewer, deed, session_id, facts, details)
    return _to(organised, session_id, Done.SAVED)


# Each is guarded by asking for `organised` (see `access`).
HANDLERS: tuple[Any, ...] = (list_sessions, show_new, add, show_form, edit)


def _read(form: Form, given: Offered, *, was_scheduled: bool) -> tuple[SessionFacts, Place | None]:
    """Raises Invalid with a sentence for each field that cannot be taken."""
    facts, place = read_facts(form, given), read_place(form, given, was_scheduled=was_scheduled)
    form.finish()
    return facts, place


def _proposed(request: AnyRequest, event: Event) -> dict[str, str]:
    """Nothing for an address that nobody has made."""
    query: Mapping[str, str] = request.query_params
    try:
        day = typed_day(date.fromisoformat(query.get("day", "")), masthead(event))
    except ValueError:
        return {}
    return day | {"starts": query.get("at", "")[:5], "room": query.get("room", "")[:10]}


def _log(
    db: AsyncSession,
    event: Event,
    viewer: Viewer,
    deed: Deed,
    session_id: int,
    facts: SessionFacts,
    details: Mapping[str, str],
) -> None:
    by, name = viewer.person, facts.title
    record(db, event.id, by, deed, Thing.SESSION, name=name, thing_id=session_id, details=details)


def _to(event: Event, session_id: int, done: Done) -> Redirect:
    return to_done(f"/manage/events/{event.slug}/sessions/{session_id}", done)
