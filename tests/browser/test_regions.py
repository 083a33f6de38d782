"""Who looks after one region: messages of it appear by themselves, others never do."""

import pytest
from playwright.async_api import expect

from conference.accounts.actions import give_role
from conference.accounts.models import Reach, RoleKind
from conference.partners.models import Organisation
from conference.sentiment.actions import Sending, close_feedback, send_feedback
from conference.sentiment.entries import NamedEntry
from tests import factories
from tests.browser.site import SignedIn, Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

PATH = "/desk/events/offen-gesagt/feedback"


async def test_a_regions_messages_come_without_a_reload(site: Site) -> None:
    async with site.app.database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await factories.a_session(db, event_id)
        rosa = await factories.a_person(db, "Rosa Tal")
        await give_role(db, rosa, RoleKind.CHANNEL_STAFF, event_id, regions=["Alpen"])
        senders = {}
        for name, region in (("Anna Weser", "Nord"), ("Sabine Ortlieb", "Alpen")):
            senders[name] = await factories.an_attendee(db, event_id, name)
            company_id = await factories.a_company(db, f"Company of {name}", senders[name])
            (await db.get_one(Organisation, company_id)).region = region

    async def send(name: str) -> int:
        async with site.app.database.writing() as db:
            entry = NamedEntry(2, f"Please call {name}.")
            sending = Sending(event_id, session_id, senders[name], "A company", "en", entry)
            return await send_feedback(db, sending)

    async with site.window(SignedIn(rosa, Reach.FULL)) as page:
        await page.goto(PATH)
        await expect(page.locator("body")).to_have_attribute("data-line", "open")
        await expect(page.locator("#feedback-count-open")).to_have_text("0")
        await send("Anna Weser")
        id_ = await send("Sabine Ortlieb")

        await expect(page.locator("#feedback-count-open")).to_have_text("1")
        await expect(page.locator(".desk__message .desk__words")).to_have_text(
            ["Please call Sabine Ortlieb."]
        )

        await page.goto(f"{PATH}/{id_}")
        await expect(page.locator("body")).to_have_attribute("data-line", "open")
        await page.locator("#reply").fill("We call you")
        async with site.app.database.writing() as db:
            await close_feedback(db, event_id, id_, version=1)

        await expect(page.locator(f"#message-{id_}")).to_contain_text("Open it again")
        await expect(page.locator("#reply")).to_have_value("We call you")
