"""Nothing on the live page jumps while a room is at it: layout shifts stay below 0.02."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import pytest
from playwright.async_api import Page, expect

from conference.polls.actions import close_poll, create_poll, open_poll
from conference.qa import moderation
from conference.qa.models import Question
from conference.qa.moderation import Wording
from conference.qa.upvotes import Cast, cast_upvotes
from tests import factories
from tests.browser.ballots import a_draft
from tests.browser.site import Site
from tests.browser.staging import Staged, staged
from tests.browser.steps import a_live_question, connected

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

ROUNDS, EVERY_S = 60, 0.1
QUESTIONS = 12
LIMIT = 0.02

WATCH = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    const nodes = shift.sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
    if (!shift.hadRecentInput) window.shifts.push([shift.value, nodes.join(", ")]);
  }
}).observe({ type: "layout-shift", buffered: true });"""


class Bustle:
    """What a room and its moderator do, one thing after the other."""

    def __init__(self, site: Site, stage: Staged, people: list[int]) -> None:
        self.site, self.stage, self.people = site, stage, people
        self.dice = Random(7)  # noqa: S311 - a repeatable sequence
        self.questions: list[int] = []
        self.votes: Counter[int] = Counter()
        self.on_stage = 0

    async def ask(self) -> None:
        text = " ".join(["Who decides what counts?"] * self.dice.randint(1, 5))
        by = self.people[len(self.questions) % len(self.people)]
        self.questions.append(await a_live_question(self.site, self.stage, text, by))

    async def upvote(self) -> None:
        app = self.site.app
        for question_id in self.dice.sample(self.questions, 4):
            cast = Cast(question_id, self.dice.choice(self.people), wanted=True, keys=app.keys)
            await app.database.grouped(cast_upvotes, cast)
            self.votes[question_id] += 1

    async def moderate(self) -> None:
        """What is on stage is answered in writing; then comes what most agree with."""
        if self.on_stage:
            async with self.site.app.database.writing() as db:
                version = (await db.get_one(Question, self.on_stage)).version
                wording = Wording("That of your country.", self.people[0], "Miriam Vogt")
                await moderation.answer(db, self.on_stage, wording, version=version)
        ((self.on_stage, _votes),) = self.votes.most_common(1)
        async with self.site.app.database.writing() as db:
            await moderation.put_on_stage(db, self.on_stage)
        # Those on stage take no part in what follows, as they are answered next.
        self.questions.remove(self.on_stage)
        del self.votes[self.on_stage]

    async def poll(self) -> int:
        async with self.site.app.database.writing() as db:
            poll_id = await create_poll(db, self.stage.session_id, a_draft())
            await open_poll(db, self.site.app.keys, poll_id, version=1)
            return poll_id

    async def close(self, poll_id: int) -> None:
        async with self.site.app.database.writing() as db:
            await close_poll(db, poll_id)

    async def go_on(self) -> None:
        first = await self.poll()
        for number in range(ROUNDS):
            await self.upvote()
            match number % 10:
                case 2 | 7:
                    await self.ask()
                case 4:
                    await self.moderate()
            if number == ROUNDS // 2:
                await self.close(first)
            await asyncio.sleep(EVERY_S)


async def test_nothing_jumps_while_a_room_asks_votes_and_is_polled(site: Site) -> None:
    stage = await staged(site)
    async with site.app.database.writing() as db:
        people = [*await factories.some_companies(db, stage.event_id, 20)]
    bustle = Bustle(site, stage, people)
    for _ in range(QUESTIONS):
        await bustle.ask()
    async with (
        at_the_page(site, stage, 390, 0) as phone,
        at_the_page(site, stage, 390, 500) as further_down,
        at_the_page(site, stage, 1440, 0) as wide,
        at_the_page(site, stage, 1440, 700) as wide_further_down,
    ):
        pages = {
            "phone": phone,
            "further down": further_down,
            "wide": wide,
            "wide, further down": wide_further_down,
        }
        await bustle.go_on()
        await site.app.live.settled()
        await bustle.poll()
        late = wide.get_by_role("button", name="A poll is open: show it")
        await expect(late).to_be_visible()
        shifts = {name: await page.evaluate("window.shifts") for name, page in pages.items()}
        await expect(wide.get_by_label("Not yet")).to_be_hidden()
        await late.click()
        await expect(wide.get_by_label("Yes")).to_be_focused()
        await expect(late).to_be_hidden()

    assert {
        name: found for name, found in shifts.items() if sum(value for value, _ in found) >= LIMIT
    } == {}


@asynccontextmanager
async def at_the_page(site: Site, stage: Staged, width: int, down: int) -> AsyncIterator[Page]:
    """By somebody who has not wished for less motion, and has scrolled down."""
    locale = "de-DE" if width < 500 else "en-GB"  # "Auf der Bühne" needs a line more.
    async with site.window(stage.sabine, width=width, locale=locale) as page:
        await page.emulate_media(reduced_motion="no-preference")
        await page.goto(stage.path)
        await connected(page)
        await page.evaluate("(down) => scrollTo(0, down)", down)
        await page.wait_for_timeout(500)
        await page.evaluate(WATCH)
        yield page
