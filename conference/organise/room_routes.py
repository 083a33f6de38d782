"""Rooms and tracks over HTTP: one page with both, and a small form for each of them."""

from typing import Any

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda import editing
from conference.agenda.actions import add_track
from conference.agenda.editions import masthead
from conference.agenda.models import Event, Room, Track
from conference.errors import Conflict, Invalid, Refused
from conference.i18n import _
from conference.organise.done import Done, read_done, to_done
from conference.organise.log import Deed, Thing, record
from conference.organise.reading import labels_of, read_translated
from conference.web import AnyRequest, page, read_form

PATH = "/manage/events/{slug:str}"
MOST = 120


@get(f"{PATH}/rooms", name="manage_rooms")
async def show_rooms(
    request: AnyRequest, db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Response[str]:
    return await _page(request, db, organised)


@post(f"{PATH}/rooms", name="add_room")
async def add_room(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    try:
        name = form.text("name", most=MOST)
        form.finish()
        room_id = await editing.new_room(db, organised.id, name)
    except Invalid as refusal:
        return await _page(request, db, organised, refusal, at="new-room", typed=form.entered)
    record(db, organised.id, viewer.person, Deed.ADDED, Thing.ROOM, name=name, thing_id=room_id)
    return _back(organised, Done.ADDED, f"room-{room_id}")


@put(f"{PATH}/rooms/{{room_id:int}}", name="rename_room")
async def rename_room(
    request: AnyRequest,
    room_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    try:
        name = form.text("name", most=MOST)
        form.finish()
        before = await editing.rename_room(db, organised.id, room_id, name)
    except Invalid as refusal:
        return await _page(
            request, db, organised, refusal, at=f"room-{room_id}", typed=form.entered
        )
    if before != name:
        _log_renamed(db, organised, viewer, Thing.ROOM, before, name)
    return _back(organised, Done.SAVED, f"room-{room_id}")


@delete(f"{PATH}/rooms/{{room_id:int}}", name="remove_room", status_code=200)
async def remove_room(
    request: AnyRequest,
    room_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    try:
        name = await editing.remove_room(db, organised.id, room_id)
    except Conflict as refusal:
        return await _page(request, db, organised, refusal, at=f"room-{room_id}")
    record(db, organised.id, viewer.person, Deed.REMOVED, Thing.ROOM, name=name)
    return _back(organised, Done.REMOVED, "rooms")


@put(f"{PATH}/rooms/{{room_id:int}}/place", name="raise_room")
async def raise_room(
    room_id: FromPath[int], db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Redirect:
    await editing.move_up(db, organised.id, Room, room_id)
    return _back(organised, Done.RAISED, f"room-{room_id}")


@post(f"{PATH}/tracks", name="add_track")
async def add_a_track(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    name = read_translated(form, "name", most=MOST)
    try:
        form.finish()
    except Invalid as refusal:
        return await _page(request, db, organised, refusal, at="new-track", typed=form.entered)
    track_id = await add_track(db, organised.id, name=name)
    record(db, organised.id, viewer.person, Deed.ADDED, Thing.TRACK, name=name, thing_id=track_id)
    return _back(organised, Done.ADDED, f"track-{track_id}")


@put(f"{PATH}/tracks/{{track_id:int}}", name="rename_track")
async def rename_track(
    request: AnyRequest,
    track_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    name = read_translated(form, "name", most=MOST)
    try:
        form.finish()
        before = await editing.rename_track(db, organised.id, track_id, name)
    except Invalid as refusal:
        at = f"track-{track_id}"
        return await _page(request, db, organised, refusal, at=at, typed=form.entered)
    if before != name:
        _log_renamed(db, organised, viewer, Thing.TRACK, before, name)
    return _back(organised, Done.SAVED, f"track-{track_id}")


@delete(f"{PATH}/tracks/{{track_id:int}}", name="remove_track", status_code=200)
async def remove_track(
    request: AnyRequest,
    track_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    try:
        name = await editing.remove_track(db, organised.id, track_id)
    except Conflict as refusal:
        return await _page(request, db, organised, refusal, at=f"track-{track_id}")
    record(db, organised.id, viewer.person, Deed.REMOVED, Thing.TRACK, name=name)
    return _back(organised, Done.REMOVED, "tracks")


@put(f"{PATH}/tracks/{{track_id:int}}/place", name="raise_track")
async def raise_track(
    track_id: FromPath[int], db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Redirect:
    await editing.move_up(db, organised.id, Track, track_id)
    return _back(organised, Done.RAISED, f"track-{track_id}")


# Each is guarded by asking for `organised` (see `access`).
HANDLERS: tuple[Any, ...] = (
    *(show_rooms, add_room, rename_room, remove_room, raise_room),
    *(add_a_track, rename_track, remove_track, raise_track),
)


def _log_renamed(
    db: AsyncSession, event: Event, viewer: Viewer, thing: Thing, before: object, name: object
) -> None:
    details = {"from": before}
    record(db, event.id, viewer.person, Deed.CHANGED, thing, name=name, details=details)


def _back(event: Event, done: Done, at: str) -> Redirect:
    return to_done(f"/manage/events/{event.slug}/rooms", done, at)


async def _page(
    request: AnyRequest,
    db: AsyncSession,
    event: Event,
    refusal: Refused | None = None,
    *,
    at: str = "",
    typed: dict[str, str] | None = None,
) -> Response[str]:
    """`at`: the id of what was refused, which says so; there stands `typed`, what was entered."""
    return page(
        request,
        "organise/rooms.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        at=f"/manage/events/{event.slug}/rooms",
        rooms=[(room.id, room.name) for room in await editing.parts(db, Room, event.id)],
        tracks=[(track.id, track.name) for track in await editing.parts(db, Track, event.id)],
        labels=labels_of("name", _("Name")),
        new_labels=labels_of("name", _("New track")),
        refused=at,
        sentence=refusal.at_field if refusal else None,
        typed=typed or {},
        said=read_done(request),
    )
