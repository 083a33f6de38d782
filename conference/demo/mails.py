"""The demo's inbox: the mails in its folder on a page, so that their links can be tried."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.editions import current_event, masthead
from conference.errors import NotFound
from conference.mail.flowed import joined
from conference.settings import Settings
from conference.web import AnyRequest, page

MOST = 50
URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


@dataclass(frozen=True)
class Piece:
    text: str
    is_link: bool


@dataclass(frozen=True)
class MailView:
    """`body`: the text part, cut at its links. `files`: the names of those that came with it."""

    to: str
    subject: str
    sent_at: datetime
    language: str
    body: tuple[Piece, ...]
    files: tuple[str, ...]


@get("/mails", name="demo_mails")
async def list_mails(
    request: AnyRequest, db: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
) -> Response[str]:
    if not settings.demo or settings.mail_folder is None:
        raise NotFound
    event = await current_event(db)
    return page(
        request,
        "demo/mails.html",
        event=masthead(event) if event else None,
        mails=await asyncio.to_thread(newest, settings.mail_folder),
        folder=settings.mail_folder,
        zone=event.zone if event else UTC,
    )


def newest(folder: Path) -> list[MailView]:
    """The latest first, and only so many."""
    files = sorted(folder.glob("*.eml"), key=lambda path: path.name, reverse=True)
    return [read_mail(path.read_bytes()) for path in files[:MOST]]


def read_mail(content: bytes) -> MailView:
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(("plain",))
    return MailView(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=message["Date"].datetime,
        language=str(message.get("Content-Language", "")),
        body=tuple(cut_at_links(joined(body.get_content()) if body else "")),
        files=tuple(str(part.get_filename()) for part in message.iter_attachments()),
    )


def cut_at_links(text: str) -> Iterator[Piece]:
    end = 0
    for found in URL.finditer(text):
        yield Piece(text[end : found.start()], is_link=False)
        yield Piece(found.group(), is_link=True)
        end = found.end()
    yield Piece(text[end:], is_link=False)
