"""The regions of a session's page: read and rendered once for all who may come in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from litestar.di import Provide
from litestar.types import ASGIApp, Scope
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.agenda.models import Session
from conference.agenda.topics import everybody, room
from conference.db import Database
from conference.errors import NotFound
from conference.live import Live
from conference.registration.admission import admitted, require_admitted
from conference.registration.attendance import Stays
from conference.web import AnyRequest
from conference.web.log import ANONYMOUS
from conference.web.packed import PACKED, Packed

Render = Callable[[AsyncSession], Awaitable[str]]


@dataclass(frozen=True)
class Rooms:
    """As one viewer comes in to them. In one piece: of several dependencies Litestar resolves each
    in a task of its own."""

    database: Database
    live: Live
    stays: Stays
    viewer: Viewer | None

    async def region(
        self, request: AnyRequest, session_id: int, name: str, render: Render
    ) -> ASGIApp:
        """The same for all who are admitted, in their language. Raises NotFound, SignInNeeded."""
        event_id = await self.admitted_at(session_id)

        async def make() -> Packed:
            async with self.database.reading() as db:
                return Packed((await render(db)).encode())

        topics = [room(session_id), everybody(event_id)]
        packed = await self.live.kept.get(topics, (name, session_id), make)
        return packed.answer(request)

    async def admitted_at(self, session_id: int) -> int:
        """The event. Raises NotFound, SignInNeeded."""
        event_id = await event_of(self.database, self.live, session_id)
        if not await self.database.gathered(admitted, (self.viewer, event_id)):
            async with self.database.reading() as db:
                await require_admitted(db, self.viewer, event_id)
        return event_id


async def event_of(database: Database, live: Live, session_id: int) -> int:
    """Raises NotFound."""

    async def read() -> int:
        async with database.reading() as db:
            session = await db.get(Session, session_id)
            if session is None:
                raise NotFound
            return session.event_id

    return await live.kept.get([], ("event of", session_id), read)


def _find_rooms(scope: Scope) -> Rooms:
    parts: Any = scope["state"]["parts"]
    shared = parts["database"], parts["live"], parts["stays"]
    return Rooms(*shared, scope["state"].get("viewer"))


ROOMS = {"rooms": Provide(_find_rooms, sync_to_thread=False)}
# For the routes of regions.
REGION: dict[str, Any] = {"opt": ANONYMOUS | PACKED, "dependencies": ROOMS}
