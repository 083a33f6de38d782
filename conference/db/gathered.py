"""Gathered reads: what many ask for at the same moment is read together, in one session.

No cache: nothing is answered with what was read before it was asked.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import AbstractAsyncContextManager
from contextvars import Context
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conference.db.away import is_away
from conference.db.grouped import settle

# PostgreSQL takes 32,767 parameters a statement; a key may be several.
MOST = 1_000
# Between two rounds so many times as long as the first took: a round costs little more for a
# hundred than for one, and under load there are more to read for after a while.
REST = 4
REST_MOST_S = 0.02

Find = Callable[[AsyncSession, Sequence[Any]], Awaitable[Sequence[Any]]]
Reading = Callable[[], AbstractAsyncContextManager[AsyncSession]]
Waiting = list[asyncio.Future[Any]]


class GatheredReads:
    """One reader for each way of finding; who asks while it reads is read in its next round."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._asked: dict[Find, dict[Hashable, Waiting]] = {}
        self._readers: dict[Find, asyncio.Task[None]] = {}

    async def ask(self, find: Find, key: Hashable) -> Any:
        answer = asyncio.get_running_loop().create_future()
        self._asked.setdefault(find, {}).setdefault(key, []).append(answer)
        if find not in self._readers:
            # It begins once all who run in this turn of the loop have asked, and reads for them
            # all: so it takes on nothing of the first one's request.
            reader = asyncio.create_task(self._read(find), context=Context())
            self._readers[find] = reader
        return await answer

    async def _read(self, find: Find) -> None:
        try:
            while asked := self._asked.pop(find, None):
                began = time.perf_counter()
                keys = list(asked)
                for start in range(0, len(keys), MOST):
                    some = keys[start : start + MOST]
                    await self._answer(find, some, [asked[key] for key in some])
                took_s = time.perf_counter() - began
                await asyncio.sleep(min(REST * took_s, REST_MOST_S))
        finally:
            del self._readers[find]

    async def _answer(
        self, find: Find, keys: Sequence[Hashable], waiting: Sequence[Waiting]
    ) -> None:
        """`waiting`: for each key, those who have asked for it."""
        try:
            async with self._reading() as db:
                found = list(zip(waiting, await find(db, keys), strict=True))
        except Exception as error:
            if len(keys) > 1 and not is_away(error):
                # So that a failing key fails alone.
                for key, those in zip(keys, waiting, strict=True):
                    await self._answer(find, [key], [those])
                return
            found = [(those, error) for those in waiting]
        for those, answer in found:
            for one in those:
                settle(one, answer)
