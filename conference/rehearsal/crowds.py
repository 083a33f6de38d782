"""The crowds that this server has sent into rehearsals: a process each, as a crowd is no part of a
server, and must not slow it down any more than real people do.

They end by themselves: after their minutes, or as their rehearsal is removed, also by another
process; and with the server.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from conference.crowd.invited import Invitation

logger = structlog.get_logger("conference.rehearsal")

COMMAND = (sys.executable, "-m", "conference", "crowd", "--invited")


class Crowds:
    def __init__(self) -> None:
        self._running: dict[int, asyncio.Task[None]] = {}
        self._failed: set[int] = set()

    @property
    def count(self) -> int:
        """How many are there now."""
        return len(self._running)

    def has_failed(self, event_id: int) -> bool:
        """It could not come, or broke down on the way."""
        return event_id in self._failed

    def send(self, event_id: int, invitation: Invitation) -> None:
        """To be called once the rehearsal is committed."""
        self._failed.discard(event_id)
        task = asyncio.create_task(self._attend(event_id, invitation))
        self._running[event_id] = task
        task.add_done_callback(lambda _: self._running.pop(event_id, None))

    async def stop(self, event_id: int) -> None:
        """Returns once it has left; nothing to do where it never was."""
        if task := self._running.get(event_id):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        try:
            yield
        finally:
            for event_id in list(self._running):
                await self.stop(event_id)

    async def _attend(self, event_id: int, invitation: Invitation) -> None:
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _out, said = await process.communicate(invitation.written().encode())
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):  # It has ended by itself.
                process.terminate()
            await process.communicate()
            raise
        if process.returncode:
            self._failed.add(event_id)
            last = said.decode(errors="replace").strip().rpartition("\n")[2]
            logger.warning("crowd ended", event=event_id, status=process.returncode, said=last)
