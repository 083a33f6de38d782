"""One of the crowd from the invitation to the end: comes by the link, does as the script says, and
writes down what the server has acknowledged."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Protocol

from conference.crowd.browser import LOST, Browser, Refusal
from conference.crowd.people import Individual
from conference.crowd.scripts import Act, Ask, Away, Cue, Feel, Stall, Upvote, Vote

# A line that is lost is tried again as browsers do: soon, then ever later.
FIRST_RETRY_S, LAST_RETRY_S = 0.5, 8.0


class Deed(StrEnum):
    REGISTERED = "registered"
    SIGNED_IN = "signed-in"
    CAME = "came"
    ASKED = "asked"
    UPVOTED = "upvoted"
    VOTED = "voted"
    FELT = "felt"
    LOST_LINE = "lost-line"
    CAME_BACK = "came-back"
    REFUSED = "refused"


@dataclass(frozen=True)
class Did:
    """A line of the crowd's log. `what`: the address, the text, or the id it is about."""

    number: int
    deed: Deed
    what: str = ""


class Way(Protocol):
    """How somebody comes to the link that lets them in."""

    async def token(self, who: Individual, browser: Browser, note: Callable[[Did], None]) -> str:
        """Its token. Raises Refusal, and one of LOST."""


@dataclass
class Attending:
    """One person, and what they have done so far."""

    who: Individual
    browser: Browser
    slug: str
    session_id: int
    way: Way
    note: Callable[[Did], None]
    upvoted: set[str] = field(default_factory=set)
    voted: set[str] = field(default_factory=set)
    is_here: asyncio.Event = field(default_factory=asyncio.Event)

    async def come_in(self) -> None:
        """Raises Refusal, and one of LOST."""
        token = await self.way.token(self.who, self.browser, self.note)
        await self.browser.read(f"/sign-in/{token}")
        await self.browser.send(f"/sign-in/{token}", {})
        self._did(Deed.SIGNED_IN)

    async def attend(self, cues: list[Cue]) -> None:
        """Until the last cue; then they leave."""
        await self.browser.enter(self.session_id)
        self._did(Deed.CAME, str(self.session_id))
        self.is_here.set()
        line = asyncio.create_task(self._keep_line())
        begun = asyncio.get_running_loop().time()
        try:
            for cue in cues:
                await asyncio.sleep(max(0.0, begun + cue.at - asyncio.get_running_loop().time()))
                await self._act(cue.act)
        finally:
            line.cancel()
            with suppress(asyncio.CancelledError):
                await line

    async def _keep_line(self) -> None:
        wait = Random(self.who.number)
        retry_s = FIRST_RETRY_S
        while True:
            await self.is_here.wait()
            frames = self.browser.seen.frames
            with suppress(*LOST):
                await self.browser.watch(self.session_id)
            if self.browser.seen.frames > frames:
                retry_s = FIRST_RETRY_S
            await asyncio.sleep(retry_s * wait.uniform(0.7, 1.3))
            retry_s = min(retry_s * 2, LAST_RETRY_S)

    async def _act(self, act: Act) -> None:
        try:
            match act:
                case Ask():
                    fields = {"text": act.text} | ({"anonymous": "yes"} if act.is_anonymous else {})
                    await self.browser.send(f"/sessions/{self.session_id}/questions", fields)
                    self._did(Deed.ASKED, act.text)
                    own = f"/sessions/{self.session_id}/questions/own"
                    self.browser.seen.read(await self.browser.read(own))
                case Upvote():
                    await self._upvote(act)
                case Vote():
                    await self._vote(act)
                case Feel():
                    fields = {"value": str(act.value), "topic": act.topic, "text": act.text}
                    await self.browser.send(f"/events/{self.slug}/mood", fields, method="put")
                    self._did(Deed.FELT)
                case Away():
                    await self._be_away(act)
                case Stall():
                    await self.browser.stall(act.seconds)
        except Refusal as refusal:
            self._did(Deed.REFUSED, f"{type(act).__name__} {refusal.status}")
        except LOST:
            self._did(Deed.LOST_LINE)

    async def _upvote(self, act: Upvote) -> None:
        seen = self.browser.seen
        open_to_them = [id_ for id_ in seen.questions if id_ not in self.upvoted | seen.own]
        if not open_to_them:
            return
        question = open_to_them[int(act.pick * len(open_to_them))]
        await self.browser.send(f"/questions/{question}/upvote", {}, method="put")
        self.upvoted.add(question)
        self._did(Deed.UPVOTED, question)

    async def _vote(self, act: Vote) -> None:
        """Once in each, but for one in ten who thinks again; the first choice is the favourite."""
        polls = sorted(self.browser.seen.polls, key=int)
        newest = polls[-1] if polls else ""
        if newest and (newest not in self.voted or act.pick < 0.1):
            choices = self.browser.seen.polls[newest]
            choice = choices[int(act.pick**2 * len(choices))]
            await self.browser.send(f"/polls/{newest}/ballot", {"choice": choice}, method="put")
            self.voted.add(newest)
            self._did(Deed.VOTED, newest)

    async def _be_away(self, act: Away) -> None:
        self.is_here.clear()
        self.browser.lose_line()
        self._did(Deed.LOST_LINE)
        await asyncio.sleep(act.seconds)
        await self.browser.enter(self.session_id)
        self.is_here.set()
        self._did(Deed.CAME_BACK)

    def _did(self, deed: Deed, what: str = "") -> None:
        self.note(Did(self.who.number, deed, what))
