"""The session page in use: two tabs, a busy room, a lost line, a phone, a keyboard, its video."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests import factories
from tests.browser.site import Site, window_in
from tests.browser.staging import Staged, staged
from tests.browser.steps import a_live_question, ask, connected, row, tab_to, typed

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

MANY = 20
SENTENCE = "The pushes come and go, and not a letter of this is lost."


async def test_an_upvote_in_one_tab_is_pressed_in_the_other(site: Site) -> None:
    stage = await staged(site)
    await a_live_question(site, stage, "First", stage.anna.person_id)
    async with site.window(stage.sabine) as one, window_in(one.context) as other:
        for tab in (one, other):
            await tab.goto(stage.path)
            await connected(tab)

        await row(one, "First").locator(".upvote").click()
        await expect(row(other, "First").locator(".upvote")).to_have_text("2")
        await other.reload()

        await expect(row(other, "First").locator(".upvote")).to_have_attribute(
            "aria-pressed", "true"
        )


async def test_an_upvote_is_taken_back_by_a_second_click(site: Site) -> None:
    stage = await staged(site)
    await a_live_question(site, stage, "First", stage.anna.person_id)
    async with site.window(stage.sabine) as page:
        await page.goto(stage.path)
        await connected(page)
        button = row(page, "First").locator(".upvote")

        for votes, pressed in (("2", "true"), ("1", "false"), ("2", "true")):
            await button.click()
            await expect(button).to_have_text(votes)
            await expect(button).to_have_attribute("aria-pressed", pressed)


async def test_typing_goes_on_while_twenty_questions_are_approved(site: Site) -> None:
    stage = await staged(site)
    async with site.app.database.writing() as db:
        askers = [
            await factories.an_attendee(db, stage.event_id, f"Attendee {place}")
            for place in range(MANY)
        ]
    async with site.window(stage.sabine) as page:
        await page.goto(stage.path)
        await connected(page)

        async with asyncio.TaskGroup() as at_once:
            at_once.create_task(typed(page).press_sequentially(SENTENCE, delay=40))
            at_once.create_task(approve_one_after_another(site, stage, askers))
        await expect(page.locator("#questions .question")).to_have_count(MANY)

        await expect(typed(page)).to_be_focused()
        await expect(typed(page)).to_have_value(SENTENCE)
        assert await page.evaluate("document.activeElement.selectionStart") == len(SENTENCE)


async def approve_one_after_another(site: Site, stage: Staged, askers: list[int]) -> None:
    for person_id in askers:
        await a_live_question(site, stage, f"Question of {person_id}", person_id)
        await asyncio.sleep(0.1)


async def test_a_lost_line_is_told_and_nothing_typed_is_lost(site: Site) -> None:
    stage = await staged(site)
    async with site.window(stage.sabine) as page:
        await page.goto(stage.path)
        await connected(page)
        await typed(page).fill("Half a question")

        await page.context.set_offline(True)
        site.cut()
        # Not more than that it is said: Chromium does not keep every socket from coming back.
        await expect(page.get_by_text("Connection lost.")).to_be_visible()
        await typed(page).press_sequentially(", and the rest")
        await a_live_question(site, stage, "Asked meanwhile", stage.anna.person_id)
        await page.context.set_offline(False)

        await connected(page)
        await expect(row(page, "Asked meanwhile")).to_be_visible()
        await expect(page.get_by_text("Connection lost.")).to_be_hidden()
        await expect(typed(page)).to_have_value("Half a question, and the rest")
        await page.reload()
        await expect(typed(page)).to_have_value("Half a question, and the rest")


async def test_a_refused_question_stays_in_the_composer(site: Site) -> None:
    stage = await staged(site)
    async with site.window(stage.sabine) as page:
        await page.goto(stage.path)
        await connected(page)
        said = page.locator("#composer-said")
        await ask(page, "")
        await expect(said).to_have_text("Please write your question first.")
        await expect(typed(page)).to_be_focused()
        await expect(typed(page)).to_have_attribute("aria-invalid", "true")
        for text in ("First", "Second", "Third"):
            await ask(page, text)
            await expect(page.locator("#questions-own")).to_contain_text(text)
        await expect(said).to_contain_text("Thank you.")
        await page.locator("h1").click()
        await expect(said).to_be_empty()

        await ask(page, "Fourth")

        await expect(said).to_contain_text("Three questions a minute")
        await expect(typed(page)).to_have_value("Fourth")
        await expect(page.locator("#questions-own .question")).to_have_count(3)


async def test_on_a_phone_one_tab_is_shown_and_the_video_stays(site: Site) -> None:
    stage = await staged(site)
    async with site.window(stage.sabine, width=390) as page:
        await page.goto(stage.path)
        assert await shown_panels(page) == ["questions-panel"]

        for name, panels in (
            ("Poll", ["polls-panel"]),
            ("Mood", ["mood"]),
            ("More", ["about", "feedback", "next"]),
            ("Questions", ["questions-panel"]),
        ):
            await page.locator(".tabs").get_by_role("link", name=name).press("Enter")
            await expect(page.locator(f"#{panels[0]}")).to_be_focused()
            assert await shown_panels(page) == panels
            await page.mouse.wheel(0, 2000)
            await expect(page.locator("video")).to_be_in_viewport(ratio=1)


async def shown_panels(page: Page) -> list[str | None]:
    panels = await page.locator(".panel:visible").all()
    return [await panel.get_attribute("id") for panel in panels]


async def test_asking_and_upvoting_go_by_keyboard_alone(site: Site) -> None:
    stage = await staged(site)
    await a_live_question(site, stage, "First", stage.anna.person_id)
    async with site.window(stage.sabine) as page:
        await page.goto(stage.path)
        await connected(page)

        await tab_to(page, "button.upvote")
        await page.keyboard.press("Enter")
        await expect(row(page, "First").locator(".upvote")).to_have_text("2")
        await expect(row(page, "First").locator(".upvote")).to_be_focused()

        await tab_to(page, "#ask")
        await page.keyboard.type("By keyboard")
        await tab_to(page, "#composer button")
        await page.keyboard.press("Enter")
        await expect(page.locator("#questions-own")).to_contain_text("By keyboard")


async def test_the_video_plays_and_jumps(site: Site) -> None:
    stage = await staged(site)
    async with site.window(stage.sabine) as page:
        parts: list[int] = []
        page.on(
            "response",
            lambda answer: parts.append(answer.status) if "/media/" in answer.url else None,
        )
        await page.goto(stage.path)
        video = page.locator("video")
        await page.wait_for_function("document.querySelector('video').readyState >= 1")

        jumped_to = await video.evaluate(JUMP)
        played_to = await video.evaluate(PLAY)

        assert jumped_to == pytest.approx(20, abs=0.5)
        assert played_to > jumped_to
        assert 206 in parts


JUMP = """(video) => new Promise((resolve) => {
  video.addEventListener('seeked', () => resolve(video.currentTime), { once: true });
  video.currentTime = 20; })"""
PLAY = """(video) => new Promise((resolve) => {
  const from = video.currentTime;
  video.addEventListener('timeupdate', () => {
    if (video.currentTime > from) resolve(video.currentTime); });
  video.muted = true;
  video.play(); })"""
