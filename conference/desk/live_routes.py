"""The desk's socket: one for all its pages of an event."""

from collections.abc import Sequence
from typing import Any

from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.accounts.sockets import serve_viewer
from conference.agenda.editions import event_by_slug
from conference.db import Database
from conference.desk.access import is_limited, is_staff
from conference.desk.broadcasts import (
    event_topic,
    messages_topic,
    regional_topic,
    session_topic,
)
from conference.desk.sessions import session_ids
from conference.live import Live


@websocket("/desk/events/{slug:str}/live", name="desk_live")
async def serve_desk(
    socket: WebSocket[Any, Any, Any],
    slug: FromPath[str],
    database: NamedDependency[Database],
    live: NamedDependency[Live],
    viewer: NamedDependency[Viewer | None],
) -> None:
    """Changes of polls name their session only, so each session is a topic of its own.

    It closes when its viewer gets a limit or loses it, as it then is in the wrong topic.
    """
    async with database.reading() as db:
        event_id = (await event_by_slug(db, slug, viewer)).id
        sessions = await session_ids(db, event_id)

    limited = is_limited(viewer, event_id)
    messages = (regional_topic if limited else messages_topic)(event_id)

    async def may_see(db: AsyncSession, viewers: Sequence[Viewer | None]) -> list[bool]:
        return [is_staff(now, event_id) and is_limited(now, event_id) == limited for now in viewers]

    await serve_viewer(
        socket,
        event_topic(event_id),
        viewer,
        may_see,
        live=live,
        database=database,
        also=[messages, *map(session_topic, sessions)],
    )


HANDLERS = (serve_desk,)
