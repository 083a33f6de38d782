"""Files over HTTP for organisers: portraits, logo and picture, what a session gives out.

Who sends one asks for no session of the database, which would be held while it comes and is made
ready.
"""

from typing import Any

from litestar import Response, delete, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda import events, pictures, uploads
from conference.agenda.downloads import download
from conference.agenda.models import Event
from conference.agenda.speakers import facts_of, speaker_of
from conference.db import Database
from conference.errors import Invalid
from conference.organise import event_entry, event_form, session_page, speaker_page
from conference.organise.access import organised_event
from conference.organise.done import Done, to_done
from conference.organise.log import Deed, Thing, record
from conference.organise.reading import read_translated
from conference.organise.sessions import session_of
from conference.organise.uploading import BODY_BYTES, read_picture, read_sent, to_choose_again
from conference.web import AnyRequest

PORTRAIT = "/manage/events/{slug:str}/speakers/{speaker_id:int}/portrait"
LOGO = "/manage/events/{slug:str}/logo"
PICTURE = "/manage/events/{slug:str}/picture"
FILES = "/manage/events/{slug:str}/sessions/{session_id:int}/files"
MOST_TITLE = 200


@put(PORTRAIT, name="set_portrait", request_max_body_size=BODY_BYTES)
async def set_portrait(
    request: AnyRequest,
    slug: FromPath[str],
    speaker_id: FromPath[int],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    async with database.reading() as db:
        event = await organised_event(slug, db, viewer)
        speaker = await speaker_of(db, event.id, speaker_id)
    try:
        picture = await read_picture(request, pictures.portrait)
        async with database.writing() as db:
            await uploads.set_portrait(db, event.id, speaker_id, picture)
            by, name = viewer.person, speaker.name
            record(db, event.id, by, Deed.CHANGED, Thing.PORTRAIT, name=name, thing_id=speaker_id)
    except Invalid as refusal:
        typed = speaker_page.typed(facts_of(speaker))
        at = speaker_page.PORTRAIT
        return speaker_page.speaker_page(request, event, typed, refusal, speaker=speaker, at=at)
    return _to(event, f"speakers/{speaker_id}", Done.SAVED, "portrait")


@delete(PORTRAIT, name="remove_portrait", status_code=200)
async def remove_portrait(
    speaker_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    name = (await speaker_of(db, organised.id, speaker_id)).name
    if await uploads.set_portrait(db, organised.id, speaker_id, None):
        by, id_ = viewer.person, speaker_id
        record(db, organised.id, by, Deed.REMOVED, Thing.PORTRAIT, name=name, thing_id=id_)
    return _to(organised, f"speakers/{speaker_id}", Done.REMOVED, "portrait")


@put(LOGO, name="set_logo", request_max_body_size=BODY_BYTES)
async def set_logo(
    request: AnyRequest,
    slug: FromPath[str],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    async with database.reading() as db:
        event = await organised_event(slug, db, viewer)
    try:
        picture = await read_picture(request, pictures.logo)
        async with database.writing() as db:
            await uploads.set_logo(db, event.id, picture)
            record(db, event.id, viewer.person, Deed.CHANGED, Thing.LOGO, name=event.title)
    except Invalid as refusal:
        return _form(request, event, refusal, event_form.LOGO)
    return _to(event, "settings", Done.SAVED, "logo")


@delete(LOGO, name="remove_logo", status_code=200)
async def remove_logo(
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    if await uploads.set_logo(db, organised.id, None):
        name = organised.title
        record(db, organised.id, viewer.person, Deed.REMOVED, Thing.LOGO, name=name)
    return _to(organised, "settings", Done.REMOVED, "logo")


@put(PICTURE, name="set_picture", request_max_body_size=BODY_BYTES)
async def set_picture(
    request: AnyRequest,
    slug: FromPath[str],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    async with database.reading() as db:
        event = await organised_event(slug, db, viewer)
    try:
        picture = await read_picture(request, pictures.event_picture)
        async with database.writing() as db:
            await uploads.set_picture(db, event.id, picture)
            record(db, event.id, viewer.person, Deed.CHANGED, Thing.PICTURE, name=event.title)
    except Invalid as refusal:
        return _form(request, event, refusal, event_form.PICTURE)
    return _to(event, "settings", Done.SAVED, "picture")


@delete(PICTURE, name="remove_picture", status_code=200)
async def remove_picture(
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    if await uploads.set_picture(db, organised.id, None):
        name = organised.title
        record(db, organised.id, viewer.person, Deed.REMOVED, Thing.PICTURE, name=name)
    return _to(organised, "settings", Done.REMOVED, "picture")


@post(FILES, name="add_file", request_max_body_size=BODY_BYTES)
async def add_file(
    request: AnyRequest,
    slug: FromPath[str],
    session_id: FromPath[int],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    async with database.reading() as db:
        event = await organised_event(slug, db, viewer)
        await session_of(db, event.id, session_id)
    sent = await read_sent(request)
    try:
        title = read_translated(sent.form, "title", most=MOST_TITLE, required=False)
        sent.form.finish()
        file = download(sent.name, sent.content)
        async with database.writing() as db:
            id_ = await uploads.add_download(db, event.id, session_id, file, title)
            by, name = viewer.person, file.name
            record(db, event.id, by, Deed.ADDED, Thing.FILE, name=name, thing_id=id_)
    except Invalid as refusal:
        refused = to_choose_again(refusal)
        attempt = session_page.Attempt(refused, sent.form.entered, session_page.FILES)
        async with database.reading() as db:
            return await session_page.session_page(request, db, event, session_id, attempt)
    return _to(event, f"sessions/{session_id}", Done.ADDED, "files")


@delete(f"{FILES}/{{upload_id:int}}", name="remove_file", status_code=200)
async def remove_file(
    session_id: FromPath[int],
    upload_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    name = await uploads.remove_download(db, organised.id, session_id, upload_id)
    record(db, organised.id, viewer.person, Deed.REMOVED, Thing.FILE, name=name)
    return _to(organised, f"sessions/{session_id}", Done.REMOVED, "files")


# Guarded by asking for `organised`, or by `organised_event` itself (see `access`).
HANDLERS: tuple[Any, ...] = (
    *(set_portrait, remove_portrait),
    *(set_logo, remove_logo),
    *(set_picture, remove_picture),
    *(add_file, remove_file),
)


def _form(request: AnyRequest, event: Event, refusal: Invalid, at: str) -> Response[str]:
    typed = event_entry.typed(events.facts_of(event))
    return event_form.event_form(request, typed, refusal, event=event, at=at)


def _to(event: Event, page: str, done: Done, at: str) -> Redirect:
    return to_done(f"/manage/events/{event.slug}/{page}", done, at)
