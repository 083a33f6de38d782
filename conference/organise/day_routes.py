"""What happens on the day itself, over HTTP: a session is put off, cancelled, withdrawn, put back;
and who moderates it."""

from datetime import timedelta
from typing import Any

from litestar import Response, delete, post, put, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Viewer
from conference.accounts.models import RoleKind
from conference.agenda.events import locked_event
from conference.agenda.models import Event, Session, SessionState
from conference.agenda.scheduling import following, place_of, put_off, set_session_state
from conference.errors import Refused
from conference.organise import roles
from conference.organise.attended import check_times
from conference.organise.done import Done, to_done
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
from conference.organise.sessions import Helper, helpers, session_of
from conference.web import SWITCH, AnyRequest, Form, read_form
from conference.web.limits import Limits

PATH = "/manage/events/{slug:str}/sessions/{session_id:int}"
# Who has to wait longer is better told a new time.
MOST_DELAY = 12 * 60
LATE = timedelta(minutes=10)
DEEDS = {
    SessionState.CONFIRMED: Deed.RESTORED,
    SessionState.CANCELLED: Deed.CANCELLED,
    SessionState.WITHDRAWN: Deed.WITHDRAWN,
}

DONE = {
    SessionState.CONFIRMED: Done.RESTORED,
    SessionState.CANCELLED: Done.CANCELLED,
    SessionState.WITHDRAWN: Done.WITHDRAWN,
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
        later = timedelta(minutes=minutes)
        with_following = form.checked("with_following")
        await _check_attended(db, organised, session_id, later, with_following=with_following)
        moved = await put_off(
            db,
            organised.id,
            session_id,
            later,
            version=form.number("version"),
            with_following=with_following,
            is_meant=form.checked("is_meant"),
        )
    except Refused as refusal:
        attempt = Attempt(refusal, form.entered, DELAY)
        return await session_page(request, db, organised, session_id, attempt)
    _log(db, organised, viewer, Deed.PUT_OFF, moved, {"minutes": minutes})
    others = len(moved) - 1
    return _back(organised, session_id, Done.PUT_OFF, minutes=minutes, others=others)


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
    limits: NamedDependency[Limits],
) -> Response[Any]:
    """Somebody who has a role in the event already, or whoever has the address."""
    await session_of(db, organised.id, session_id)
    form = await read_form(request)
    try:
        helper = await _helper(db, form, organised)
        email = "" if helper else form.email("email")
        form.finish()
        await roles.check_limits(limits, organised.id, viewer.person)
    except Refused as refusal:
        attempt = Attempt(refusal, form.entered, MODERATORS)
        return await session_page(request, db, organised, session_id, attempt)
    kind, by = RoleKind.MODERATOR, viewer.person
    if helper:
        who = (helper.person_id, helper.name)
        await roles.give_to(db, organised, kind, *who, by=by, session_id=session_id)
    else:
        await roles.give(db, organised, kind, email, by=by, session_id=session_id)
    return _back(organised, session_id, Done.MODERATES, MODERATORS)


@delete(f"{PATH}/moderators/{{role_id:int}}", name="take_moderator", status_code=200)
async def take_moderator(
    session_id: FromPath[int],
    role_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    await roles.take(db, organised, role_id, by=viewer.person, session_id=session_id)
    return _back(organised, session_id, Done.TAKEN, MODERATORS)


# Each is guarded by asking for `organised` (see `access`).
HANDLERS: tuple[Any, ...] = (delay, cancel, withdraw, add_moderator, take_moderator)


async def _check_attended(
    db: AsyncSession, event: Event, session_id: int, later: timedelta, *, with_following: bool
) -> None:
    """While one is on, "ten minutes later" is often said when some of them have gone by."""
    # So that nothing that is not looked at here is put off with it.
    await locked_event(db, event.id)
    session = await session_of(db, event.id, session_id)
    for row in (session, *(await following(db, session) if with_following else ())):
        if stood := place_of(row):
            grace = LATE if stood.ends_at > clock.now() else timedelta()
            await check_times(db, {row.id: (stood.times, stood.later(later).times)}, grace)


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
    return _back(event, session_id, DONE[state], others=max(0, len(changed) - 1))


async def _helper(db: AsyncSession, form: Form, event: Event) -> Helper | None:
    """None where an address is given instead."""
    known = {str(helper.person_id): helper for helper in await helpers(db, event.id)}
    return known.get(form.one_of("person", ["", *known]))


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


def _back(
    event: Event,
    session_id: int,
    done: Done,
    at: str = "on-the-day",
    *,
    minutes: int = 0,
    others: int = 0,
) -> Redirect:
    path = f"/manage/events/{event.slug}/sessions/{session_id}"
    return to_done(path, done, at, minutes=minutes, others=others)
