"""What a page asks for: of no other host, and not too much."""

import re

import pytest
from playwright.async_api import Request

from tests.browser.site import Site
from tests.browser.stock import Stock, Who

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

ELSEWHERE = "http://elsewhere.example/dot.png"
MOST_BYTES = 120_000
WEIGHED = ("stylesheet", "script")


async def test_a_page_that_asks_another_host_fails_its_test(site: Site) -> None:
    with pytest.raises(AssertionError, match=re.escape(f"asks {ELSEWHERE}")):
        async with site.window() as page:
            await page.set_content(f"<img src='{ELSEWHERE}' alt=''><img src='data:,' alt=''>")


async def test_styles_and_scripts_of_the_session_page_are_light(stock: Stock) -> None:
    """As they are sent, compressed, to a browser that has none of them yet."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    async with stock.site.window(stock.people[Who.ATTENDEE]) as page:
        page.on("requestfinished", note)
        await page.goto(stock.path("/sessions/{running}"), wait_until="networkidle")
        weights = {
            each.url.rpartition("/")[2]: (await each.sizes())["responseBodySize"]
            for each in asked
            if each.resource_type in WEIGHED
        }

    assert {"htmx.js", "rendered.js"} <= weights.keys()
    assert sum(".css" in name for name in weights) == 2
    assert sum(weights.values()) < MOST_BYTES, weights
