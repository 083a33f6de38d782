"""An organiser's office: Claudia organises a draft, Jonas another event, which Sabine attends."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.accounts.actions import give_role
from conference.accounts.models import Reach, RoleKind
from conference.agenda.models import Event, EventState
from conference.app import App
from conference.db import Database
from conference.organise.log import entries
from conference.organise.log_words import EntryView, in_words
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

    async def logged(self, slug: str = SLUG) -> list[str]:
        """The sentences and what was and is, in English: the oldest first."""
        event = await self.event(slug)
        async with self.database.reading() as db:
            found = await entries(db, event.id)
        return [_written(in_words(row, event.zone)) for row in reversed(found)]


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


def where(answer: httpx.Response) -> str:
    """The path of the page that follows, without what it says there."""
    return str(answer.headers["location"]).partition("?")[0]


def entered_in(page: httpx.Response, form: str = "form#session") -> dict[str, str]:
    """The form's fields as the page has filled them in."""
    found = BeautifulSoup(page.text, "html5lib").select_one(form)
    assert found is not None
    inputs = found.select("input:not([type=checkbox], [type=radio]), input[checked]")
    fields = {str(f["name"]): str(f["value"]) for f in inputs}
    fields |= {str(f["name"]): f.text.removeprefix("\n") for f in found.select("textarea")}
    return fields | {
        str(f["name"]): str(chosen["value"])
        for f in found.select("select")
        for chosen in f.select("option[selected]")
    }


def _written(entry: EntryView) -> str:
    details = (
        f"{label}: {after}" if before is None else f"{label}: {before} → {after}"
        for label, before, after in entry.details
    )
    return "; ".join([f"{entry.by}: {entry.sentence}", *details])
