"""A crowd that is invited to a rehearsal: it brings links and needs nothing else of the server, so
it can run as a process of its own that holds no secret.

`conference crowd --invited` reads an Invitation; `rehearsal.crowds` writes it.
"""

import asyncio
import json
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Self

from conference.crowd.attending import Deed
from conference.crowd.browser import LOST, Browser, Refusal
from conference.crowd.people import Individual
from conference.crowd.running import CannotCome, Note, Party, Plan, Visitors

LOOKS_EVERY_S = 3.0
GONE = (401, 403, 404)


@dataclass(frozen=True)
class Invitation:
    """`tokens`: of the personal links, in the order of `crowd.individuals`, for `seed`. `cookie`:
    name and value with which the moderator is signed in."""

    root_url: str
    is_loopback: bool
    slug: str
    session_id: int
    minutes: float
    seed: int
    tokens: tuple[str, ...]
    cookie: tuple[str, str]
    pace: float = 1

    def written(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Self:
        values = json.loads(text)
        lists = {name: tuple(values[name]) for name in ("tokens", "cookie")}
        return cls(**values | lists)

    @property
    def plan(self) -> Plan:
        return Plan(
            len(self.tokens), self.minutes, self.seed, self.slug, self.session_id, self.pace
        )


@dataclass(frozen=True)
class Invited:
    """By the link they were sent."""

    tokens: tuple[str, ...]

    async def token(self, who: Individual, browser: Browser, note: Note) -> str:
        return self.tokens[who.number]


async def rehearse(invitation: Invitation, note: Note) -> Counter[Deed]:
    """Until each has left, or the rehearsal is removed. Raises CannotCome."""
    plan = invitation.plan
    async with Visitors(
        invitation.root_url, plan.people, is_loopback=invitation.is_loopback
    ) as visitors:
        moderator = visitors.browser(0, "de")
        moderator.take_cookie(*invitation.cookie)
        try:
            await moderator.read(f"/sessions/{invitation.session_id}")
        except (Refusal, *LOST) as error:
            raise CannotCome(f"The server does not answer at {invitation.root_url}.") from error
        way = Invited(invitation.tokens)
        party = Party(plan, invitation.slug, invitation.session_id, way, note, moderator)
        attending = asyncio.create_task(party.attend(visitors.browsers(plan)))
        watching = asyncio.create_task(_until_gone(moderator, invitation.session_id))
        await asyncio.wait([attending, watching], return_when=asyncio.FIRST_COMPLETED)
        for task in (attending, watching):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
    return party.done


async def _until_gone(browser: Browser, session_id: int) -> None:
    while True:
        await asyncio.sleep(LOOKS_EVERY_S)
        try:
            await browser.read(f"/sessions/{session_id}")
        except Refusal as refusal:
            if refusal.status in GONE:
                return
        except LOST:
            continue
