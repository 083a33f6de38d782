"""A keynote that is on: Sabine and Anna attend, Jonas moderates."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest

from conference.accounts.models import Reach
from conference.app import App
from tests import factories
from tests.conftest import browser


@dataclass
class Keynote:
    app: App
    event_id: int
    session_id: int
    sabine_id: int
    anna_id: int
    jonas_id: int
    sabine: httpx.AsyncClient
    anna: httpx.AsyncClient
    jonas: httpx.AsyncClient
    waiting: httpx.AsyncClient
    nobody: httpx.AsyncClient

    async def ask(self, text: str, *, anonymous: bool = False) -> httpx.Response:
        form = {"text": text} | ({"anonymous": "yes"} if anonymous else {})
        return await self.sabine.post(f"/sessions/{self.session_id}/questions", data=form)

    async def decide(self, question_id: int, what: str, **form: str) -> httpx.Response:
        """As the moderator: `what` such as "approval" or "stage?_method=delete"."""
        method = "" if "?" in what else "?_method=put"
        return await self.jonas.post(f"/questions/{question_id}/{what}{method}", data=form)


@pytest.fixture
async def keynote(app: App) -> AsyncIterator[Keynote]:
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await factories.a_session(db, event_id)
        sabine_id = await factories.an_attendee(db, event_id)
        anna_id = await factories.an_attendee(db, event_id, "Anna Weser", "Weserbogen IT")
        jonas_id = await factories.a_moderator(db, event_id, session_id)
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(client)
            for client in (
                await factories.signed_in(app, sabine_id),
                await factories.signed_in(app, anna_id),
                await factories.signed_in(app, jonas_id, Reach.FULL),
                await factories.signed_in(app, None, Reach.WAITING, event_id),
                browser(app),
            )
        ]
        yield Keynote(app, event_id, session_id, sabine_id, anna_id, jonas_id, *clients)
