"""A poll from its draft to its result: two phones, its moderator and the channel team."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests import factories
from tests.browser.ballots import a_draft, an_open_poll, answer_poll
from tests.browser.site import Site
from tests.browser.staging import SLUG, Staged, staged
from tests.browser.steps import all_arrived, connected, pushes_to, tab_to, words_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

QUESTION = "Do you reach the threshold?"
YES = re.compile(r"Yes: (over )?\d+%, .*\d+ to \d+%\.")
JA = re.compile(r"Ja: (über )?\d+\s%, .*\d+ bis \d+\s%\.")
SHOWN = "#polls-results, #polls-tab"


async def test_two_vote_and_see_the_result_once_it_is_shown(site: Site) -> None:
    stage = await staged(site)
    async with site.app.database.writing() as db:
        others = await factories.some_companies(db, stage.event_id, 18)
    async with (
        site.window(stage.sabine, width=390) as sabine,
        site.window(stage.anna, width=390, locale="de-DE") as anna,
        site.window(stage.jonas) as jonas,
        site.window(stage.mara) as mara,
    ):
        pages = (sabine, anna, jonas, mara)
        pushes = [await pushes_to(page) for page in pages]
        await mara.goto(f"/desk/events/{SLUG}/sessions")
        await sabine.goto(stage.path)
        await sabine.locator(".tab--polls").click()
        await anna.goto(stage.path)
        await tab_to(anna, ".tab--polls")
        await anna.keyboard.press("Enter")
        for page in (sabine, anna, mara):
            await connected(page)
        await open_by_hand(jonas, stage)
        await expect(mara.locator("main")).to_contain_text(QUESTION)
        await expect(ballot(sabine)).to_contain_text(QUESTION)
        await expect(ballot(anna)).to_contain_text("Erreichen Sie die Schwelle?")
        await all_arrived(site, *pages)
        assert all(pushes)
        before = [await words_of(page, "main") for page in (jonas, mara)]
        for received in pushes:
            received.clear()

        await vote(sabine, "No")
        await vote(sabine, "Yes")
        await vote_by_keyboard(anna)
        async with site.app.database.writing() as db:
            await answer_poll(db, site.app.keys, 1, others, places=(0, 0, 0, 1))
        await all_arrived(site, *pages)

        assert pushes == [[], [], [], []]
        assert before == [await words_of(page, "main") for page in (jonas, mara)]
        await expect(sabine.locator("#polls-region")).not_to_contain_text("%")

        await jonas.get_by_role("button", name="Close the poll for good").click()
        for page, words in ((sabine, "not shown just now"), (anna, "gerade nicht gezeigt")):
            await expect(page.locator("#polls-results")).to_contain_text(words)
            await expect(page.locator("#polls-results .result")).to_have_count(0)
        await jonas.get_by_role("button", name="Show the result").click()
        await the_result_stands_everywhere(sabine, anna, jonas, mara)


async def open_by_hand(jonas: Page, stage: Staged) -> None:
    await jonas.goto(f"{stage.path}/moderation/polls")
    await jonas.get_by_role("link", name="New poll").click()
    await jonas.get_by_label("Question in German").fill("Erreichen Sie die Schwelle?")
    await jonas.get_by_label("Question in English").fill(QUESTION)
    await jonas.get_by_label("Choices in German").fill("Ja\nNein\nNoch nicht")
    await jonas.get_by_label("Choices in English").fill("Yes\nNo\nNot yet")
    await jonas.get_by_label("when I show it").check()
    await jonas.get_by_role("button", name="Save as a draft").click()
    await connected(jonas)
    await jonas.get_by_role("button", name="Open for 5 minutes").click()
    await expect(jonas.locator("#polls-open")).to_contain_text(QUESTION)


def ballot(page: Page) -> Locator:
    return page.locator("#polls-region form[data-ballot]")


async def vote(page: Page, choice: str) -> None:
    await page.get_by_label(choice, exact=True).check()
    await page.get_by_role("button", name="Send my answer").click()
    await expect(ballot(page).locator(".poll__said")).to_contain_text("Saved.")
    # Somebody else may look at the screen.
    await expect(page.get_by_label(choice, exact=True)).not_to_be_checked()


async def vote_by_keyboard(anna: Page) -> None:
    """The first choice is where the Tab key leads; the second, and back to the first, by arrows."""
    await tab_to(anna, "#polls-region input")
    for key in ("ArrowDown", "ArrowUp"):
        await anna.keyboard.press(key)
        await tab_to(anna, "#polls-region form[data-ballot] button")
        await anna.keyboard.press("Enter")
        await expect(ballot(anna).locator(".poll__said")).to_contain_text("Gespeichert.")
        await tab_to(anna, "#polls-region input", "Shift+Tab")


async def the_result_stands_everywhere(sabine: Page, anna: Page, jonas: Page, mara: Page) -> None:
    """For the screen reader as for the eye; and a reload shows what was pushed."""
    for page, words in ((sabine, YES), (anna, JA), (jonas, YES)):
        await expect(page.locator(".result .sr").first).to_have_text(words)
    assert await words_of(sabine, ".result .sr") == await words_of(jonas, ".result .sr")
    await expect(mara.locator("main")).to_contain_text("20 answers from 20 companies")
    await expect(sabine.locator("#polls-announced")).to_contain_text("The result is there")
    for page in (sabine, anna):
        await expect(page.locator("#polls-results .result__bar").first).to_be_visible()
        pushed = await words_of(page, SHOWN)
        await page.reload()
        assert pushed == await words_of(page, SHOWN)


async def test_with_fewer_than_ten_companies_the_dial_has_no_hand(site: Site) -> None:
    stage = await staged(site)
    async with site.app.database.writing() as db:
        members = await factories.some_companies(db, stage.event_id, 8)
        await an_open_poll(db, site.app.keys, stage.session_id, a_draft(), members)
    async with (
        site.window(stage.sabine, width=390, locale="de-DE") as sabine,
        site.window(stage.jonas) as jonas,
    ):
        await sabine.goto(f"{stage.path}#polls-panel")
        await jonas.goto(f"{stage.path}/moderation/polls")
        for page in (sabine, jonas):
            await connected(page)
        await sabine.get_by_label("Ja", exact=True).check()
        await ballot(sabine).get_by_role("button").click()
        await expect(ballot(sabine).locator(".poll__said")).to_contain_text("Gespeichert.")

        await jonas.get_by_role("button", name="Close the poll for good").click()

        await expect(sabine.locator("#polls-results")).to_contain_text("Weniger als 10 Unternehmen")
        await expect(jonas.locator("#polls-closed")).to_contain_text("Fewer than 10 companies")
        for region in (sabine.locator("#polls-results"), jonas.locator("#polls-closed")):
            dial = region.locator(".needle")
            await expect(dial).to_be_visible()
            await expect(dial.locator(".needle__hand")).to_have_count(0)
        await expect(sabine.locator("#polls-results .result")).to_have_count(0)
