"""How many watch: pushed to those who watch."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.live import Broadcast, PresenceChanged, Topic, present
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


BROADCASTS = (Broadcast(PresenceChanged, same, audience),)
