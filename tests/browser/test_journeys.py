"""From registering to taking part, with and without JavaScript, and out again."""

import pytest
from playwright.async_api import Page, expect

from conference.accounts.cookies import cookie_name
from tests.browser.site import Site
from tests.browser.staging import SLUG, Staged, staged
from tests.browser.steps import (
    a_live_question,
    ask,
    come_in,
    connected,
    mailed_link,
    register,
    row,
    typed,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

TYPED = "Who tells our customers?"
FOREIGN = "Will the threshold hold?"


async def test_who_registers_watches_at_once_and_asks_by_the_mailed_link(site: Site) -> None:
    stage = await staged(site)
    async with site.window() as laptop, site.window(width=390) as phone:
        await register(laptop, SLUG)
        await laptop.goto(stage.path)
        await connected(laptop)
        await expect(laptop.locator("video")).to_be_visible()
        await ask(laptop, TYPED)
        await expect(laptop.locator("#composer-said")).to_contain_text("Your question is kept.")

        link = await mailed_link(site)
        await come_in(phone, link, stage.path)
        await ask(phone, "Is there a recording?")
        await expect(phone.locator("#questions-own")).to_contain_text("Is there a recording?")

        await come_in(laptop, link, stage.path)
        await expect(typed(laptop)).to_have_value(TYPED)
        await laptop.get_by_role("button", name="Ask", exact=True).click()
        await expect(laptop.locator("#questions-own .question")).to_have_count(2)
        await expect(typed(laptop)).to_have_value("")


async def test_the_whole_way_goes_without_javascript(site: Site) -> None:
    stage = await staged(site)
    await a_live_question(site, stage, FOREIGN, stage.anna.person_id)
    async with (
        site.window(javascript=False) as lena,
        site.window(stage.jonas, javascript=False) as jonas,
    ):
        await register(lena, SLUG)
        await lena.goto(stage.path)
        await ask(lena, TYPED)
        await expect(typed(lena)).to_have_value(TYPED)

        await come_in(lena, await mailed_link(site), stage.path)
        await to_the_session_by_the_agenda(lena)
        await lena.get_by_role("button", name="Ask", exact=True).click()
        await expect(lena.locator("#questions-own")).to_contain_text(TYPED)

        await approve_and_answer(jonas, stage)

        await lena.reload()
        await expect(row(lena, TYPED)).to_contain_text("In your inbox by Friday.")
        await expect(lena.locator("#questions-own .question")).to_have_count(0)
        await upvote_and_take_back(lena)


async def to_the_session_by_the_agenda(page: Page) -> None:
    await page.get_by_role("link", name="Agenda", exact=True).click()
    await page.get_by_role("link", name="What changes for you").first.click()


async def approve_and_answer(jonas: Page, stage: Staged) -> None:
    await jonas.goto(f"{stage.path}/moderation")
    await jonas.get_by_role("button", name="Approve").click()
    question = jonas.locator("#moderated-live .wait", has_text=TYPED)
    await question.get_by_text("Answer in writing").click()
    await question.get_by_label("Answer, shown to everyone").fill("In your inbox by Friday.")
    await question.get_by_role("button", name="Publish the answer").click()
    await expect(jonas.locator("#moderated-answered")).to_contain_text("In your inbox by Friday.")


async def upvote_and_take_back(page: Page) -> None:
    upvote = row(page, FOREIGN).locator(".upvote")
    await upvote.click()
    await expect(upvote).to_have_attribute("aria-pressed", "true")
    await expect(upvote).to_have_text("2")
    await upvote.click()
    await expect(upvote).to_have_attribute("aria-pressed", "false")
    await expect(upvote).to_have_text("1")


async def test_the_language_changes_and_the_page_stays(site: Site) -> None:
    await staged(site)
    async with site.window() as page:
        await page.goto(f"/events/{SLUG}/agenda?day=all&text=changes")

        await page.get_by_role("link", name="Deutsch").click()

        await expect(page.locator("html")).to_have_attribute("lang", "de")
        assert page.url.removeprefix(site.url) == (
            f"/events/{SLUG}/agenda?day=all&text=changes&lang=de"
        )
        await page.goto("/sign-in")
        await expect(page.locator("html")).to_have_attribute("lang", "de")


async def test_who_signs_out_is_out(site: Site) -> None:
    stage = await staged(site)
    async with site.window(stage.sabine) as page:
        await page.goto(stage.path)
        await expect(page.locator("video")).to_be_visible()
        await page.get_by_role("link", name="Your account").click()

        await page.get_by_role("button", name="Sign out").click()

        await expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
        kept = {cookie.get("name") for cookie in await page.context.cookies()}
        assert cookie_name(site.app.settings) not in kept
        await page.goto(stage.path)
        await expect(page.locator("video")).to_have_count(0)
