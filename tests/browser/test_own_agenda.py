"""Bookmarking in a browser: in the list, on the session's page, on the own agenda, and without
JavaScript."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.site import Site
from tests.browser.staging import SLUG, staged
from tests.browser.steps import connected

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

AGENDA = f"/events/{SLUG}/agenda"
# As js/agenda.js does within five seconds of a change; what comes is the same for everyone.
FETCH_THE_LIST = """() => htmx.ajax("GET", document.querySelector("[data-days]").dataset.days,
                                     { target: "#agenda-days", swap: "outerMorph" })"""


def button(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Bookmark: {title}", exact=True)


async def is_pressed(found: Locator, pressed: str) -> None:
    await expect(found).to_have_attribute("aria-pressed", pressed)


async def test_a_bookmark_is_seen_wherever_the_session_is_listed(site: Site) -> None:
    stage = await staged(site)
    async with site.window(stage.sabine, width=390) as page:
        await page.goto(AGENDA)
        await connected(page)
        keynote = button(page, "What changes for you")
        await is_pressed(keynote, "false")
        await keynote.click()
        await is_pressed(keynote, "true")
        await expect(keynote).to_be_focused()

        await page.evaluate(FETCH_THE_LIST)
        await is_pressed(keynote, "true")
        await is_pressed(button(page, "Support plans"), "false")

        await page.goto(stage.path)
        await is_pressed(keynote, "true")

        await page.goto(f"{AGENDA}/mine")
        await keynote.click()
        await is_pressed(keynote, "false")
        await expect(keynote).to_be_focused()
        await page.reload()
        await expect(page.get_by_text("Nothing is bookmarked yet.")).to_be_visible()


async def test_who_is_not_signed_in_is_shown_the_way_in(site: Site) -> None:
    await staged(site)
    async with site.window() as page:
        await page.goto(AGENDA)
        await button(page, "Support plans").click()
        await page.locator("#notices").get_by_role("link", name="Register free").click()
        await expect(page).to_have_url(f"{site.url}/events/{SLUG}/registration")


async def test_bookmarks_go_without_javascript(site: Site) -> None:
    stage = await staged(site)
    async with site.window(stage.sabine, javascript=False) as page:
        await page.goto(AGENDA)
        plans = button(page, "Support plans")
        await plans.click()
        await expect(page).to_have_url(re.compile(rf"{AGENDA}/mine#session-\d+$"))
        await is_pressed(plans, "true")
        await plans.click()
        await expect(page.get_by_text("Nothing is bookmarked yet.")).to_be_visible()

        await page.goto(stage.path)
        for pressed in ("true", "false"):
            await button(page, "What changes for you").click()
            await is_pressed(button(page, "What changes for you"), pressed)
            await expect(page).to_have_url(f"{site.url}{stage.path}")
