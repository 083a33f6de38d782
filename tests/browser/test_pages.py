"""Every page in a browser: accessible, narrow enough for a phone, without a fault on the way."""

from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page, expect

from tests.browser.pages import VIEWS
from tests.browser.site import Site
from tests.browser.stock import Stock, Who
from tests.browser.views import View

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

THEMES: dict[str, Literal["light", "dark"]] = {"en": "light", "de": "dark"}
NARROWEST = 320
PHONE = 390
USUAL_SIZE = 16


@pytest.mark.parametrize("locale", THEMES)
@pytest.mark.parametrize("view", VIEWS, ids=str)
async def test_a_page_is_fit_for_everyone(stock: Stock, view: View, locale: str) -> None:
    async with stock.window(view.by, locale) as page:
        response = await page.goto(stock.path(view.path))

        assert response is not None
        assert response.status == view.status
        await is_fit(page, locale)


@pytest.mark.parametrize("locale", THEMES)
async def test_a_refused_registration_is_fit_for_everyone(stock: Stock, locale: str) -> None:
    async with stock.window(Who.NOBODY, locale) as page:
        await page.goto(stock.path("/events/{slug}/registration"))
        await page.locator("main form button[type=submit]").click()

        await expect(page.locator(".error-summary")).to_be_focused()
        await is_fit(page, locale)


async def test_a_server_without_an_event_is_fit_for_everyone(site: Site) -> None:
    async with site.window() as page:
        await page.goto("/")
        await page.evaluate(AXE_SCRIPT)

        await is_fit(page, "en")


async def is_fit(page: Page, locale: str) -> None:
    """One load serves all checks. One language is looked at by day and the other by night: colours
    are the same in both."""
    lang, headings, title = await page.evaluate(HEAD)
    assert (lang, headings) == (locale, 1)
    assert title.strip(" ·")
    await page.emulate_media(color_scheme=THEMES[locale])
    assert await violations(page) == []
    await page.set_viewport_size({"width": NARROWEST, "height": 640})
    assert await wider_than(page, NARROWEST) == []
    await page.set_viewport_size({"width": PHONE, "height": 844})
    assert await wider_with_large_text(page) == []


async def wider_with_large_text(page: Page) -> list[str]:
    """Twice the size, as people set it in the browser: media queries go by it, too. The window is
    used again, so it gets back its own."""
    browser = await page.context.new_cdp_session(page)
    await browser.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * USUAL_SIZE}})
    wider = await wider_than(page, PHONE)
    await browser.send("Page.setFontSizes", {"fontSizes": {"standard": USUAL_SIZE}})
    await browser.detach()
    return wider


async def violations(page: Page) -> list[str]:
    """Every rule of axe that applies, best practices included, and that who says what they read
    is understood."""
    found: list[str] = await page.evaluate(VIOLATIONS)
    return found


async def wider_than(page: Page, width: int) -> list[str]:
    """What makes the page scroll sideways; nothing if it does not."""
    found: list[str] = await page.evaluate(WIDER, width)
    return found


HEAD = """() => [document.documentElement.lang, document.querySelectorAll("h1").length,
  document.title]"""

# What it loads beforehand are videos, to listen whether they begin by themselves.
VIOLATIONS = """async () => (await axe.run({ resultTypes: ["violations"],
  rules: { "label-content-name-mismatch": { enabled: true } },
  preload: document.querySelector("audio, video") !== null })).violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))"""

WIDER = """(width) => document.documentElement.scrollWidth <= width ? [] :
  [`${document.documentElement.scrollWidth}`, ...[...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 0.5)
    .map((element) => element.outerHTML.slice(0, 120))]"""
