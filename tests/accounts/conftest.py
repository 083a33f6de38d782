"""An event that Sabine attends and Jonas moderates, browsers, and what is mailed to them."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import httpx
import pytest

from conference.accounts.models import Reach
from conference.app import App
from conference.mail import waiting
from conference.registration.links import personal_token
from conference.registration.queries import registration_of
from tests import factories
from tests.conftest import ROOT_URL, browser
from tests.support.times import later

__all__ = ["later"]

SABINE = "sabine.ortlieb@alpenrand.example"
JONAS = "jonas.feld@alpenrand.example"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


@dataclass
class House:
    app: App
    event_id: int
    session_id: int
    sabine_id: int
    jonas_id: int
    browsers: AsyncExitStack

    async def browser(self) -> httpx.AsyncClient:
        """One that is nobody yet."""
        client = browser(self.app)
        client.headers["user-agent"] = FIREFOX
        return await self.browsers.enter_async_context(client)

    async def signed_in(self, person_id: int | None, reach: Reach) -> httpx.AsyncClient:
        client = await factories.signed_in(self.app, person_id, reach, self.event_id)
        return await self.browsers.enter_async_context(client)

    async def personal_link(self) -> str:
        """Sabine's."""
        async with self.app.database.reading() as db:
            registration = await registration_of(db, self.event_id, self.sabine_id)
        assert registration is not None
        secret = self.app.settings.secret
        token = personal_token(secret, registration.id, registration.link_version)
        return f"/sign-in/{token}"

    async def mails(self) -> list[EmailMessage]:
        """All that were ever sent, in the order they were queued in."""
        async with asyncio.timeout(10):
            while await self._owed():  # noqa: ASYNC110  # the outbox is a table
                await asyncio.sleep(0.02)
        folder = self.app.settings.mail_folder
        assert folder is not None
        files = sorted(folder.glob("*.eml")) if folder.exists() else []
        return [_read(file.read_bytes()) for file in files]

    async def ask(self, client: httpx.AsyncClient, email: str) -> httpx.Response:
        return await client.post("/sign-in", data={"email": email})

    async def role_link(self, client: httpx.AsyncClient) -> str:
        """Jonas asks in this browser: the path in the newest mail to him."""
        await self.ask(client, JONAS)
        return link_in((await self.mails())[-1])

    async def _owed(self) -> int:
        async with self.app.database.reading() as db:
            return await waiting(db)


@pytest.fixture
async def house(app: App) -> AsyncIterator[House]:
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await factories.a_session(db, event_id)
        sabine_id = await factories.an_attendee(db, event_id)
        jonas_id = await factories.a_moderator(db, event_id, session_id)
    async with AsyncExitStack() as browsers:
        yield House(app, event_id, session_id, sabine_id, jonas_id, browsers)


def link_in(mail: EmailMessage) -> str:
    plain = mail.get_body(("plain",))
    assert plain is not None
    (path,) = re.findall(rf"{ROOT_URL}(/sign-in/\S+)", plain.get_content())
    return str(path)


def _read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message
