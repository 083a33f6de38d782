"""What people send while the server is away arrives when it is back, and counts once."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from conference.bench.live.servers import COOKIE
from conference.bench.live.stage import Stage, set_stage
from tests.browser.site import HOST, TIMEOUT_MS, window_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

SERVE = (sys.executable, "-c", "from conference.cli import main; main()", "serve", "--port")


@dataclass
class Server:
    """A process of its own, on the same port and the same database each time."""

    stage: Stage
    port: int
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        environment = {**os.environ, **self.stage.variables}
        command = (*SERVE, str(self.port))
        self.process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdout=asyncio.subprocess.PIPE
        )
        assert self.process.stdout is not None
        assert b"Serving" in await self.process.stdout.readline()

    def hang(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await self.process.communicate()

    def counted(self) -> tuple[int, int, int]:
        """Upvotes as rows and as the question's count, ballots."""
        with closing(sqlite3.connect(self.stage.folder / "conference.sqlite")) as database:
            found = database.execute(
                "SELECT (SELECT count(*) FROM upvote), (SELECT sum(upvotes) FROM question), "
                "(SELECT count(*) FROM sealed)"
            ).fetchone()
        return int(found[0]), int(found[1]), int(found[2])


@pytest.fixture
async def stage(tmp_path: Path) -> Stage:
    return await asyncio.to_thread(set_stage, tmp_path, 2, has_poll=True)


@asynccontextmanager
async def served(stage: Stage) -> AsyncIterator[Server]:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
    server = Server(stage, port)
    await server.start()
    try:
        yield server
    finally:
        await server.kill()


@asynccontextmanager
async def attending(chromium: Browser, server: Server) -> AsyncIterator[Page]:
    url = f"http://{HOST}:{server.port}"
    context = await chromium.new_context(base_url=url, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT_MS)
    await context.add_cookies([{"name": COOKIE, "value": server.stage.tokens[0], "url": url}])
    try:
        async with window_in(context) as page:
            await page.goto(f"/sessions/{server.stage.session_id}")
            await expect(page.locator("body")).to_have_attribute("data-line", "open")
            yield page
    finally:
        await context.close()


async def test_what_is_sent_as_the_server_dies_arrives_once_it_is_back(
    stage: Stage, chromium: Browser
) -> None:
    async with served(stage) as server, attending(chromium, server) as page:
        upvote, told = page.locator("[data-upvote]"), page.locator("#notices")
        server.hang()
        await upvote.click()
        await page.get_by_label("4", exact=True).check()
        await page.get_by_role("button", name="Send my answer").click()
        await server.kill()
        await expect(told).to_contain_text("Not sent yet.")
        await expect(page.locator("#notices .notice")).to_have_count(1)
        # They think again; of two answers only the last is kept.
        await page.get_by_label("5", exact=True).check()
        await page.get_by_role("button", name="Send my answer").click()
        before = server.counted()

        await server.start()

        await expect(page.locator(".poll__said")).to_contain_text("Saved.", timeout=40_000)
        await expect(upvote).to_have_attribute("aria-pressed", "true", timeout=40_000)
        await expect(told).to_be_empty()
        assert (before, server.counted()) == ((0, 0, 0), (1, 1, 1))


async def test_a_server_that_is_too_busy_is_asked_again(stage: Stage, chromium: Browser) -> None:
    async with served(stage) as server, attending(chromium, server) as page:
        statuses = iter((503, 502))

        async def be_busy(route: Route) -> None:
            if status := next(statuses, None):
                await route.fulfill(status=status, body="")
            else:
                await route.continue_()

        await page.route("**/upvote*", be_busy)
        upvote = page.locator("[data-upvote]")
        await upvote.click()
        await expect(page.locator("#notices")).to_contain_text("Not sent yet.")

        await expect(upvote).to_have_attribute("aria-pressed", "true")
        await expect(page.locator("#notices")).to_be_empty()
        assert server.counted() == (1, 1, 0)
