"""One Chromium for all browser tests, and a served app: a test's own, or the stocked one."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from conference.demo.running import demo_settings
from conference.settings import Settings
from tests.browser.site import TIMEOUT_MS, Site, served
from tests.browser.stock import Stock, stocked
from tests.browser.switches import SWITCHES
from tests.conftest import new_sqlite
from tests.support.engines import let_sqlite_hurry


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def chromium() -> AsyncIterator[Browser]:
    # Its own five seconds are those within which a crowd fetches what is spread (`data-spread`).
    expect.set_options(timeout=TIMEOUT_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CONFERENCE_BROWSER", "/usr/bin/chromium"),
            args=SWITCHES,
        )
        yield browser
        await browser.close()


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Browsers are slow, and what they show does not depend on the database."""
    let_sqlite_hurry(monkeypatch)
    return new_sqlite(sqlite_template, tmp_path)


@pytest_asyncio.fixture(loop_scope="package")
async def site(settings: Settings, chromium: Browser) -> AsyncIterator[Site]:
    async with served(settings, chromium) as site:
        yield site


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def stock(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> AsyncIterator[Stock]:
    """The demo's event, for tests that only look at it."""
    folder = tmp_path_factory.mktemp("stock")
    new_sqlite(sqlite_template, folder)
    with pytest.MonkeyPatch.context() as patch:
        let_sqlite_hurry(patch)
        async with served(demo_settings(folder, 0), chromium) as site:
            yield await stocked(site)
