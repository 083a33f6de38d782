"""One person's browser: pages and forms over HTTP, the socket of a session, what is on the page.

It knows of the product what its pages show, and finds there by name what people find by eye.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

CONSENT = re.compile(r'name="consent" value="([^"]+)"')
UPVOTE = re.compile(r'data-hx-post="/questions/(\d+)/upvote[^>]*>\s*<button([^>]*)>')
MINE = re.compile(r'<script type="application/json" id="mine">(.*?)</script>')
BALLOT = re.compile(r'id="poll-(\d+)"(.*?)</article>', re.DOTALL)
CHOICE = re.compile(r'name="choice" value="([^"]+)"')
PATIENCE_S = 30
FRAME_BYTES = 2**22
AGENT = "conference-crowd"
LOST = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, httpx.TransportError)


class Refusal(Exception):
    """The server said no; `status` is what it answered with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Site:
    """Where the crowd goes. `address`: to come from; None leaves it to the system."""

    root_url: str
    address: str | None = None


@dataclass
class Seen:
    """What stands on a page: ids, the top of the board first; `own`: of their own questions."""

    questions: list[str] = field(default_factory=list)
    polls: dict[str, list[str]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    frames: int = 0

    def read(self, markup: str) -> None:
        """Of a page or a frame. A poll without choices is closed, and a question may be, too."""
        for question, button in UPVOTE.findall(markup):
            if "disabled" in button and question in self.questions:
                self.questions.remove(question)
            elif "disabled" not in button and question not in self.questions:
                self.questions.append(question)
        for mine in MINE.findall(markup):
            self.own = {str(question) for question in json.loads(mine)["asked"]}
        for poll, body in BALLOT.findall(markup):
            if choices := CHOICE.findall(body):
                self.polls[poll] = choices
            else:
                self.polls.pop(poll, None)


class Browser:
    """It shares connections with all who come from one address; its cookies are its own."""

    def __init__(self, transport: httpx.AsyncBaseTransport, site: Site, language: str) -> None:
        self._site = site
        self._client = httpx.AsyncClient(
            transport=transport,
            base_url=site.root_url,
            trust_env=False,
            timeout=PATIENCE_S,
            headers={
                "origin": site.root_url,
                "sec-fetch-site": "same-origin",
                "accept-language": language,
                "user-agent": AGENT,
            },
        )
        self._line: ClientConnection | None = None
        self._may_read = asyncio.Event()
        self._may_read.set()
        self.seen = Seen()

    async def read(self, path: str) -> str:
        """Raises Refusal, and one of LOST."""
        answer = await self._client.get(path, follow_redirects=True)
        return _checked(answer).text

    async def send(self, path: str, fields: Mapping[str, str], *, method: str = "") -> None:
        """A form, as it is sent without JavaScript. Raises Refusal, and one of LOST."""
        to = f"{path}?_method={method}" if method else path
        _checked(await self._client.post(to, data=dict(fields)))

    async def register(self, slug: str, fields: Mapping[str, str]) -> None:
        path = f"/events/{slug}/registration"
        found = CONSENT.search(await self.read(path))
        await self.send(path, {**fields, "consent": unescape(found.group(1)) if found else ""})

    def take_cookie(self, name: str, value: str) -> None:
        self._client.cookies.set(name, value)

    async def enter(self, session_id: int) -> None:
        self.seen = Seen()
        self.seen.read(await self.read(f"/sessions/{session_id}"))

    async def watch(self, session_id: int) -> None:
        """Reads what is pushed until the line is lost. Raises one of LOST if none can be had."""
        cookie = "; ".join(f"{name}={value}" for name, value in self._client.cookies.items())
        async with connect(
            f"ws{self._site.root_url.removeprefix('http')}/sessions/{session_id}/live",
            origin=Origin(self._site.root_url),
            user_agent_header=AGENT,
            additional_headers={
                "cookie": cookie,
                "accept-language": self._client.headers["accept-language"],
            },
            local_addr=(self._site.address, 0) if self._site.address else None,
            proxy=None,
            max_size=FRAME_BYTES,
            open_timeout=PATIENCE_S,
            close_timeout=1,
        ) as self._line:
            with suppress(ConnectionClosed):
                async for frame in self._line:
                    self.seen.frames += 1
                    self.seen.read(str(frame))
                    await self._may_read.wait()

    def lose_line(self) -> None:
        """As in a tunnel: the server is told nothing."""
        if self._line is not None:
            self._line.transport.abort()

    async def stall(self, seconds: float) -> None:
        """Takes nothing that comes, as a laptop does that is being closed."""
        self._may_read.clear()
        try:
            await asyncio.sleep(seconds)
        finally:
            self._may_read.set()


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code >= 400:
        raise Refusal(answer.status_code)
    return answer
