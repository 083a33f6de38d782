"""What a page asks for."""

import re

import pytest

from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

ELSEWHERE = "http://elsewhere.example/dot.png"


async def test_a_page_that_asks_another_host_fails_its_test(site: Site) -> None:
    with pytest.raises(AssertionError, match=re.escape(f"asks {ELSEWHERE}")):
        async with site.window() as page:
            await page.set_content(f"<img src='{ELSEWHERE}' alt=''><img src='data:,' alt=''>")
