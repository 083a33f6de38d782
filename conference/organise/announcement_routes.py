"""Announcements over HTTP for organisers: saying something, and taking it back."""

from datetime import timedelta
from typing import Any

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda.announcements import all_announcements, announce_to, take_back
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.errors import Invalid
from conference.i18n import Text, _
from conference.organise.done import Done, read_done, to_done
from conference.organise.log import Deed, Thing, record
from conference.organise.queries import sessions_of
from conference.organise.reading import labels_of, read_translated
from conference.web import AnyRequest, page, read_form

PATH = "/manage/events/{slug:str}/announcements"
SAID = _("What you say")
MOST = 300
LASTS: tuple[tuple[str, Text], ...] = (
    ("10", _("10 minutes")),
    ("30", _("30 minutes")),
    ("120", _("2 hours")),
    ("1440", _("a day")),
)
NEW = {"minutes": "30"}


@get(PATH, name="announcements")
async def list_announcements(
    request: AnyRequest, db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Response[str]:
    return await _page(request, db, organised)


@post(PATH, name="announce")
async def say(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    form = await read_form(request)
    sessions = await sessions_of(db, organised.id)
    text = read_translated(form, "text", most=MOST)
    minutes = int(form.one_of("minutes", [code for code, _words in LASTS]))
    session = form.one_of("session", ["", *map(str, sessions)])
    try:
        form.finish()
    except Invalid as refusal:
        return await _page(request, db, organised, refusal, form.entered)
    session_id = int(session) if session else None
    id_ = await announce_to(db, organised.id, session_id, text, timedelta(minutes=minutes))
    by = viewer.person
    record(db, organised.id, by, Deed.SENT, Thing.ANNOUNCEMENT, name=text, thing_id=id_)
    return _back(organised, Done.ANNOUNCED, id_)


@delete(f"{PATH}/{{announcement_id:int}}", name="take_back_announcement", status_code=200)
async def withdraw(
    announcement_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    text = await take_back(db, organised.id, announcement_id)
    record(db, organised.id, viewer.person, Deed.TAKEN_BACK, Thing.ANNOUNCEMENT, name=text)
    return _back(organised, Done.TAKEN_BACK, announcement_id)


HANDLERS: tuple[Any, ...] = (list_announcements, say, withdraw)


def _back(event: Event, done: Done, announcement_id: int) -> Redirect:
    path = f"/manage/events/{event.slug}/announcements"
    return to_done(path, done, f"announcement-{announcement_id}")


async def _page(
    request: AnyRequest,
    db: AsyncSession,
    event: Event,
    refusal: Invalid | None = None,
    typed: dict[str, str] | None = None,
) -> Response[str]:
    sessions = await sessions_of(db, event.id)
    return page(
        request,
        "organise/announcements.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        at=f"/manage/events/{event.slug}/announcements",
        announcements=await all_announcements(db, event.id),
        sessions=[(str(id_), title) for id_, title in sessions.items()],
        lasts=LASTS,
        labels=labels_of("text", SAID),
        typed=typed or NEW,
        errors=refusal.fields if refusal else {},
        said=read_done(request),
    )
