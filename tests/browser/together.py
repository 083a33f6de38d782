"""A site that two workers serve, with PostgreSQL and Valkey, and windows that are apart."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Page

from conference.app import create_app
from conference.bench.live.installation import Installation, together
from conference.settings import Settings, stored_secret
from tests.browser.site import Site
from tests.cluster.workers import LOOK_EVERY_S, PATIENCE_S, doors

WORKERS = 2
TRIES = 30


@dataclass
class SiteTogether(Site):
    """Its `app` serves nobody: it writes what tests begin with."""

    place: Installation

    async def open_each(self, path: str, *pages: Page) -> None:
        """At another worker than the page before. A page tries until it is."""
        last = ""
        for page in pages:
            for _ in range(TRIES):
                if (worker := await self._open(page, path)) != last:
                    break
            else:
                raise AssertionError("All lines lead to one worker.")
            last = worker

    def cut(self) -> None:
        """One worker dies, with its sockets, and another one comes."""
        self.place.kill_worker()

    async def _open(self, page: Page, path: str) -> str:
        """The worker that holds its socket."""
        before = await self._held_without(page)
        await super().open_each(path, page)
        (worker,) = await asyncio.to_thread(self._held) - before
        return worker

    async def _held_without(self, page: Page) -> Counter[str]:
        """Leaves the page, and waits until its worker has noticed."""
        has_line = await page.locator("body[data-line=open]").count()
        left = (await asyncio.to_thread(self._held)).total() - has_line
        await page.goto("about:blank")
        async with asyncio.timeout(PATIENCE_S):
            while (held := await asyncio.to_thread(self._held)).total() > left:  # noqa: ASYNC110 - a worker tells nobody
                await asyncio.sleep(LOOK_EVERY_S)
        return held

    def _held(self) -> Counter[str]:
        with doors(self.url, WORKERS) as each:
            return Counter({door.worker: door.sockets for door in each})


@asynccontextmanager
async def served_together(chromium: Browser) -> AsyncIterator[SiteTogether]:
    installed = together(2, 1, WORKERS, frozenset(os.sched_getaffinity(0)))
    with ExitStack() as stack:
        # A loop of its own sets it up.
        place = await asyncio.to_thread(stack.enter_context, installed)
        folder = place.stage.folder
        settings = Settings(
            database=place.stage.database,
            data=folder,
            secret=stored_secret(folder),
            root_url=place.root_url,
        )
        app = create_app(settings)
        yield SiteTogether(app, place.root_url, chromium, place)
        await app.database.close()
