"""A form that is under way: its button is busy, those who cannot see it hear so, it goes once."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.browser.stock import Stock, Who

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_a_plain_form_goes_once_until_something_is_changed(stock: Stock) -> None:
    """The answer is one with which the page stays, so that it can be looked at."""
    asked = []

    async def stay(route: Route) -> None:
        asked.append(route.request.method)
        await route.fulfill(status=204)

    async with stock.site.window(None) as page:
        await page.goto(stock.path("/sign-in?lang=en"))
        await page.route("**/sign-in", stay)
        address = page.get_by_label("E-mail address")
        send = page.get_by_role("button", name="Send me my link")
        await address.fill("nobody@nowhere.example")
        async with page.expect_response("**/sign-in"):
            await send.click()
        await expect(send).to_have_attribute("aria-busy", "true")
        await expect(send).to_have_attribute("aria-disabled", "true")
        await expect(page.locator("#busy")).to_have_text("Sending …")
        await address.press("Enter")
        assert asked == ["POST"]

        await address.fill("somebody@nowhere.example")
        await expect(send).not_to_have_attribute("aria-busy", "true")
        await expect(send).not_to_have_attribute("aria-disabled", "true")
        await expect(page.locator("#busy")).to_have_text("")
        async with page.expect_response("**/sign-in"):
            await send.click()
        await expect(send).to_have_attribute("aria-busy", "true")
        await address.press("Escape")
        await expect(send).not_to_have_attribute("aria-busy", "true")
        assert asked == ["POST", "POST"]


async def test_what_htmx_sends_is_busy_until_it_is_answered(stock: Stock) -> None:
    async with stock.site.window(stock.people[Who.ATTENDEE]) as page:
        await page.goto(stock.path("/sessions/{coming}?lang=en"))
        may_go = asyncio.Event()

        async def hold_back(route: Route) -> None:
            await may_go.wait()
            await route.continue_()

        await page.route("**/questions", hold_back)
        await page.get_by_label("Your question").fill("Is anybody there?")
        ask = page.get_by_role("button", name="Ask")
        await ask.click()

        await expect(ask).to_have_attribute("aria-busy", "true")
        await expect(page.locator("#busy")).to_have_text("Sending …")
        may_go.set()
        await expect(ask).not_to_have_attribute("aria-busy", "true")
        await expect(page.locator("#busy")).to_have_text("")
