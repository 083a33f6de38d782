"""The crowd's moderator, in a demo and in a rehearsal: lets questions in, puts the first on stage,
opens a poll."""

import asyncio
import re
from collections.abc import Callable
from random import Random

from conference.crowd.attending import Deed, Did
from conference.crowd.browser import LOST, Browser, Refusal

WAITING = re.compile(r'id="moderated-(\d+)"[^>]*data-changed="waiting')
LIVE = re.compile(r'id="moderated-(\d+)"[^>]*data-changed="liveFalse')
ON_STAGE = re.compile(r'id="moderated-(\d+)"[^>]*data-changed="\w+True')
DRAFT = re.compile(
    r'action="/polls/(\d+)/opening\?[^>]*>\s*<input[^>]*name="version" value="(\d+)"'
)
NUMBER = -1
LOOKS_EVERY_S = 3.0
POLL_AFTER_S = 20.0


class Moderating:
    """`browser`: one that is signed in as a moderator."""

    def __init__(self, browser: Browser, session_id: int, note: Callable[[Did], None]) -> None:
        self._browser, self._note = browser, note
        self._page = f"/sessions/{session_id}/moderation"
        self._on_stage_since = 0

    async def moderate(self, seed: int) -> None:
        """Until cancelled."""
        choose = Random(f"{seed} moderator")
        poll_at: float | None = asyncio.get_running_loop().time() + POLL_AFTER_S
        while True:
            try:
                await self._look(choose)
                if poll_at and asyncio.get_running_loop().time() > poll_at:
                    poll_at = None
                    await self._open_poll()
            except (Refusal, *LOST):
                self._note(Did(NUMBER, Deed.REFUSED, "moderator"))
            await asyncio.sleep(LOOKS_EVERY_S * choose.uniform(0.6, 1.4))

    async def _look(self, choose: Random) -> None:
        """As many as can be read in a moment; the stage is kept for some looks."""
        shown = await self._browser.read(f"{self._page}/questions")
        for question in WAITING.findall(shown)[:4]:
            await self._browser.send(f"/questions/{question}/approval", {}, method="put")
        self._on_stage_since += 1
        if self._on_stage_since < 5:
            return
        self._on_stage_since = 0
        for question in ON_STAGE.findall(shown):
            await self._browser.send(f"/questions/{question}/closure", {}, method="put")
        if first := LIVE.findall(shown)[:1]:
            await self._browser.send(f"/questions/{first[0]}/stage", {}, method="put")

    async def _open_poll(self) -> None:
        """The first that was drafted, if there is one."""
        draft = DRAFT.search(await self._browser.read(f"{self._page}/polls/all"))
        if draft is not None:
            poll, version = draft.groups()
            await self._browser.send(f"/polls/{poll}/opening", {"version": version}, method="put")
