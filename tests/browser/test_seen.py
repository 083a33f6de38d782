"""What a page fetches as its socket opens: all that is live where something was told since, nothing
where it is as new as can be."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.site import Site
from tests.browser.staging import Staged, staged
from tests.browser.steps import a_live_question, connected

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_a_page_that_has_missed_nothing_fetches_nothing(site: Site) -> None:
    stage = await staged(site)
    await site.app.live.settled()
    async with site.window(stage.sabine) as page:
        fetched = regions_fetched_by(page, stage)
        await page.goto(stage.path)
        await connected(page)
        await a_live_question(site, stage, "Pushed", stage.anna.person_id)
        await expect(page.locator("#questions .question__text")).to_have_text(["Pushed"])

        assert set(fetched) <= {"/questions/own"}


async def test_what_comes_between_the_page_and_its_socket_is_fetched(site: Site) -> None:
    """And again after a line was lost, whatever it was that was missed."""
    stage = await staged(site)

    async def delay(route: Route) -> None:
        """Something happens while the page still waits for what opens its socket."""
        await a_live_question(site, stage, "Between", stage.anna.person_id)
        await site.app.live.settled()
        await route.continue_()

    async with site.window(stage.sabine) as page:
        fetched = regions_fetched_by(page, stage)
        await page.route("**/htmx.js", delay, times=1)
        await page.goto(stage.path)

        await expect(page.locator("#questions .question__text")).to_have_text(["Between"])
        assert {"/questions", "/polls", "/screen", "/audience"} <= set(fetched)

        fetched.clear()
        async with page.expect_response(f"**{stage.path}/polls"):
            site.cut()
        await connected(page)


def regions_fetched_by(page: Page, stage: Staged) -> list[str]:
    fetched: list[str] = []

    def note(url: str) -> None:
        _, is_of_session, rest = url.partition(f"{stage.path}/")
        if is_of_session and not rest.startswith("live"):
            fetched.append(f"/{rest.partition('?')[0]}")

    page.on("request", lambda request: note(request.url))
    return fetched
