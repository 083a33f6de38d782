"""A keynote that is on: Sabine and Anna attend, Jonas moderates, Petra moderates elsewhere."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import insert, select

from conference import clock
from conference.accounts.models import Reach
from conference.app import App
from conference.partners.models import CompanySize, Membership, Organisation, Source, Standing
from conference.polls.models import Choice, Poll, PollState
from conference.privacy import ScopeKind
from conference.privacy.answers import Answering, seal_answers
from tests import factories
from tests.conftest import browser

SINGLE = {
    "kind": "single",
    "wording_de": "Erreichen Sie die Schwelle?",
    "wording_en": "Do you reach the threshold?",
    "choices_de": "Ja\nNein\nNoch nicht",
    "choices_en": "Yes\nNo\nNot yet",
    "minutes": "5",
    "shown": "closed",
}
MULTIPLE = SINGLE | {"kind": "multiple", "least": "1", "most": "2"}
SCALE = SINGLE | {"kind": "scale"}


@dataclass
class Room:
    app: App
    event_id: int
    session_id: int
    sabine_id: int
    anna_id: int
    sabine: httpx.AsyncClient
    anna: httpx.AsyncClient
    jonas: httpx.AsyncClient
    petra: httpx.AsyncClient
    waiting: httpx.AsyncClient
    nobody: httpx.AsyncClient

    async def create(self, form: dict[str, str] = SINGLE, **changes: str) -> int:
        answer = await self.jonas.post(f"/sessions/{self.session_id}/polls", data=form | changes)
        assert answer.status_code == 303, answer.text
        return int(answer.headers["location"].rpartition("-")[2])

    async def act(self, poll_id: int, what: str, **form: str) -> httpx.Response:
        """As the moderator: `what` such as "closure" or "result?_method=delete"."""
        method = "" if "?" in what else "?_method=put"
        return await self.jonas.post(f"/polls/{poll_id}/{what}{method}", data=form)

    async def open(self, form: dict[str, str] = SINGLE, **changes: str) -> int:
        poll_id = await self.create(form, **changes)
        answer = await self.act(poll_id, "opening", version="1")
        assert answer.status_code == 303, answer.text
        return poll_id

    async def close(self, poll_id: int) -> None:
        """Returns once the figures are formed."""
        assert (await self.act(poll_id, "closure")).status_code == 303
        await self.until_closed(poll_id)

    async def until_closed(self, poll_id: int) -> None:
        async with asyncio.timeout(10):
            while (await self.poll(poll_id)).state != PollState.CLOSED:  # noqa: ASYNC110
                await asyncio.sleep(0.02)  # The loop that closes tells nobody here

    async def poll(self, poll_id: int) -> Poll:
        async with self.app.database.reading() as db:
            return await db.get_one(Poll, poll_id)

    async def choices(self, poll_id: int) -> list[str]:
        """What is sent for each, in order."""
        async with self.app.database.reading() as db:
            query = select(Choice.id).where(Choice.poll_id == poll_id).order_by(Choice.place)
            return [str(id_) for id_ in await db.scalars(query)]

    async def companies(self, count: int) -> list[tuple[int, int]]:
        """Listed companies with one attendee each: the person's id and the company's."""
        async with self.app.database.writing() as db:
            pairs = []
            for number in range(count):
                person_id = await factories.an_attendee(db, self.event_id, f"Person {number}")
                company = Organisation(
                    name=f"Company {number}",
                    country="AT",
                    size=CompanySize.FROM_10,
                    standing=Standing.LISTED,
                    changed_at=clock.now(),
                )
                db.add(company)
                await db.flush()
                row = {"person_id": person_id, "organisation_id": company.id}
                await db.execute(
                    insert(Membership).values(**row, source=Source.STAFF, is_right=True)
                )
                pairs.append((person_id, company.id))
        return pairs

    async def answer(
        self, poll_id: int, people: Iterable[tuple[int, int]], content: dict[str, Any] | None
    ) -> None:
        """As many at once, without their browsers."""
        ballots = [
            Answering(ScopeKind.POLL, poll_id, person_id, company_id, content, self.app.keys)
            for person_id, company_id in people
        ]
        send = self.app.database.grouped
        await asyncio.gather(*(send(seal_answers, ballot) for ballot in ballots))


@pytest.fixture
async def room(app: App) -> AsyncIterator[Room]:
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await factories.a_session(db, event_id)
        other_id = await factories.a_session(db, event_id, title="Elsewhere")
        sabine_id = await factories.an_attendee(db, event_id)
        anna_id = await factories.an_attendee(db, event_id, "Anna Weser", "Weserbogen IT")
        jonas_id = await factories.a_moderator(db, event_id, session_id)
        petra_id = await factories.a_moderator(db, event_id, other_id, "Petra Lind")
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(client)
            for client in (
                await factories.signed_in(app, sabine_id),
                await factories.signed_in(app, anna_id),
                await factories.signed_in(app, jonas_id, Reach.FULL),
                await factories.signed_in(app, petra_id, Reach.FULL),
                await factories.signed_in(app, None, Reach.WAITING, event_id),
                browser(app),
            )
        ]
        yield Room(app, event_id, session_id, sabine_id, anna_id, *clients)


async def vote(
    client: httpx.AsyncClient, poll_id: int, *chosen: str, **headers: str
) -> httpx.Response:
    """As the form sends it, without JavaScript."""
    url = f"/polls/{poll_id}/ballot?_method=put"
    return await client.post(url, data={"choice": list(chosen)}, headers=headers)


async def withdraw(client: httpx.AsyncClient, poll_id: int) -> httpx.Response:
    return await client.post(f"/polls/{poll_id}/ballot?_method=delete")


async def edit(room: Room, poll_id: int, **changes: str) -> httpx.Response:
    form = SINGLE | {"version": "1"} | changes
    return await room.jonas.post(f"/polls/{poll_id}?_method=put", data=form)


async def listed(room: Room) -> dict[str, list[str]]:
    """Wordings on the moderator's page, by list."""
    page = await room.jonas.get(f"/sessions/{room.session_id}/moderation/polls")
    parsed = BeautifulSoup(page.text, "html.parser")
    return {
        state: [title.get_text() for title in parsed.select(f"#polls-{state} .poll__title")]
        for state in ("drafts", "open", "closed")
    }
