"""An event that Sabine has heard of, and what a browser, a database and a mailbox show of it."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event, func, select

from conference.app import App, create_app
from conference.db import Base, Database
from conference.registration.consents import consent_text
from conference.settings import Settings
from tests import factories
from tests.conftest import browser

SLUG = "offen-gesagt"
PATH = f"/events/{SLUG}/registration"


def entered(**changes: str) -> dict[str, str]:
    """A form as Sabine fills it in, on an English page."""
    form = {
        "name": "Sabine Ortlieb",
        "email": "s.ortlieb@alpenrand.example",
        "company": "Alpenrand IT AG",
        "country": "AT",
        "job": "management",
        "partner_type": "indirect-reseller",
        "company_size": "10-49",
        "language": "en",
        "consent": consent_text().key,
    }
    return form | changes


@dataclass(frozen=True)
class Place:
    """The app without its background work: mails go out when `mails` is asked for."""

    app: App
    event_id: int

    @property
    def database(self) -> Database:
        return self.app.database

    def browser(self) -> httpx.AsyncClient:
        return browser(self.app)

    async def rows(self, model: type[Base]) -> list[Any]:
        async with self.database.reading() as db:
            return list(await db.scalars(select(model).order_by(*model.__table__.primary_key)))

    async def count(self, model: type[Base]) -> int:
        async with self.database.reading() as db:
            return await db.scalar(select(func.count()).select_from(model)) or 0

    async def mails(self) -> list[EmailMessage]:
        """All that were sent so far, the newest last."""
        await self.app.outbox.flush()
        folder = self.app.settings.mail_folder
        assert folder is not None
        files = sorted(folder.glob("*.eml")) if folder.exists() else []
        return [_read(path) for path in files]

    async def newest_link(self) -> str:
        """The path of the newest mail's personal link."""
        words = body((await self.mails())[-1])
        return links(words)[0]

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The SQL texts that run meanwhile."""
        engine, seen = self.database.engine.sync_engine, list[str]()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
async def place(settings: Settings) -> AsyncIterator[Place]:
    app = create_app(settings)
    async with app.database.writing() as db:
        event_id = await factories.an_event(db, SLUG)
    yield Place(app, event_id)
    await app.database.close()


@pytest.fixture
async def link(place: Place) -> str:
    """Sabine has registered; the path of the link in her mail."""
    async with place.browser() as sabine:
        await sabine.post(PATH, data=entered())
    return await place.newest_link()


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def links(words: str) -> list[str]:
    return [
        match.group(1) for match in re.finditer(r"http://127\.0\.0\.1:8000(/sign-in/\S+)", words)
    ]


def _read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message
