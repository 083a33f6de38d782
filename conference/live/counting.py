"""Writes how many sockets this process holds for each topic: when it changes, and now and then."""

from conference.db import Database
from conference.live.hub import Hub
from conference.live.presence import write_presence
from conference.live.topics import Topic

COUNT_EVERY_S = 2.0
# So that the counts stay fresh (`presence.FRESH`).
WRITE_EVERY_ROUNDS = 5


class Counter:
    def __init__(self, database: Database, hub: Hub) -> None:
        self._database, self._hub = database, hub
        self._written: dict[Topic, int] = {}
        self._rounds = 0

    async def count(self) -> None:
        self._rounds += 1
        counts = self._hub.audiences.counts()
        gone = dict.fromkeys(self._written.keys() - counts.keys(), 0)
        is_due = bool(counts) and self._rounds % WRITE_EVERY_ROUNDS == 0
        if is_due or counts | gone != self._written:
            await self._database.grouped(write_presence, counts | gone)
            self._written = counts
