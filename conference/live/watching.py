"""Noticing that the database was away: what was committed as it went may never have been shown."""

from collections.abc import Callable

import structlog

from conference.db import Database

logger = structlog.get_logger("conference.live")


class Watch:
    def __init__(self, database: Database, on_return: Callable[[], None]) -> None:
        self._database, self._on_return = database, on_return
        self._is_there, self._losses = True, 0

    async def look(self) -> None:
        was_there, losses = self._is_there, self._losses
        self._is_there = await self._database.is_reachable()
        if was_there and not self._is_there:
            logger.error("database is away")
        if not self._is_there:
            return
        self._losses = self._database.losses.count
        if not was_there:
            logger.info("database is back")
        if not was_there or self._losses != losses:
            self._on_return()
