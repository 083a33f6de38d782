"""How many watch, and what stands on the screen: pushed to those who watch."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.actions import SessionChanged
from conference.live import Broadcast, PresenceChanged, Topic, present
from conference.stage import queries
from conference.web import Fragment, morph

# Other audiences, such as moderators, are not counted on anybody's page.
ROOM = re.compile(r"session/\d+")


def same(change: PresenceChanged) -> Topic:
    return change.topic


async def audience(db: AsyncSession, change: PresenceChanged) -> Sequence[Fragment]:
    if not ROOM.fullmatch(change.topic):
        return []
    count = await present(db, change.topic)
    return [morph("stage-audience", "stage/_stage.html", "audience", count)]


def room_of(change: SessionChanged) -> Topic:
    return queries.room(change.session_id)


async def screen(db: AsyncSession, change: SessionChanged) -> Sequence[Fragment]:
    """It began, it ended, it was moved or cancelled. A video that goes on is left alone."""
    view = await queries.screen(db, change.session_id)
    return [morph("stage-screen", "stage/_stage.html", "screen", view)]


BROADCASTS = (
    Broadcast(PresenceChanged, same, audience),
    Broadcast(SessionChanged, room_of, screen),
)
