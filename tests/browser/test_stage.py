"""The session page in use: two tabs, a busy room, a lost line, a phone, a keyboard, its video."""

import asyncio
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests import factories
from tests.browser.site import Site, window_in
from tests.browser.staging import Staged, staged
from tests.browser.steps import a_live_question, ask, connected, row, typed

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


async def test_a_lost_line_is_told_and_nothing_typed_is_lost(site: Site) -> None:
    stage = await staged(site)
    async with site.window(stage.sabine) as page:
        await page.goto(stage.path)
        await connected(page)
        await typed(page).fill("Half a question")

        await page.context.set_offline(True)
        site.cut()
        await expect(page.get_by_text("Connection lost.")).to_be_visible()
        await expect(page.locator("body")).to_have_attribute("data-line", "lost")
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
        for text in ("First", "Second", "Third"):
            await ask(page, text)
            await expect(page.locator("#questions-own")).to_contain_text(text)

        await ask(page, "Fourth")

        await expect(page.get_by_role("alert")).to_contain_text("Three questions a minute")
        await expect(typed(page)).to_have_value("Fourth")
        await expect(page.locator("#questions-own .question")).to_have_count(3)


async def test_on_a_phone_one_panel_is_shown_and_the_video_stays(site: Site) -> None:
    stage = await staged(site)
    async with site.window(stage.sabine, width=390) as page:
        await page.goto(stage.path)
        assert await shown_panels(page) == ["questions-panel"]

        for name, panel in (("About", "about"), ("Next", "next"), ("Questions", "questions-panel")):
            await page.locator(".tabs").get_by_role("link", name=name).click()
            assert await shown_panels(page) == [panel]
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


async def tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"The Tab key does not reach {selector}.")


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

        older = await held_back(page, "**/questions")
        site.cut()
        await older.is_answered.wait()
        async with await site.client(stage.anna) as anna:
            await anna.put("/questions/1/upvote")
        await site.app.live.settled()
        older.may_arrive.set()

        await expect(page.locator("#questions .upvote")).to_have_text("2")
