"""A browser's socket: served while the one who opened it may see what it shows."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Any

from litestar import WebSocket
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.accounts.guards import Viewer
from conference.accounts.queries import current_viewers
from conference.db import Database
from conference.errors import NotFound
from conference.live import Come, Live, Topic, unnoticed

May = Callable[[AsyncSession, Sequence[Viewer | None]], Awaitable[Sequence[bool]]]


async def serve_viewer(
    socket: WebSocket[Any, Any, Any],
    topic: Topic,
    viewer: Viewer | None,
    may: May,
    *,
    live: Live,
    database: Database,
    also: Iterable[Topic] = (),
    come: Come = unnoticed,
) -> None:
    """`also`: further topics of the same page. `may` is asked now and again whenever a right may
    have been taken away, then for all who look at the same topics. `come`: see `Live.serve`.
    Raises NotFound."""
    async with database.reading() as db:
        # Who it is was looked up for this very request.
        (is_allowed,) = await may(db, [viewer])
    if not is_allowed:
        raise NotFound
    await serve_allowed(
        socket, [topic, *also], viewer, may, live=live, database=database, come=come
    )


async def serve_allowed(
    socket: WebSocket[Any, Any, Any],
    topics: Iterable[Topic],
    viewer: Viewer | None,
    may: May,
    *,
    live: Live,
    database: Database,
    come: Come = unnoticed,
) -> None:
    """The same for one who was asked for just now. A page that has something to give back (see
    `Live.seen`) gives it in its address."""

    await live.serve(
        socket,
        topics,
        locale=i18n.locale(),
        owners=viewer.owners if viewer else (),
        holder=viewer,
        are_allowed=partial(_are_allowed, may, database),
        come=come,
        seen=socket.query_params.get("seen"),
    )


async def _are_allowed(
    may: May, database: Database, viewers: Sequence[Viewer | None]
) -> Sequence[bool]:
    async with database.reading() as db:
        return await may(db, await current_viewers(db, viewers))
