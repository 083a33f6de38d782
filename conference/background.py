"""Work that goes on beside the requests, and ends in good order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog

logger = structlog.get_logger("conference.background")


class Loop:
    """Does `work` again and again: when woken, and every `every_s` seconds (None: only then).

    It ends between two rounds, never inside one: cancelled while it opens a database connection,
    it would leave that connection's thread behind.
    """

    def __init__(self, work: Callable[[], Awaitable[None]], every_s: float | None = None) -> None:
        self._work, self._every_s = work, every_s
        self._woken = asyncio.Event()
        self._begun = asyncio.Event()
        self._ending = False
        self._is_failing = False

    def wake(self) -> None:
        self._woken.set()

    async def begun(self) -> None:
        """Once the first round is over."""
        await self._begun.wait()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._ending = True
            self.wake()
            await task

    async def _run(self) -> None:
        while not self._ending:
            self._woken.clear()
            await self._work_once()
            self._begun.set()
            if not self._ending:
                await self._pause()

    async def _work_once(self) -> None:
        name = self._work.__qualname__
        try:
            await self._work()
        except Exception as error:
            # The database is away, perhaps; the loop must still be there when it returns. The same
            # once a second would tell nothing more.
            if not self._is_failing:
                logger.exception("background", work=name, exc_info=error)
            self._is_failing = True
        else:
            if self._is_failing:
                logger.info("background goes on", work=name)
            self._is_failing = False

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._every_s):
                await self._woken.wait()
