"""Where to go next, as time passes: on the first page, and on that of a session that ends."""

import pytest
from playwright.async_api import expect
from sqlalchemy import update

from conference import clock
from conference.agenda.actions import agenda_changed
from conference.agenda.models import Slot
from tests import factories
from tests.browser.site import Site
from tests.browser.staging import SLUG, staged
from tests.browser.steps import connected

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_the_way_on_is_shown_as_a_session_ends(site: Site) -> None:
    stage = await staged(site)
    async with (
        site.window(stage.sabine, width=390) as home,
        site.window(stage.sabine, width=390) as page,
    ):
        await home.goto(f"/events/{SLUG}")
        await connected(home)
        await page.goto(stage.path)
        await connected(page)
        # Of what comes next only the title is shown here, so its page is one click away.
        way_on = page.get_by_role("link", name="Support plans", exact=True)
        await expect(home.locator("#ahead-title")).to_have_text("What changes for you")
        await expect(way_on).to_have_count(0)

        async with site.app.database.writing() as db:
            now = clock.now()
            over = {"starts_at": now - factories.HOUR, "ends_at": now}
            await db.execute(update(Slot).where(Slot.session_id == stage.session_id).values(over))
            await agenda_changed(db, stage.event_id, [stage.session_id])

        await expect(way_on).to_be_visible()
        await expect(home.locator("#ahead-title")).to_have_text("Support plans")
        await home.get_by_role("link", name="To the session").click()
        await home.wait_for_url("**/sessions/*")
