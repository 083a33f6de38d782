"""People who upvote, vote and ask until each click is acknowledged, as our pages do, and who note
what was: that, and nothing else, has to be in the database afterwards, once."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import httpx

from conference.bench.live.measured import CannotMeasure
from conference.bench.live.servers import cookie_of
from conference.bench.live.stage import Stage
from conference.bench.live.waiting import pause_s

# What a server that is not there, or one without its database, has to be forgiven.
TO_TRY_AGAIN = {502, 503, 504}
PATIENCE_S = 120
SCALE = ("1", "2", "3", "4", "5")


@dataclass
class Acknowledged:
    """`upvotes`: question and person. `refused`: answers that were none, by their status; 0 where
    the line broke before there was one."""

    upvotes: set[tuple[int, int]] = field(default_factory=set)
    voters: set[int] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    refused: Counter[int] = field(default_factory=Counter)
    count: int = 0


@dataclass
class Clickers:
    """`people`: their places in the stage. Each click of theirs is sent in its turn."""

    stage: Stage
    root_url: str
    people: Sequence[int]
    noted: Acknowledged

    @property
    def clicks(self) -> int:
        return len(self.people) * (len(self.stage.question_ids) + 2)

    async def click(self) -> None:
        """Returns when all is acknowledged. Raises CannotMeasure for any other answer."""
        headers = {"origin": self.root_url, "hx-request": "true", "accept-language": "en"}
        async with httpx.AsyncClient(
            base_url=self.root_url, headers=headers, trust_env=False, timeout=PATIENCE_S
        ) as client:
            await asyncio.gather(*(self._click_as(client, place) for place in self.people))

    async def _click_as(self, client: httpx.AsyncClient, place: int) -> None:
        stage, person_id = self.stage, self.stage.person_ids[place]
        for question_id in stage.question_ids:
            await self._send(client, place, f"/questions/{question_id}/upvote?_method=put")
            self.noted.upvotes.add((question_id, person_id))
        choice = random.choice(SCALE)  # noqa: S311
        await self._send(client, place, f"/polls/{stage.poll_id}/ballot?_method=put", choice=choice)
        self.noted.voters.add(person_id)
        text = f"What does this mean for partner {person_id}?"
        await self._send(client, place, f"/sessions/{stage.session_id}/questions", text=text)
        self.noted.questions.add(text)

    async def _send(self, client: httpx.AsyncClient, place: int, path: str, **form: str) -> None:
        headers = {"cookie": cookie_of(self.stage.tokens[place])}
        async with asyncio.timeout(PATIENCE_S):
            for tries in count():
                # Waiting first: not all press at the same moment.
                await asyncio.sleep(pause_s(tries))
                try:
                    answer = await client.post(path, data=form, headers=headers)
                except httpx.TransportError:
                    self.noted.refused[0] += 1
                    continue
                if answer.is_success:
                    self.noted.count += 1
                    return
                self.noted.refused[answer.status_code] += 1
                if answer.status_code not in TO_TRY_AGAIN:
                    raise CannotMeasure(f"A click was answered with {answer.status_code}.")
