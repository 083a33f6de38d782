"""What happens on the day itself, over HTTP: a session is put off, cancelled, withdrawn, put back;
and who moderates it."""

from datetime import timedelta
from typing import Any

from litestar import Response, delete, post, put, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.accounts.models import RoleKind
from conference.agenda.models import Event, Session, SessionState
from conference.agenda.scheduling import put_off, set_session_state
from conference.errors import Refused
from conference.organise import roles
from conference.organise.log import Deed, Thing, record
from conference.organise.place_entry import read_minutes
from conference.organise.session_page import (
    CANCELLATION,
    DELAY,
    MODERATORS,
    WITHDRAWAL,
    Attempt,
    session_page,
)
from conference.organise.sessions import helpers, session_of
from conference.web import SWITCH, AnyRequest, Form, read_form

PATH = "/manage/events/{slug:str}/sessions/{session_id:int}"
# Who has to wait longer is better told a new time.
MOST_DELAY = 12 * 60
DEEDS = {
    SessionState.CONFIRMED: Deed.RESTORED,
    SessionState.CANCELLED: Deed.CANCELLED,
    SessionState.WITHDRAWN: Deed.WITHDRAWN,
}


@put(f"{PATH}/delay", name="put_off_session")
async def delay(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    try:
        minutes = read_minutes(form, "minutes", MOST_DELAY)
        form.finish()
        moved = await put_off(
            db,
            organised.id,
            session_id,
            timedelta(minutes=minutes),
            version=form.number("version"),
            with_following=form.checked("with_following"),
            is_meant=form.checked("is_meant"),
        )
    except Refused as refusal:
        attempt = Attempt(refusal, form.entered, DELAY)
        return await session_page(request, db, organised, session_id, attempt)
    _log(db, organised, viewer, Deed.PUT_OFF, moved, {"minutes": minutes})
    return _back(organised, session_id)


@route(f"{PATH}/cancellation", name="cancel_session", **SWITCH)
async def cancel(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Taken back, the session takes place as it is scheduled."""
    state = SessionState.CANCELLED if request.method == "PUT" else SessionState.CONFIRMED
    return await _set_state(request, db, organised, viewer, session_id, state, CANCELLATION)


@route(f"{PATH}/withdrawal", name="withdraw_session", **SWITCH)
async def withdraw(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    state = SessionState.WITHDRAWN if request.method == "PUT" else SessionState.CONFIRMED
    return await _set_state(request, db, organised, viewer, session_id, state, WITHDRAWAL)


@post(f"{PATH}/moderators", name="add_moderator")
async def add_moderator(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Somebody who has a role in the event already, or whoever has the address."""
    await session_of(db, organised.id, session_id)
    form = await read_form(request)
    try:
        person_id = await _helper(db, form, organised)
        email = "" if person_id else form.email("email")
        form.finish()
    except Refused as refusal:
        attempt = Attempt(refusal, form.entered, MODERATORS)
        return await session_page(request, db, organised, session_id, attempt)
    kind, by = RoleKind.MODERATOR, viewer.person
    if person_id:
        await roles.give_to(db, organised, kind, person_id, by=by, session_id=session_id)
    else:
        await roles.give(db, organised, kind, email, by=by, session_id=session_id)
    return _back(organised, session_id, MODERATORS)


@delete(f"{PATH}/moderators/{{role_id:int}}", name="take_moderator", status_code=200)
async def take_moderator(
    session_id: FromPath[int],
    role_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    await roles.take(db, organised, role_id, by=viewer.person, session_id=session_id)
    return _back(organised, session_id, MODERATORS)


# Each is guarded by asking for `organised` (see `access`).
HANDLERS: tuple[Any, ...] = (delay, cancel, withdraw, add_moderator, take_moderator)


async def _set_state(
    request: AnyRequest,
    db: AsyncSession,
    event: Event,
    viewer: Viewer,
    session_id: int,
    state: SessionState,
    at: str,
) -> Response[Any]:
    form = await read_form(request)
    try:
        changed = await set_session_state(
            db,
            event.id,
            session_id,
            state,
            version=form.number("version"),
            with_following=form.checked("with_following"),
            is_meant=form.checked("is_meant"),
        )
    except Refused as refusal:
        attempt = Attempt(refusal, form.entered, at)
        return await session_page(request, db, event, session_id, attempt)
    _log(db, event, viewer, DEEDS[state], changed)
    return _back(event, session_id)


async def _helper(db: AsyncSession, form: Form, event: Event) -> int | None:
    """None where an address is given instead."""
    known = [str(helper.person_id) for helper in await helpers(db, event.id)]
    chosen = form.one_of("person", ["", *known])
    return int(chosen) if chosen else None


def _log(
    db: AsyncSession,
    event: Event,
    viewer: Viewer,
    deed: Deed,
    sessions: list[Session],
    details: dict[str, Any] | None = None,
) -> None:
    """Each of them, as each is looked for by its own name."""
    for row in sessions:
        by, name = viewer.person, row.title
        record(db, event.id, by, deed, Thing.SESSION, name=name, thing_id=row.id, details=details)


def _back(event: Event, session_id: int, at: str = "on-the-day") -> Redirect:
    path = f"/manage/events/{event.slug}/sessions/{session_id}#{at}"
    return Redirect(path, status_code=303)
