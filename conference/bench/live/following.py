"""Readers who show a board as a browser does: they open its page, give back to their socket what
that was made from, fetch when told to, take in what is pushed, and come back when the line is lost.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from conference.bench.live.servers import cookie_of
from conference.bench.live.stage import Stage
from conference.bench.live.waiting import pause_s
from conference.live.sockets import REFETCH

SEEN = re.compile(r'live\?lang=en&amp;seen=(\w*)"')
ROW = re.compile(r'<li id="question-(\d+)" data-rank="(\d+)"')

Board = dict[int, int]


def board_in(html: str) -> Board:
    """The rank of each question in it, which holds its votes."""
    return {int(question_id): int(rank) for question_id, rank in ROW.findall(html)}


@dataclass
class Follower:
    stage: Stage
    root_url: str
    place: int
    client: httpx.AsyncClient
    board: Board = field(default_factory=dict)
    is_open: bool = False

    async def follow(self) -> None:
        """Until it is cancelled."""
        path = f"/sessions/{self.stage.session_id}"
        page = (await self.client.get(path, headers=self._headers)).raise_for_status().text
        self.board = board_in(page)
        (seen,) = SEEN.findall(page)
        url = f"ws{self.root_url.removeprefix('http')}{path}/live?seen={seen}"
        line = partial(
            connect,
            url,
            origin=Origin(self.root_url),
            additional_headers=self._headers,
            proxy=None,
        )
        tries = 0
        while True:
            tries += 1
            with suppress(OSError, WebSocketException, TimeoutError):
                async with line() as socket:
                    self.is_open, tries = True, 0
                    async for frame in socket:
                        await self._take(str(frame))
            self.is_open = False
            await asyncio.sleep(pause_s(tries))

    async def fetch(self) -> Board:
        """What a page that is opened now shows. Raises httpx.HTTPError."""
        path = f"/sessions/{self.stage.session_id}/regions"
        answer = await self.client.get(path, headers=self._headers)
        return board_in(answer.raise_for_status().text)

    async def _take(self, frame: str) -> None:
        if frame == REFETCH.text:
            await self._show()
        else:
            self.board |= board_in(frame)

    async def _show(self) -> None:
        """Once: a page does not try again by itself either."""
        with suppress(httpx.HTTPError):
            self.board = await self.fetch()

    @property
    def _headers(self) -> dict[str, str]:
        return {"cookie": cookie_of(self.stage.tokens[self.place]), "accept-language": "en"}


@asynccontextmanager
async def following(
    stage: Stage, root_url: str, places: Sequence[int]
) -> AsyncIterator[Sequence[Follower]]:
    async with httpx.AsyncClient(base_url=root_url, trust_env=False, timeout=60) as client:
        followers = [Follower(stage, root_url, place, client) for place in places]
        tasks = [asyncio.create_task(each.follow()) for each in followers]
        try:
            yield followers
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
