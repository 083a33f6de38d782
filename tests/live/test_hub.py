"""The hub: what goes wrong for one audience keeps nothing from the others."""

import asyncio
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.topics import room
from conference.db import Database
from conference.live import Broadcast
from conference.live.crowds import Crowd
from conference.live.frames import Frame
from conference.live.hub import Hub
from conference.live.queued import QueuedLine
from conference.live.sockets import Subscriber
from conference.qa.actions import NumberChanged
from conference.web import Fragment, morph
from tests.live.test_sockets import allowed


class BrokenLine(QueuedLine):
    def push(self, frame: Frame) -> bool:
        raise RuntimeError("the handler is closed")


async def shown(db: AsyncSession, change: NumberChanged) -> Sequence[Fragment]:
    return [morph("stage-audience", "stage/_stage.html", "audience", Crowd(1, is_exact=True))]


async def test_a_line_that_breaks_keeps_nothing_from_other_rooms(database: Database) -> None:
    broken, *others = lines = [BrokenLine(), *(QueuedLine() for _ in range(9))]
    hub = Hub(database, [Broadcast(NumberChanged, lambda change: room(change.session_id), shown)])
    for number, line in enumerate(lines):
        hub.join(Subscriber(frozenset({room(number)}), "en", (), None, allowed, line))

    async with hub.running(), asyncio.timeout(10):
        hub.collect([NumberChanged(number) for number in range(len(lines))])
        frames = [await line.frames.get() for line in others]

    assert all("stage-audience" in frame.text for frame in frames)
    assert broken.frames.empty()
