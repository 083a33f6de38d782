"""Group commit: writes that come in thousands share one transaction and one flush to disk.

Acknowledged means committed: each caller goes on only after the commit of its batch.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from contextvars import Context
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from conference.db.away import is_away
from conference.errors import Busy, Refused
from conference.i18n import _

logger = structlog.get_logger("conference.db")

BATCH = 1_000
QUEUE = 20_000

Action = Callable[[AsyncSession, Sequence[Any]], Awaitable[Sequence[Any]]]
Writing = Callable[[], AbstractAsyncContextManager[AsyncSession]]


@dataclass
class _Waiting:
    item: Any
    result: asyncio.Future[Any]


class GroupCommit:
    """One writer at a time; those who come meanwhile make up the next batch."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._queues: dict[Action, list[_Waiting]] = {}
        self._writer: asyncio.Task[None] | None = None

    async def submit(self, action: Action, item: Any) -> Any:
        """The action's result for this item. Raises what the action refused it with, and
        Busy when more wait than a moment can write, or the database is away."""
        queue = self._queues.setdefault(action, [])
        if len(queue) >= QUEUE:
            raise Busy(
                _("So many answers arrive just now that yours has to wait. Please try again.")
            )
        waiting = _Waiting(item, asyncio.get_running_loop().create_future())
        queue.append(waiting)
        if self._writer is None or self._writer.done():
            # It works for all who wait, so it takes on nothing of the first one's request.
            self._writer = asyncio.create_task(self._write(), context=Context())
        return await waiting.result

    async def close(self) -> None:
        if self._writer is not None:
            await self._writer

    async def _write(self) -> None:
        while action := next((action for action, queue in self._queues.items() if queue), None):
            # Put back at the end, so that a stream of one action does not starve the others.
            queue = self._queues.pop(action)
            batch, self._queues[action] = queue[:BATCH], queue[BATCH:]
            try:
                await self._write_batch(action, batch)
            except Exception as error:
                _refuse(batch, error)

    async def _write_batch(self, action: Action, batch: list[_Waiting]) -> None:
        """Raises what means that the database is away."""
        try:
            async with self._writing() as db:
                results = await action(db, [waiting.item for waiting in batch])
                pairs = list(zip(batch, results, strict=True))
        except Exception as error:
            if is_away(error):
                raise
            await self._write_singly(action, batch, error)
            return
        for waiting, result in pairs:
            settle(waiting.result, result)

    async def _write_singly(self, action: Action, batch: list[_Waiting], error: Exception) -> None:
        """So that a failing item fails alone."""
        if len(batch) == 1:
            settle(batch[0].result, error)
            return
        for waiting in batch:
            await self._write_batch(action, [waiting])


def _refuse(batch: list[_Waiting], error: Exception) -> None:
    """Those who have no answer yet. Trying each in turn would keep all others waiting, too."""
    logger.error("batch not written", items=len(batch), exc_info=error)
    for waiting in batch:
        settle(waiting.result, Busy(_("This could not be saved just now. Please try again soon.")))


def settle(future: asyncio.Future[Any], result: Any) -> None:
    """With the result, or by raising it. Who hung up has cancelled the future; what they wrote
    stays written."""
    if future.done():
        return
    if isinstance(result, Refused | Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
