"""A programme and an attendee who bookmarks what is in it, for the tests of own agendas."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import delete, select

from conference.agenda.actions import add_session, agenda_changed, create_event
from conference.agenda.models import Session, SessionKind, SessionState, Slot
from conference.agenda.models_beside import Bookmark
from conference.app import App
from conference.i18n import Translated
from tests import factories
from tests.agenda.made import DAY, START

MINUTE = timedelta(minutes=1)
AGENDA = "/events/halvestra/agenda"
MINE = f"{AGENDA}/mine"
HTMX = {"hx-request": "true"}


@dataclass
class Programme:
    """`ids`: sessions by title."""

    app: App
    event_id: int
    sabine_id: int
    sabine: httpx.AsyncClient
    ids: dict[str, int] = field(default_factory=dict)

    async def add(
        self,
        title: str,
        begins: int,
        ends: int,
        kind: SessionKind = SessionKind.TALK,
        state: SessionState = SessionState.CONFIRMED,
    ) -> int:
        """Minutes after the start of the first day."""
        async with self.app.database.writing() as db:
            self.ids[title] = await add_session(
                db,
                self.event_id,
                title=Translated(en=title),
                starts_at=START + begins * MINUTE,
                ends_at=START + ends * MINUTE,
                kind=kind,
                state=state,
            )
        return self.ids[title]

    async def bookmark(self, *titles: str) -> None:
        for title in titles:
            answer = await self.sabine.put(f"/sessions/{self.ids[title]}/bookmark")
            assert answer.status_code == 303

    async def change(self, title: str, state: SessionState, *, has_slot: bool = True) -> None:
        async with self.app.database.writing() as db:
            session = await db.get_one(Session, self.ids[title])
            session.state = state
            if not has_slot:
                await db.execute(delete(Slot).where(Slot.session_id == session.id))
            await agenda_changed(db, self.event_id, [session.id])

    async def rows(self) -> list[tuple[int, int]]:
        async with self.app.database.reading() as db:
            found = await db.execute(select(Bookmark.person_id, Bookmark.session_id))
            return sorted((person_id, session_id) for person_id, session_id in found)


@pytest.fixture
async def programme(app: App, clock_at: Callable[[datetime], None]) -> AsyncIterator[Programme]:
    """Two days without a session yet, on the morning of the first; Sabine is signed in."""
    clock_at(START)
    async with app.database.writing() as db:
        event_id = await create_event(
            db,
            slug="halvestra",
            title=Translated(en="Halvestra Partner Conference"),
            motto=Translated(en="Frankly speaking."),
            starts_on=DAY,
            ends_on=DAY + timedelta(days=1),
            timezone="Europe/Berlin",
        )
        sabine_id = await factories.an_attendee(db, event_id)
    async with await factories.signed_in(app, sabine_id, event_id=event_id) as sabine:
        yield Programme(app, event_id, sabine_id, sabine)


async def see(client: httpx.AsyncClient, path: str = MINE) -> BeautifulSoup:
    answer = await client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in page.select(selector)]


def pressed(page: BeautifulSoup) -> dict[str, object]:
    return {
        str(button["aria-label"]).removeprefix("Bookmark: "): button.get("aria-pressed")
        for button in page.select("[data-bookmark]")
    }


def known(page: BeautifulSoup) -> object:
    """What the page tells js/mine.js."""
    element = page.select_one("#mine")
    assert element is not None
    return json.loads(str(element.string))
