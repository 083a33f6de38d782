"""An organiser's office: Claudia organises a draft, Jonas another event, which Sabine attends."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest
from sqlalchemy import select

from conference.accounts.actions import give_role
from conference.accounts.models import Reach, RoleKind
from conference.agenda.models import Event, EventState
from conference.app import App
from conference.db import Database
from conference.organise.log import entries
from tests import factories
from tests.agenda.conftest import clock_at
from tests.conftest import browser

__all__ = ["clock_at"]

SLUG = "offen-gesagt"
HERE = f"/manage/events/{SLUG}"


@dataclass
class Office:
    app: App
    event_id: int
    claudia_id: int
    claudia: httpx.AsyncClient
    jonas: httpx.AsyncClient
    sabine: httpx.AsyncClient
    nobody: httpx.AsyncClient

    @property
    def database(self) -> Database:
        return self.app.database

    async def event(self, slug: str = SLUG) -> Event:
        async with self.database.reading() as db:
            return (await db.scalars(select(Event).where(Event.slug == slug))).one()

    async def set_state(self, state: EventState) -> None:
        async with self.database.writing() as db:
            (await db.get_one(Event, self.event_id)).state = state

    async def logged(self, slug: str = SLUG) -> list[tuple[str | None, str, str, str]]:
        """Who, what kind of thing, what was done with it, its name: the oldest first."""
        event = await self.event(slug)
        async with self.database.reading() as db:
            found = await entries(db, event.id)
        return [(each.by, str(each.thing), str(each.deed), each.name) for each in reversed(found)]


@pytest.fixture
async def office(app: App) -> AsyncIterator[Office]:
    async with app.database.writing() as db:
        event_id = await factories.an_event(db, SLUG)
        (await db.get_one(Event, event_id)).state = EventState.DRAFT
        claudia = await factories.a_person(db, "Claudia Kern")
        await give_role(db, claudia, RoleKind.ORGANISER, event_id)
        other = await factories.an_event(db, "weitblick")
        jonas = await factories.a_person(db, "Jonas Feld")
        await give_role(db, jonas, RoleKind.ORGANISER, other)
        sabine = await factories.an_attendee(db, other)
    async with AsyncExitStack() as stack:
        clients = [
            await factories.signed_in(app, claudia, Reach.FULL),
            await factories.signed_in(app, jonas, Reach.FULL),
            await factories.signed_in(app, sabine),
            browser(app),
        ]
        for client in clients:
            await stack.enter_async_context(client)
        yield Office(app, event_id, claudia, *clients)
