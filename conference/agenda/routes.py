"""The agenda page, its live regions and socket, and the event's isobars."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from litestar import Response, WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock, i18n
from conference.accounts.guards import Viewer
from conference.accounts.sockets import serve_viewer
from conference.agenda import bookmark_routes, calendar_routes, colour_routes, upload_routes
from conference.agenda.announcements import for_all
from conference.agenda.bookmarks import bookmarked_by
from conference.agenda.dates import language_name
from conference.agenda.editions import editions, event_by_slug, masthead
from conference.agenda.isobars import BAND, HERO, Size, isobars
from conference.agenda.models import Event
from conference.agenda.onward import ahead
from conference.agenda.pages import Choice, choose, current_agenda, list_of
from conference.agenda.programme import AgendaView, DayView, Filter
from conference.agenda.topics import programme_topics
from conference.agenda.visibility import is_visible
from conference.db import Database
from conference.live import Live
from conference.web import AnyRequest, html, page
from conference.web.templates import render_macro

TEXT_LIMIT = 100
DAY_S = 86_400


@dataclass(frozen=True)
class Tab:
    """A link above the list. `day`: None for all days."""

    day: DayView | None
    href: str
    is_current: bool


@get("/events", name="events")
async def list_events(request: AnyRequest, db: NamedDependency[AsyncSession]) -> Response[str]:
    return page(request, "agenda/events.html", events=await editions(db), now=clock.now())


@get("/events/{slug:str}/agenda", name="agenda")
async def show_agenda(
    request: AnyRequest,
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    live: NamedDependency[Live],
) -> Response[str]:
    seen = live.seen_by_now()
    event, now = await event_by_slug(db, slug, viewer), clock.now()
    agenda = await current_agenda(db, event)
    choice = _choice(request, agenda)
    return page(
        request,
        "agenda/agenda.html",
        event=masthead(event),
        agenda=agenda,
        now=now,
        wanted=choice.wanted,
        tabs=_tabs(agenda, choice),
        tracks=[(track.id, track.name) for track in agenda.tracks],
        rooms=[(room.id, room.name) for room in agenda.rooms],
        languages=[(code, language_name(code, i18n.locale())) for code in agenda.languages],
        list=list_of(db, agenda, choice, now),
        source=f"/events/{slug}/agenda/days?{urlencode(_query(choice))}",
        own=await bookmarked_by(db, viewer, event.id),
        said=await for_all(db, event.id, slug),
        seen=seen(programme_topics(event.id)),
    )


@get("/events/{slug:str}/agenda/days", name="agenda_days")
async def show_days(
    request: AnyRequest,
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    agenda = await current_agenda(db, await event_by_slug(db, slug, viewer))
    return html(list_of(db, agenda, _choice(request, agenda), clock.now()))


@get("/events/{slug:str}/agenda/now", name="agenda_now")
async def show_now(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    agenda = await current_agenda(db, await event_by_slug(db, slug, viewer))
    return html(render_macro("agenda/_now.html", "region", agenda, clock.now()))


@get("/events/{slug:str}/ahead", name="ahead")
async def show_ahead(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    event = await event_by_slug(db, slug, viewer)
    programme, own = await current_agenda(db, event), await bookmarked_by(db, viewer, event.id)
    view = ahead(programme, own or (), clock.now())
    return html(render_macro("agenda/_ahead.html", "region", view))


@get("/events/{slug:str}/announcements", name="event_announcements")
async def show_announcements(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    event = await event_by_slug(db, slug, viewer)
    shown = await for_all(db, event.id, slug)
    return html(render_macro("agenda/_announcements.html", "region", shown))


@websocket("/events/{slug:str}/live", name="agenda_live")
async def serve_agenda(
    socket: WebSocket[Any, Any, Any],
    slug: FromPath[str],
    database: NamedDependency[Database],
    live: NamedDependency[Live],
    viewer: NamedDependency[Viewer | None],
) -> None:
    """For everyone: the programme is public, once the event is."""

    async def may_read(db: AsyncSession, viewers: Sequence[Viewer | None]) -> list[bool]:
        event = await db.get_one(Event, event_id)
        return [is_visible(event, now) for now in viewers]

    async with database.reading() as db:
        event_id = (await event_by_slug(db, slug, viewer)).id
    topic, *also = programme_topics(event_id)
    await serve_viewer(socket, topic, viewer, may_read, live=live, database=database, also=also)


@get("/events/{slug:str}/isobars.svg", name="isobars")
async def show_isobars(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    return await _drawing((await event_by_slug(db, slug, viewer)).slug, HERO)


@get("/events/{slug:str}/isobars-band.svg", name="isobars_band")
async def show_band(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    return await _drawing((await event_by_slug(db, slug, viewer)).slug, BAND)


ROUTES = (
    list_events,
    show_agenda,
    show_days,
    show_now,
    show_ahead,
    show_announcements,
    serve_agenda,
    show_isobars,
    show_band,
    *bookmark_routes.ROUTES,
    *colour_routes.ROUTES,
    *calendar_routes.ROUTES,
    *upload_routes.ROUTES,
)


def _choice(request: AnyRequest, agenda: AgendaView) -> Choice:
    """What names nothing of this programme is taken for nothing: links grow old."""
    query = request.query_params
    wanted = Filter(
        track_id=_known(query.get("track"), [track.id for track in agenda.tracks]),
        room_id=_known(query.get("room"), [room.id for room in agenda.rooms]),
        language=query.get("language", "") if query.get("language") in agenda.languages else "",
        text=" ".join(query.get("text", "")[:TEXT_LIMIT].split()),
    )
    return choose(agenda, wanted, query.get("day", ""), clock.now())


def _known(value: str | None, ids: list[int]) -> int | None:
    return next((id_ for id_ in ids if str(id_) == value), None)


def _tabs(agenda: AgendaView, choice: Choice) -> list[Tab]:
    """Into the page where it shows all days, else from day to day."""
    if choice.day is None and not (choice.is_long and choice.wanted.is_empty):
        found = agenda.matching(choice.wanted).days
        return [Tab(day, f"#day-{day.date}", is_current=False) for day in found]
    days = [Tab(day, f"?day={day.date}", day.date == choice.day) for day in agenda.days]
    return [*days, Tab(None, "?day=all", choice.day is None)]


def _query(choice: Choice) -> dict[str, str]:
    wanted = choice.wanted
    query = {
        "track": str(wanted.track_id or ""),
        "room": str(wanted.room_id or ""),
        "language": wanted.language,
        "text": wanted.text,
        "day": choice.day.isoformat() if choice.day else "all",
    }
    return {name: value for name, value in query.items() if value}


async def _drawing(slug: str, size: Size) -> Response[str]:
    # The first time it takes longer than the others should wait.
    return Response(
        await asyncio.to_thread(_isobars, slug, size),
        media_type="image/svg+xml",
        headers={"cache-control": f"public, max-age={DAY_S}"},
    )


@lru_cache(64)
def _isobars(slug: str, size: Size) -> str:
    return isobars(slug, size)
