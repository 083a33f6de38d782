"""The mood of a phone and the channel team's curve: it moves in waves of ten companies, or not."""

import pytest
from playwright.async_api import Page, expect

from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.sentiment.entries import Entry
from conference.sentiment.votes import give, mood_of
from tests import factories
from tests.browser.site import Site
from tests.browser.staging import SLUG, Staged, staged
from tests.browser.steps import all_arrived, connected, pushes_to, words_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

DESK = f"/desk/events/{SLUG}/mood"
REGIONS = "#mood-figures, #mood-table, #mood-groups, #mood-group-table, #mood-comments"


async def test_the_tenth_company_moves_the_curve_and_one_change_does_not(site: Site) -> None:
    stage = await staged(site)
    async with site.app.database.writing() as db:
        others = list(await factories.some_companies(db, stage.event_id, 9))
    await answer(site, stage, others, 2)
    async with (
        site.window(stage.sabine, width=390) as phone,
        site.window(stage.mara) as desk,
        site.window(stage.mara, locale="de-DE") as kanal,
    ):
        pushes = await pushes_to(desk)
        for page in (desk, kanal):
            await page.goto(DESK)
            await connected(page)
        await nothing_comes(site, desk, pushes)
        await expect(desk.locator(".dial__hand")).to_have_count(0)

        await phone.goto(stage.path)
        await feel(phone, 4)
        await site.app.releaser.release_due()
        await expect(desk.locator("#mood-figures")).to_contain_text("10 companies")
        await expect(kanal.locator("#mood-figures")).to_contain_text("10 Unternehmen")
        await expect(desk.locator("#mood-table tbody tr")).to_have_count(1)
        await all_arrived(site, desk)

        pushes.clear()
        await feel(phone, 1)
        await nothing_comes(site, desk, pushes)
        await answer(site, stage, others, 5)
        await site.app.releaser.release_due()
        for page in (desk, kanal):
            await expect(page.locator("#mood-table tbody tr")).to_have_count(2)
            await page_equals_push(page)


async def answer(site: Site, stage: Staged, people: list[int], value: int) -> None:
    async with site.app.database.reading() as db:
        vote = mood_of(masthead(await db.get_one(Event, stage.event_id)))
    for person_id in people:
        await give(site.app.database, site.app.keys, vote, person_id, Entry(value, ""))


async def feel(phone: Page, value: int) -> None:
    """On the session's own page, from wherever one is on it."""
    await phone.locator(".tab--mood").click()
    await phone.locator("#mood-form .mood__step").nth(value - 1).click()
    await phone.locator("#mood-form").get_by_role("button", name="Send", exact=True).click()
    await expect(phone.locator("#mood-form")).to_contain_text("Saved. For your protection")
    await expect(phone.locator("#mood-form input:checked[name=value]")).to_have_count(0)


async def nothing_comes(site: Site, desk: Page, pushes: list[str]) -> None:
    """Though the release loop looks; and a page that is fetched anew says no more."""
    before = await words_of(desk, REGIONS)
    await site.app.releaser.release_due()
    await all_arrived(site, desk)
    assert pushes == []
    assert await words_of(desk, REGIONS) == before
    await page_equals_push(desk)


async def page_equals_push(desk: Page) -> None:
    pushed = await words_of(desk, REGIONS)
    await desk.reload()
    await connected(desk)
    assert pushed == await words_of(desk, REGIONS)
