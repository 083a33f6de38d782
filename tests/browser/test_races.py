"""What arrives in another order than it was sent, on a real page."""

import asyncio
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.site import Site
from tests.browser.staging import staged
from tests.browser.steps import a_live_question, ask, connected

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_an_answer_is_refused_once_when_another_was_quicker(site: Site) -> None:
    stage = await staged(site)
    await a_live_question(site, stage, "Contested", stage.anna.person_id)
    async with site.window(stage.jonas) as one, site.window(stage.jonas) as other:
        for page in (one, other):
            await page.goto(f"{stage.path}/moderation")
            await connected(page)
            await page.get_by_text("Answer in writing").click()
        await publish(one, "The first")
        await expect(other.locator(".question__answer")).to_have_text("The first")

        await publish(other, "The second")

        await expect(other.locator("#notices")).to_contain_text("Someone else has just worked")
        await expect(written(other)).to_have_value("The second")
        await other.get_by_role("button", name="Publish the answer").click()
        await expect(one.locator(".question__answer")).to_have_text("The second")


def written(page: Page) -> Locator:
    return page.get_by_label("Answer, shown to everyone")


async def publish(page: Page, text: str) -> None:
    await written(page).fill(text)
    await page.get_by_role("button", name="Publish the answer").click()


async def test_an_older_region_does_not_undo_a_newer_frame(site: Site) -> None:
    """The board is being fetched while somebody's upvote is pushed."""
    stage = await staged(site)
    async with site.window(stage.sabine) as page, site.window(stage.jonas) as jonas:
        await page.goto(stage.path)
        await connected(page)
        await ask(page, "Will the threshold hold?")
        await jonas.goto(f"{stage.path}/moderation")
        await jonas.get_by_role("button", name="Approve").click()
        await expect(page.locator("#questions .upvote")).to_have_text("1")

        older = await held_back(page, "**/regions")
        site.cut()
        await older.is_answered.wait()
        async with await site.client(stage.anna) as anna:
            await anna.put("/questions/1/upvote")
        await site.app.live.settled()
        older.may_arrive.set()

        await expect(page.locator("#questions .upvote")).to_have_text("2")


async def test_an_older_region_does_not_undo_a_click(site: Site) -> None:
    """All of the page is being fetched while its reader upvotes."""
    stage = await staged(site)
    async with site.window(stage.sabine) as page:
        await page.goto(stage.path)
        await connected(page)
        await a_live_question(site, stage, "Will it hold?", stage.anna.person_id)
        upvote = page.locator("#questions .upvote")
        await expect(upvote).to_have_text("1")

        older = await held_back(page, "**/regions")
        site.cut()
        await older.is_answered.wait()
        newer = await held_back(page, "**/regions")
        await upvote.click()
        await expect(upvote).to_have_text("2")
        older.may_arrive.set()
        await newer.is_answered.wait()
        newer.may_arrive.set()

        await expect(upvote).to_have_text("2")
        await expect(upvote).to_have_attribute("aria-pressed", "true")


async def test_an_older_answer_does_not_undo_a_newer_one(site: Site) -> None:
    """The list of one's own questions is being fetched while the next one is asked."""
    stage = await staged(site)
    async with site.window(stage.sabine) as page:
        async with page.expect_websocket() as opening:
            await page.goto(stage.path)
        await connected(page)
        older = await held_back(page, "**/questions/own")
        await ask(page, "First")
        await older.is_answered.wait()
        newer = await held_back(page, "**/questions")
        async with (await opening.value).expect_event("framereceived", lambda text: "-2" in text):
            await ask(page, "Second")

        newer.may_arrive.set()
        await expect(page.locator("#questions-own .question")).to_have_count(2)
        older.may_arrive.set()
        await page.wait_for_load_state("networkidle")

        await expect(page.locator("#questions-own .question")).to_have_count(2)


@dataclass(frozen=True)
class Held:
    """A request that the server has answered, while its answer waits on the line."""

    is_answered: asyncio.Event = field(default_factory=asyncio.Event)
    may_arrive: asyncio.Event = field(default_factory=asyncio.Event)


async def held_back(page: Page, url: str) -> Held:
    """The next request to `url`."""
    held = Held()
    first = [held]

    async def hold(route: Route) -> None:
        if not first:
            await route.fallback()
            return
        first.pop()
        answer = await route.fetch()
        held.is_answered.set()
        await held.may_arrive.wait()
        await route.fulfill(response=answer)

    await page.route(url, hold)
    return held
