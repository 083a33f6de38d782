"""The rooms of sessions, as somebody comes in to one."""

from dataclasses import dataclass
from typing import Any

from litestar.di import Provide
from litestar.types import Scope

from conference.accounts.guards import Viewer
from conference.agenda.models import Session
from conference.db import Database
from conference.errors import NotFound
from conference.live import Live
from conference.registration.admission import admitted, require_admitted
from conference.registration.attendance import Stays


@dataclass(frozen=True)
class Rooms:
    """As one viewer comes in to them. In one piece: of several dependencies Litestar resolves each
    in a task of its own."""

    database: Database
    live: Live
    stays: Stays
    viewer: Viewer | None

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
