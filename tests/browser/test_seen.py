"""What a page fetches as its socket opens: all that is live where something was told since, nothing
where it is as new as can be."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Route, expect

from conference.agenda.announcements import announce_to
from conference.agenda.models import Session
from conference.agenda.scheduling import put_off
from conference.i18n import Translated
from conference.qa.actions import Asking, ask_question
from conference.qa.upvotes import Cast, cast_upvotes
from tests.browser.ballots import a_draft, an_open_poll
from tests.browser.site import Site
from tests.browser.staging import SLUG, Staged, staged
from tests.browser.steps import a_live_question, connected, words_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

SHOWN = (
    *("#announcements-all", "#announcements-here", "#stage-screen", "#stage-where", "#about-where"),
    *("#questions-count", "#questions-region", "#questions-own", "#polls-tab", "#polls-region"),
)
HOME = f"/events/{SLUG}"


async def test_a_page_that_has_missed_nothing_fetches_nothing(site: Site) -> None:
    stage = await staged(site)
    await site.app.live.settled()
    async with site.window(stage.sabine) as page:
        fetched = fetched_by(page)
        for path in (HOME, f"{HOME}/agenda", f"{HOME}/agenda/mine", stage.path):
            await page.goto(path)
            await connected(page)
        await a_live_question(site, stage, "Pushed", stage.anna.person_id)
        await expect(page.locator("#questions .question__text")).to_have_text(["Pushed"])

        assert set(fetched) <= {f"{stage.path}/questions/own"}


async def test_what_comes_between_the_page_and_its_socket_is_fetched_at_once(site: Site) -> None:
    """And again after a line was lost, whatever it was that was missed."""
    stage = await staged(site)

    async def delay(route: Route) -> None:
        """Something happens while the page still waits for what opens its socket."""
        await everything_changes(site, stage)
        await site.app.live.settled()
        await route.continue_()

    async with site.window(stage.sabine) as page, site.window(stage.sabine) as newer:
        fetched = fetched_by(page)
        await page.route("**/htmx.js", delay, times=1)
        async with page.expect_response(f"**{stage.path}/regions"):
            await page.goto(stage.path)
        await newer.goto(stage.path)

        await expect(page.locator("#questions .question__text")).to_have_text(["Between"])
        await expect(page.locator("#questions .upvote")).to_have_attribute("aria-pressed", "true")
        assert fetched == [f"{stage.path}/regions"]
        assert [await words_of(page, part) for part in SHOWN] == [
            await words_of(newer, part) for part in SHOWN
        ]

        fetched.clear()
        async with page.expect_response(f"**{stage.path}/regions"):
            site.cut()
        await connected(page)
        assert fetched == [f"{stage.path}/regions"]


async def test_regions_that_stand_side_by_side_are_fetched_each(site: Site) -> None:
    """On a page of before, and on one that the browser has kept."""
    stage = await staged(site)

    async def delay(route: Route) -> None:
        await everything_changes(site, stage)
        await route.continue_()

    async with site.window(stage.sabine) as page:
        fetched = fetched_by(page)
        await page.route("**/htmx.js", delay, times=1)
        async with all_fetched(page):
            await page.goto(f"{HOME}/agenda")
        async with all_fetched(page):
            await page.evaluate(COME_BACK)

        # Beside them is the list, which is fetched some seconds later.
        assert sorted(path for path in fetched if path in BESIDE) == sorted(2 * BESIDE)


BESIDE = [f"{HOME}/{part}" for part in ("announcements", "agenda/now", "agenda/mine/bookmarks")]
COME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@asynccontextmanager
async def all_fetched(page: Page) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for path in BESIDE:
            await stack.enter_async_context(page.expect_response(f"**{path}"))
        yield


async def test_what_a_proxy_says_of_a_server_that_is_away_is_shown_nowhere(site: Site) -> None:
    stage = await staged(site)

    async def refuse(route: Route) -> None:
        await route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>")

    async with site.window(stage.sabine) as page:
        await page.goto(stage.path)
        await connected(page)
        await a_live_question(site, stage, "Asked", stage.anna.person_id)
        await expect(page.locator("#questions .question")).to_have_count(1)
        await page.route("**/regions", refuse, times=1)
        async with page.expect_event("requestfinished", lambda sent: "/regions" in sent.url):
            site.cut()
        await connected(page)
        await a_live_question(site, stage, "Asked later", stage.anna.person_id)

        await expect(page.locator("#questions .question")).to_have_count(2)
        await expect(page.get_by_role("heading", level=1)).to_have_text(["What changes for you"])


async def everything_changes(site: Site, stage: Staged) -> None:
    sabine_id, hour = stage.sabine.person_id, timedelta(hours=1)
    assert sabine_id is not None
    question_id = await a_live_question(site, stage, "Between", stage.anna.person_id)
    cast = Cast(question_id, sabine_id, wanted=True, keys=site.app.keys)
    await site.app.database.grouped(cast_upvotes, cast)
    async with site.app.database.writing() as db:
        waits = Asking(stage.session_id, sabine_id, "Mine", "en", is_anonymous=False)
        await ask_question(db, site.app.keys, waits)
        await an_open_poll(db, site.app.keys, stage.session_id, a_draft(), {})
        for to in (None, stage.session_id):
            text = Translated(en="Lunch is open.")
            await announce_to(db, stage.event_id, to, text, hour)
        session = await db.get_one(Session, stage.session_id)
        ids = (stage.event_id, stage.session_id)
        await put_off(db, *ids, hour, version=session.version, with_following=True)


def fetched_by(page: Page) -> list[str]:
    """By its scripts: the paths."""
    fetched: list[str] = []
    page.on(
        "request",
        lambda sent: (
            fetched.append(urlsplit(sent.url).path) if sent.resource_type == "fetch" else None
        ),
    )
    return fetched
