"""Importing an agenda over HTTP: choosing a file, looking at what it would change, writing it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda.aside import plan_aside, read_aside
from conference.agenda.editions import masthead
from conference.agenda.formats.bounds import LIMIT_BYTES, LIMIT_MIB, check_size
from conference.agenda.formats.model import AgendaUnreadable, ImportedAgenda, ImportedSession
from conference.agenda.formats.reading import read_agenda
from conference.agenda.imports import import_agenda, plan_of
from conference.agenda.models import Event
from conference.agenda.plan import Choice, Plan
from conference.db import Database
from conference.errors import Conflict, Refused
from conference.i18n import _
from conference.organise.access import organised_event
from conference.organise.attended import Times, check_times
from conference.organise.done import Done, read_done, to_done
from conference.organise.import_words import LEAVE, WITHDRAW, in_words
from conference.organise.log import Deed, Thing, record
from conference.web import AnyRequest, Form, carrying, page, read_form

PATH = "/manage/events/{slug:str}/import"
# Beside the file there is what browsers write around it.
UPLOAD_BYTES = LIMIT_BYTES + 64 * 1024
CHOOSE_AGAIN = _("Please choose the file once more.")


@dataclass(frozen=True)
class Sent:
    """A file as it came, by itself or carried in a form, and whether it is to be mended."""

    content: bytes
    is_mended: bool

    async def read(self, event: Event) -> ImportedAgenda:
        """A file that names no zone is read in the event's. Raises AgendaUnreadable."""
        return await read_aside(
            read_agenda, self.content, timezone=event.timezone, repair=self.is_mended
        )


@get(PATH, name="choose_agenda_file")
async def choose(
    request: AnyRequest, db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Response[str]:
    return await _choose(request, organised)


@post(PATH, name="preview_agenda", status_code=200, request_max_body_size=UPLOAD_BYTES)
async def preview(
    request: AnyRequest,
    slug: FromPath[str],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer],
) -> Response[str]:
    """Opens its session only when the file is there, which may take a while."""
    event = await _event(database, slug, viewer)
    sent = None
    try:
        sent = await _sent(request)
        imported = await sent.read(event)
    except AgendaUnreadable as refusal:
        return await _choose(request, event, refusal, sent)
    return await _preview(request, database, event, sent, imported)


@put(PATH, name="import_agenda", request_max_body_size=UPLOAD_BYTES)
async def write(
    request: AnyRequest,
    slug: FromPath[str],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """What was looked at, or nothing: then it is shown as it would be now."""
    event = await _event(database, slug, viewer)
    try:
        sent = await _sent(request)
        imported = await sent.read(event)
    except AgendaUnreadable as refusal:
        return await _choose(request, event, refusal)
    form = await read_form(request)
    try:
        async with database.writing() as db:
            agreed = form.entered.get("plan", "")
            chosen = _choice(form)
            plan = await import_agenda(db, event.id, imported, agreed=agreed, chosen=chosen)
            await check_times(db, _moves(plan, chosen))
            _log(db, event, viewer, imported, plan)
    except Conflict as refusal:
        return await _preview(request, database, event, sent, imported, refusal)
    return to_done(f"/manage/events/{slug}/import", Done.IMPORTED)


HANDLERS: tuple[Any, ...] = (choose, preview, write)


async def _event(database: Database, slug: str, viewer: Viewer | None) -> Event:
    async with database.reading() as db:
        return await organised_event(slug, db, viewer)


async def _sent(request: AnyRequest) -> Sent:
    """Raises AgendaUnreadable where there is none."""
    data = await request.form()
    is_mended, kept, file = data.get("mend") == "yes", data.get("kept"), data.get("file")
    if isinstance(kept, str) and kept:
        return Sent(await read_aside(_unpacked, kept), is_mended)
    if not isinstance(file, UploadFile) or not file.filename:
        raise AgendaUnreadable(_("Please choose a file first."))
    content = await file.read(LIMIT_BYTES + 1)
    await file.close()
    check_size(content)
    return Sent(content, is_mended)


def _unpacked(kept: str) -> bytes:
    try:
        return carrying.read_carried(kept, LIMIT_BYTES)
    except carrying.NotCarried as error:
        raise AgendaUnreadable(CHOOSE_AGAIN) from error


def _choice(form: Form) -> Choice:
    """Everything but what was left out; of what is gone, what was ticked. See `import_words`."""
    return Choice(_ticked(form, LEAVE), _ticked(form, WITHDRAW))


def _ticked(form: Form, prefix: str) -> frozenset[str]:
    names = (name for name in form.entered if name.startswith(prefix) and form.checked(name))
    return frozenset(name.removeprefix(prefix) for name in names)


def _moves(plan: Plan, chosen: Choice) -> dict[int, tuple[Times, Times]]:
    """By session its times before and after."""
    taken = [match for match in plan.changed if chosen.takes(match)]
    return {
        match.stored.id: (
            _times(match.stored.session) if match.stored.is_scheduled else None,
            _times(match.imported),
        )
        for match in taken
    }


def _times(session: ImportedSession) -> tuple[datetime, datetime]:
    return session.starts_at, session.ends_at


def _log(
    db: AsyncSession, event: Event, viewer: Viewer, imported: ImportedAgenda, plan: Plan
) -> None:
    counts = plan.counts()
    details = {name: counts[name] for name in ("new", "changed", "gone") if counts[name]}
    name = imported.title
    record(db, event.id, viewer.person, Deed.IMPORTED, Thing.AGENDA, name=name, details=details)


async def _preview(
    request: AnyRequest,
    database: Database,
    event: Event,
    sent: Sent,
    imported: ImportedAgenda,
    refusal: Refused | None = None,
) -> Response[str]:
    async with database.reading() as db:
        plan = await plan_of(db, event.slug, imported)
    kept = await read_aside(carrying.carried, sent.content)
    return await plan_aside(_shown, request, event, imported, plan, kept, sent.is_mended, refusal)


def _shown(
    request: AnyRequest,
    event: Event,
    imported: ImportedAgenda,
    plan: Plan,
    kept: str,
    is_mended: bool,
    refusal: Refused | None,
) -> Response[str]:
    shown = masthead(event)
    return page(
        request,
        "organise/import_preview.html",
        event=shown,
        status=refusal.status if refusal else 200,
        at=f"/manage/events/{event.slug}/import",
        imported=imported,
        plan=plan,
        words=in_words(plan, shown),
        counts=plan.counts(),
        kept=kept,
        is_mended=is_mended,
        notice=refusal.sentence if refusal else None,
    )


async def _choose(
    request: AnyRequest,
    event: Event,
    refusal: AgendaUnreadable | None = None,
    sent: Sent | None = None,
) -> Response[str]:
    """A file that can be mended comes back with the offer."""
    can_mend = refusal is not None and refusal.can_repair and sent is not None
    return page(
        request,
        "organise/import.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        at=f"/manage/events/{event.slug}/import",
        limit=LIMIT_MIB,
        error=refusal.at_field if refusal else None,
        kept=await read_aside(carrying.carried, sent.content) if can_mend and sent else "",
        said=read_done(request),
    )
