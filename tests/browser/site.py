"""A served app, and the windows people open on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from playwright.async_api import Browser, BrowserContext, Page, expect

from conference.accounts.actions import open_sign_in
from conference.accounts.cookies import cookie_name
from conference.accounts.models import Reach
from conference.app import App
from conference.live.lines import GOING_AWAY
from conference.settings import Settings
from conference.web.edge import LANGUAGE_COOKIE
from tests.security import served as serving
from tests.support.plain_http import NO_TLS

TIMEOUT_MS = 30_000
HOST = "127.0.0.1"


@dataclass(frozen=True)
class SignedIn:
    """Who looks: a person, or a browser that waits for its mailed link at an event."""

    person_id: int | None
    reach: Reach = Reach.ATTENDEE
    event_id: int | None = None


@dataclass
class Site:
    """An app on a real port, and the browser that its windows belong to."""

    app: App
    url: str
    chromium: Browser

    @asynccontextmanager
    async def window(
        self,
        who: SignedIn | None = None,
        *,
        locale: str = "en-GB",
        width: int = 1280,
        javascript: bool = True,
    ) -> AsyncIterator[Page]:
        """A browser of its own. Faults on its pages fail the test."""
        context = await self.context(who, locale=locale, width=width, javascript=javascript)
        try:
            async with window_in(context) as page:
                yield page
        finally:
            await context.close()

    async def context(
        self, who: SignedIn | None, *, locale: str, width: int = 1280, javascript: bool = True
    ) -> BrowserContext:
        """Cookies and cache of a browser; windows in it share them."""
        context = await self.chromium.new_context(
            base_url=self.url,
            locale=locale,
            timezone_id="Europe/Berlin",
            viewport={"width": width, "height": 844},
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(TIMEOUT_MS)
        # A person's own language would be shown otherwise.
        cookies = {LANGUAGE_COOKIE: locale[:2]}
        if who is not None:
            cookies[cookie_name(self.app.settings)] = await self._token(who)
        await context.add_cookies(
            [{"name": name, "value": value, "url": self.url} for name, value in cookies.items()]
        )
        return context

    async def client(self, who: SignedIn | None = None) -> httpx.AsyncClient:
        """The same without a screen; close it with `async with`."""
        headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
        client = httpx.AsyncClient(base_url=self.url, headers=headers, verify=NO_TLS)
        if who is not None:
            client.cookies.set(cookie_name(self.app.settings), await self._token(who))
        return client

    async def open_each(self, path: str, *pages: Page) -> None:
        """Returns when each has its socket."""
        for page in pages:
            await page.goto(path)
            await expect(page.locator("body")).to_have_attribute("data-line", "open")

    def cut(self) -> None:
        """Every socket at once, as when the server restarts."""
        for subscriber in self.app.live.hub.audiences.all():
            subscriber.close(GOING_AWAY)

    async def _token(self, who: SignedIn) -> str:
        async with self.app.database.writing() as db:
            token, _ = await open_sign_in(
                db,
                reach=who.reach,
                person_id=who.person_id,
                event_id=who.event_id,
                browser="a test",
            )
        return token


@asynccontextmanager
async def window_in(context: BrowserContext) -> AsyncIterator[Page]:
    """Faults on its page fail the test."""
    faults: list[str] = []
    page = await context.new_page()
    collect_faults(page, faults)
    try:
        yield page
    finally:
        await page.close()
    assert not faults, faults


@asynccontextmanager
async def served(settings: Settings, chromium: Browser) -> AsyncIterator[Site]:
    async with serving.served(settings) as place:
        yield Site(place.app, place.app.settings.root_url, chromium)


NETWORK = ("Failed to load resource", "Failed to fetch", "WebSocket", "ws:error: [object Event]")


def collect_faults(page: Page, faults: list[str]) -> None:
    """Errors, and whatever the page asks of another host, answered or not."""
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
    page.on("request", lambda request: faults.extend(asked_elsewhere(request.url)))
    page.on("websocket", lambda socket: faults.extend(asked_elsewhere(socket.url)))


def asked_elsewhere(url: str) -> list[str]:
    """What stands in the page itself, as `data:`, has no host."""
    return [] if urlsplit(url).hostname in {HOST, None} else [f"asks {url}"]


def is_fault(message: object) -> bool:
    """Refusals of the content policy and script errors; not the lines about the network."""
    text = getattr(message, "text", "")
    is_error = getattr(message, "type", "") == "error"
    return is_error and not any(words in text for words in NETWORK)
