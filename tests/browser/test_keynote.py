"""Two people on one keynote, and its moderator, in three browsers."""

import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from conference.qa.models import Question
from conference.settings import Settings
from tests.browser.site import Site, served
from tests.browser.staging import Staged, staged
from tests.browser.together import served_together

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Several workers need Linux."
)


@pytest_asyncio.fixture(
    loop_scope="package", params=["alone", pytest.param("together", marks=on_linux)]
)
async def keynote(
    request: pytest.FixtureRequest, settings: Settings, chromium: Browser
) -> AsyncIterator[Site]:
    """Served by one process, or by two workers that these windows are spread over."""
    serving = served(settings, chromium) if request.param == "alone" else served_together(chromium)
    async with serving as site:
        yield site


async def test_a_question_is_asked_seen_upvoted_approved_answered_and_pinned(keynote: Site) -> None:
    site = keynote
    stage = await staged(site)
    async with (
        site.window(stage.sabine) as sabine,
        site.window(stage.anna, width=390) as anna,
        site.window(stage.jonas) as jonas,
    ):
        await site.open_each(stage.path, sabine, anna)
        await jonas.goto(f"{stage.path}/moderation")
        await expect(jonas.locator("body")).to_have_attribute("data-line", "open")

        await sabine.get_by_label("Your question", exact=True).fill("Will the threshold hold?")
        await sabine.get_by_label("Without my name").uncheck()
        await sabine.get_by_role("button", name="Ask", exact=True).click()
        waiting = jonas.locator("#moderated-waiting .wait")
        await expect(waiting).to_contain_text("Will the threshold hold?")
        await expect(sabine.locator("#questions-own")).to_contain_text("Waits for approval")
        await expect(sabine.get_by_label("Your question", exact=True)).to_have_value("")

        await type_half(anna)
        await waiting.get_by_role("button", name="Approve").click()
        for page in (sabine, anna):
            shown = page.locator("#questions .question")
            await expect(shown).to_contain_text("Will the threshold hold?")
            await expect(shown).to_contain_text("Sabine Ortlieb, Alpenrand IT")
        await expect(sabine.locator("#questions-own .question")).to_have_count(0)
        await still_typing(anna)

        await anna.locator("#questions .upvote").click()
        await expect(sabine.locator("#questions .upvote")).to_have_text("2")
        await expect(anna.locator("#questions .upvote")).to_have_attribute("aria-pressed", "true")

        await go_on_typing(anna)
        site.cut()
        await jonas.get_by_text("Answer in writing").click()
        await jonas.get_by_label("Answer, shown to everyone").fill("Yes, until July 2027.")
        await jonas.get_by_role("button", name="Publish the answer").click()
        for page in (sabine, anna):
            await expect(page.locator("#questions .question__answer")).to_contain_text(
                "Yes, until July 2027."
            )
        await jonas.get_by_role("button", name="On stage").click()
        for page in (sabine, anna):
            await expect(page.locator("#questions .question--stage")).to_have_count(1)
        await still_typing(anna)


async def type_half(page: Page) -> None:
    await page.get_by_label("Your question", exact=True).press_sequentially("Half a questi")
    await page.get_by_label("Your question", exact=True).press("ArrowLeft")


async def go_on_typing(page: Page) -> None:
    await page.get_by_label("Your question", exact=True).press("End")
    await page.get_by_label("Your question", exact=True).press("ArrowLeft")


async def still_typing(page: Page) -> None:
    """The text, the focus and the caret are where they were."""
    state = await page.evaluate(
        "[document.activeElement.id, document.activeElement.value,"
        " document.activeElement.selectionStart]"
    )
    assert state == ["ask", "Half a questi", 12]


async def test_what_was_pushed_is_what_a_reload_shows(site: Site) -> None:
    stage = await staged(site)
    async with (
        site.window(stage.sabine) as sabine,
        site.window(stage.anna) as anna,
        site.window(stage.jonas) as jonas,
    ):
        await sabine.goto(stage.path)
        await expect(sabine.locator("body")).to_have_attribute("data-line", "open")
        await everything_happens(site, stage, anna, jonas)
        await expect(sabine.locator("#questions .question")).to_have_count(2)
        await expect(sabine.locator("#questions .question--stage .upvote")).to_have_text("2")
        await sabine.mouse.move(0, 0)

        pushed = await sabine.evaluate(REGION)
        await sabine.reload()

        assert pushed == await sabine.evaluate(REGION)


REGION = """() => [...document.querySelectorAll('#questions-region .question')].map(
  (row) => [row.id, row.dataset.rank, row.className.replace(' changed', ''),
            row.textContent.replace(/\\s+/g, ' ').trim()])"""


async def everything_happens(site: Site, stage: Staged, anna: Page, jonas: Page) -> None:
    await anna.goto(stage.path)
    for text in ("First", "Second", "Third"):
        await anna.get_by_label("Your question", exact=True).fill(text)
        await anna.get_by_role("button", name="Ask", exact=True).click()
        await expect(anna.locator("#questions-own")).to_contain_text(text)
    await jonas.goto(f"{stage.path}/moderation")
    for text in ("First", "Second", "Third"):
        row = jonas.locator("#moderated-waiting .wait", has_text=text)
        await row.get_by_role("button", name="Approve").click()
    await expect(jonas.locator("#moderated-live .wait")).to_have_count(3)
    row = jonas.locator("#moderated-live .wait", has_text="Second")
    await row.get_by_role("button", name="On stage").click()
    declined = jonas.locator("#moderated-live .wait", has_text="Third")
    await declined.get_by_text("Do not take up").click()
    await declined.get_by_role("button", name="Hide this question").click()
    await expect(jonas.locator("#moderated-declined .wait")).to_have_count(1)
    async with site.app.database.reading() as db:
        on_stage = await db.scalar(select(Question.id).where(Question.is_on_stage))
    async with await site.client(stage.sabine) as client:
        answer = await client.put(f"/questions/{on_stage}/upvote")
        assert answer.status_code == 303
