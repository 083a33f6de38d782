"""One Chromium for all browser tests, and a served app: a test's own, or the stocked one."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from conference.demo.running import demo_settings
from conference.settings import Settings, sqlite_url
from tests.browser.site import Site, served
from tests.browser.stock import Stock, stocked


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CONFERENCE_BROWSER", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        yield browser
        await browser.close()


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Browsers are slow, and what they show does not depend on the database."""
    shutil.copy(sqlite_template, tmp_path / "conference.sqlite")
    return sqlite_url(tmp_path / "conference.sqlite")


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
    shutil.copy(sqlite_template, folder / "conference.sqlite")
    async with served(demo_settings(folder, 0), chromium) as site:
        yield await stocked(site)
