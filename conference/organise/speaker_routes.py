"""Speakers over HTTP: their list, and the form of one of them."""

from typing import Any

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda.actions import add_speaker
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.agenda.speakers import (
    SpeakerFacts,
    edit_speaker,
    facts_of,
    remove_speaker,
    speaker_of,
    speakers,
)
from conference.errors import Conflict, Invalid
from conference.organise.done import Done, read_done, to_done
from conference.organise.log import Deed, Thing, record
from conference.organise.reading import read_address, read_translated
from conference.organise.speaker_page import REMOVAL, speaker_page, typed
from conference.web import AnyRequest, Form, page, read_form

PATH = "/manage/events/{slug:str}/speakers"
ONE = f"{PATH}/{{speaker_id:int}}"


@get(PATH, name="manage_speakers")
async def list_speakers(
    request: AnyRequest, db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Response[str]:
    found = await speakers(db, organised.id)
    shown, said = masthead(organised), read_done(request)
    return page(request, "organise/speakers.html", event=shown, speakers=found, said=said)


@get(f"{PATH}/new", name="new_speaker")
async def show_new(request: AnyRequest, organised: NamedDependency[Event]) -> Response[str]:
    return speaker_page(request, organised, {})


@post(PATH, name="add_speaker")
async def add(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    try:
        facts = read_speaker(form)
    except Invalid as refusal:
        return speaker_page(request, organised, form.entered, refusal)
    id_ = await add_speaker(db, organised.id, **vars(facts))
    record(
        db, organised.id, viewer.person, Deed.ADDED, Thing.SPEAKER, name=facts.name, thing_id=id_
    )
    return _back(organised, Done.ADDED)


@get(ONE, name="speaker_form")
async def show(
    request: AnyRequest,
    speaker_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
) -> Response[str]:
    speaker = await speaker_of(db, organised.id, speaker_id)
    return speaker_page(request, organised, typed(facts_of(speaker)), speaker=speaker)


@put(ONE, name="edit_speaker")
async def edit(
    request: AnyRequest,
    speaker_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Refused, what was touched is kept, to be written over what is there now."""
    form = await read_form(request)
    speaker = await speaker_of(db, organised.id, speaker_id)
    try:
        facts = read_speaker(form)
        version = form.number("version")
        await edit_speaker(db, organised.id, speaker_id, facts, version=version)
    except (Conflict, Invalid) as refusal:
        return speaker_page(request, organised, form.entered, refusal, speaker=speaker)
    by, name = viewer.person, facts.name
    record(db, organised.id, by, Deed.CHANGED, Thing.SPEAKER, name=name, thing_id=speaker_id)
    return _back(organised, Done.SAVED)


@delete(ONE, name="remove_speaker", status_code=200)
async def remove(
    request: AnyRequest,
    speaker_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    speaker = await speaker_of(db, organised.id, speaker_id)
    try:
        name = await remove_speaker(db, organised.id, speaker_id)
    except Conflict as refusal:
        fields = typed(facts_of(speaker))
        return speaker_page(request, organised, fields, refusal, speaker=speaker, at=REMOVAL)
    record(db, organised.id, viewer.person, Deed.REMOVED, Thing.SPEAKER, name=name)
    return _back(organised, Done.REMOVED)


# Each is guarded by asking for `organised` (see `access`).
HANDLERS: tuple[Any, ...] = (list_speakers, show_new, add, show, edit, remove)


def read_speaker(form: Form) -> SpeakerFacts:
    """Raises Invalid with a sentence for each field that cannot be taken."""
    facts = SpeakerFacts(
        name=form.text("name", most=200),
        headline=read_translated(form, "headline", most=200, required=False),
        biography=read_translated(form, "biography", most=5000, required=False, lines=True),
        url=read_address(form, "url"),
    )
    form.finish()
    return facts


def _back(event: Event, done: Done) -> Redirect:
    return to_done(f"/manage/events/{event.slug}/speakers", done)
