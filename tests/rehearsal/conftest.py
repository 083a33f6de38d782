"""An event that is still to come, on a real port: with people, companies, questions and answers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from conference import clock
from conference.accounts.actions import give_role, open_sign_in
from conference.accounts.cookies import cookie_name
from conference.accounts.models import Reach, RoleKind
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.db import Base, Database
from conference.live.models import Presence
from conference.organise.models import LogEntry
from conference.registration.models import Registration
from conference.sentiment.entries import Entry
from conference.sentiment.votes import give, mood_of
from conference.settings import Settings
from tests import factories
from tests.security.served import Served, served

SLUG = "offen-gesagt"
PAGE = f"/manage/events/{SLUG}/rehearsal"


@dataclass
class Stage:
    server: Served
    event_id: int
    session_id: int
    organiser: httpx.AsyncClient
    attendee: httpx.AsyncClient

    @property
    def database(self) -> Database:
        return self.server.app.database

    async def stored(self) -> dict[str, list[str]]:
        """Every row of every table, and the keys. Not the log's; and not the counts of sockets that
        are open now, which go by themselves within two minutes."""
        kept = {LogEntry.__tablename__, Presence.__tablename__}
        tables = [each for each in Base.metadata.sorted_tables if each.name not in kept]
        async with self.database.reading() as db:
            rows = {each.name: (await db.execute(select(each))).all() for each in tables}
        found = {name: sorted(map(repr, each)) for name, each in rows.items()}
        return found | {"keys": sorted(path.name for path in self.server.app.keys.path.iterdir())}


@pytest.fixture
async def stage(settings: Settings) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(served(settings))
        async with server.app.database.writing() as db:
            event_id = await factories.an_event(db, SLUG)
            later = clock.now() + timedelta(hours=9)
            session_id = await factories.a_session(db, event_id, starts_at=later)
            await factories.a_session(db, event_id, title="Open questions")
            claudia = await factories.a_person(db, "Claudia Kern")
            await give_role(db, claudia, RoleKind.ORGANISER, event_id)
            await give_role(db, claudia, RoleKind.CHANNEL_STAFF, event_id)
            people = await factories.some_companies(db, event_id, 12)
            event = masthead(await db.get_one(Event, event_id))
        for person_id in people:
            answer = Entry(value=4, topic="programme", text="")
            await give(server.app.database, server.app.keys, mood_of(event), person_id, answer)
        await server.app.releaser.release_due()
        clients = [
            await stack.enter_async_context(await _signed_in(server, person_id, reach))
            for person_id, reach in ((claudia, Reach.FULL), (min(people), Reach.ATTENDEE))
        ]
        yield Stage(server, event_id, session_id, *clients)


async def _signed_in(server: Served, person_id: int, reach: Reach) -> httpx.AsyncClient:
    async with server.app.database.writing() as db:
        token, _ = await open_sign_in(
            db, reach=reach, person_id=person_id, event_id=None, browser="a test"
        )
    client = server.browser()
    client.timeout = httpx.Timeout(60)
    client.cookies.set(cookie_name(server.app.settings), token)
    return client


async def came(stage: Stage, event_id: int) -> int:
    """How many of a rehearsal have opened their link."""
    query = select(Registration.id).where(
        Registration.event_id == event_id, Registration.confirmed_at.is_not(None)
    )
    async with stage.database.reading() as db:
        return len((await db.scalars(query)).all())
