"""Somebody who uploads, and what they send: the ground of the tests of uploads."""

from collections.abc import Mapping
from io import BytesIO

import httpx
import pytest
from bs4 import BeautifulSoup, Tag
from PIL import Image
from sqlalchemy import select

from conference.agenda.actions import add_speaker
from conference.agenda.models import EventState, Speaking
from conference.agenda.models_beside import Upload
from tests import factories
from tests.organise.conftest import HERE, Office

SLIDES = b"%PDF-1.7\n" + bytes(range(256)) * 3000
Files = Mapping[str, tuple[str, bytes]]


def a_picture(width: int = 600, height: int = 600, colour: str = "teal") -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "PNG")
    return written.getvalue()


def sent(content: bytes, name: str = "photo.png") -> Files:
    return {"file": (name, content)}


class Stage:
    """A speaker of a keynote at an event that is published."""

    def __init__(self, office: Office, speaker_id: int, session_id: int) -> None:
        self.office = office
        self.portrait = f"{HERE}/speakers/{speaker_id}/portrait"
        self.logo = f"{HERE}/logo"
        self.picture = f"{HERE}/picture"
        self.files = f"{HERE}/sessions/{session_id}/files"
        self.session_id = session_id
        self.page = f"/sessions/{session_id}"

    async def uploads(self) -> list[Upload]:
        async with self.office.database.reading() as db:
            return list(await db.scalars(select(Upload).order_by(Upload.id)))

    async def version(self) -> int:
        return (await self.office.event()).agenda_version


@pytest.fixture
async def stage(office: Office) -> Stage:
    async with office.database.writing() as db:
        speaker_id = await add_speaker(db, office.event_id, name="Jana Vogt")
        session_id = await factories.a_session(db, office.event_id)
        db.add(Speaking(session_id=session_id, speaker_id=speaker_id))
    await office.set_state(EventState.PUBLISHED)
    return Stage(office, speaker_id, session_id)


def pictures(answer: httpx.Response, selector: str) -> list[str]:
    page = BeautifulSoup(answer.text, "html.parser")
    return [str(image["src"]) for image in page.select(f"img{selector}")]


def listed(answer: httpx.Response, within: str) -> list[tuple[str, str, str]]:
    """Address, words and what is said beside them."""
    page = BeautifulSoup(answer.text, "html.parser")
    return [
        (str(a["href"]), a.get_text(strip=True), small.get_text(strip=True).replace("\xa0", " "))
        for a in page.select(f'{within} a[href^="/uploads/"]')
        if isinstance(small := a.find_next_sibling("small"), Tag)
    ]


def said(answer: httpx.Response) -> list[str]:
    page = BeautifulSoup(answer.text, "html.parser")
    return [each.get_text(strip=True) for each in page.select(".field__error")]
