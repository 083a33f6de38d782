"""What partners say and the channel team reads, with JavaScript off."""

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import func, select

from conference.privacy import ScopeKind
from conference.privacy.models import Scope, Sealed
from tests.browser.ballots import a_draft, an_open_poll
from tests.browser.site import Site
from tests.browser.staging import SLUG, Staged, staged

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

MESSAGE, REPLY = "Who tells our customers?", "We do, on Monday."


async def test_a_partner_votes_and_says_how_they_feel(site: Site) -> None:
    stage = await staged(site)
    async with site.app.database.writing() as db:
        await an_open_poll(db, site.app.keys, stage.session_id, a_draft(), {})
    async with site.window(stage.sabine, width=390, javascript=False) as page:
        await vote_change_and_withdraw(site, page, stage)
        await feel_and_withdraw(site, page)
        await rate_and_withdraw(site, page, stage)


async def vote_change_and_withdraw(site: Site, page: Page, stage: Staged) -> None:
    for choice in ("Yes", "No"):
        await page.goto(f"{stage.path}#polls-panel")
        await page.get_by_label(choice, exact=True).check()
        await page.get_by_role("button", name="Send my answer").click()
        await expect(page.locator(".poll__said")).to_contain_text("Saved.")
        await nothing_is_chosen(page)
    assert await sealed(site, ScopeKind.POLL) == 1
    await page.get_by_role("button", name="Withdraw my answer").click()
    await expect(page.locator(".poll__said")).to_contain_text("Withdrawn.")
    assert await sealed(site, ScopeKind.POLL) == 0

    await page.get_by_role("button", name="Send my answer").click()
    await expect(page.locator(".poll__said")).to_contain_text("Please choose first.")


async def feel_and_withdraw(site: Site, page: Page) -> None:
    """Starting on another page, and led back to it."""
    await page.goto(f"/events/{SLUG}/agenda")
    await page.locator(".masthead__menu").click()
    await page.get_by_role("link", name="Mood", exact=True).click()
    await page.get_by_text("Add a topic or a few words").click()
    await page.get_by_label("In your words").fill(MESSAGE)
    for level in (2, 5):
        await page.locator("#mood-form .mood__step").nth(level - 1).click()
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.locator("#mood-form")).to_contain_text("Saved. For your protection")
        await nothing_is_chosen(page)
    assert await sealed(site, ScopeKind.MOOD) == 1
    await page.get_by_role("button", name="Withdraw my answer").click()
    await expect(page.locator("#mood-form")).to_contain_text("Withdrawn.")
    assert await sealed(site, ScopeKind.MOOD) == 0
    await page.get_by_role("link", name="Back to where you were").click()
    await expect(page).to_have_url(f"{site.url}/events/{SLUG}/agenda")


async def rate_and_withdraw(site: Site, page: Page, stage: Staged) -> None:
    await page.goto(f"{stage.path}#feedback")
    await page.locator("#feedback-form .mood__step").nth(3).click()
    await page.get_by_role("button", name="Send without my name").click()
    await expect(page.locator("#feedback-form")).to_contain_text("Saved. For your protection")
    await nothing_is_chosen(page)
    assert await sealed(site, ScopeKind.FEEDBACK) == 1
    await page.locator("#feedback-form").get_by_role("button", name="Withdraw my answer").click()
    await expect(page.locator("#feedback-form")).to_contain_text("Withdrawn.")
    assert await sealed(site, ScopeKind.FEEDBACK) == 0


async def nothing_is_chosen(page: Page) -> None:
    """No page shows an answer again."""
    chosen = page.locator("input[name=choice]:checked, input[name=value]:checked")
    await expect(chosen).to_have_count(0)


async def sealed(site: Site, kind: ScopeKind) -> int:
    """How many answers there are."""
    of_kind = select(func.count()).select_from(Sealed).join(Scope).where(Scope.kind == kind)
    async with site.app.database.reading() as db:
        return await db.scalar(of_kind) or 0


async def test_a_message_with_a_name_is_answered(site: Site) -> None:
    stage = await staged(site)
    async with (
        site.window(stage.sabine, width=390, javascript=False) as sabine,
        site.window(stage.mara, javascript=False) as mara,
    ):
        await sabine.goto(f"{stage.path}/feedback")
        form = sabine.locator("#named-form")
        await form.locator(".mood__step").nth(1).click()
        await form.get_by_label("Your message").fill(MESSAGE)
        await form.get_by_role("button", name="Send with my name").click()
        await expect(form).to_contain_text("Sent. The channel team answers by mail")

        await find_the_person(mara)
        await take_on_and_answer(mara)

        await sabine.goto("/account")
        await expect(sabine.locator("#own-feedback")).to_contain_text(REPLY)
    await site.app.outbox.flush()
    folder = site.app.settings.mail_folder
    assert folder is not None
    assert any(REPLY in mail.read_text("utf-8") for mail in folder.glob("*.eml"))


async def find_the_person(mara: Page) -> None:
    await mara.goto("/desk")
    await mara.get_by_role("link", name="People", exact=True).click()
    await expect(mara.locator("tbody tr")).to_have_count(2)
    await mara.get_by_label("Name or company").fill("ortlieb")
    await mara.get_by_label("Company known").select_option("yes")
    await mara.get_by_role("button", name="Show").click()
    await expect(mara.locator("tbody tr")).to_have_count(1)
    await expect(mara.locator("tbody tr")).to_contain_text("Alpenrand IT")


async def take_on_and_answer(mara: Page) -> None:
    await mara.get_by_role("link", name="Feedback", exact=True).click()
    await mara.get_by_role("link", name=MESSAGE).click()
    await mara.get_by_label("Who takes care of it").select_option("Mara Linde")
    await mara.get_by_role("button", name="Assign").click()
    await mara.get_by_label("Your answer, by mail to the sender").fill(REPLY)
    await mara.get_by_role("button", name="Send by mail").click()
    await expect(mara.locator("#message-1")).to_contain_text(REPLY)
    await mara.get_by_role("button", name="Close it").click()
    await expect(mara.locator("#message-1")).to_contain_text("Closed")
