"""The form all mails share: a letter in parts, laid out as HTML and as plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conference.i18n import Text
from conference.mail.brands import LOGO_ID, Brand
from conference.mail.messages import Attachment, Mail, MailContext
from conference.web.templates import render


@dataclass(frozen=True)
class Link:
    """A link on a line of its own. `main`: what the mail is about, shown as a button."""

    label: str | Text
    url: str
    main: bool = False


@dataclass(frozen=True)
class Quote:
    """What the reader wrote themselves."""

    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


Part = str | Text | Link | Quote


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says; who it comes from, greeting and legal lines stand around it.

    `name` may be what a stranger typed: it becomes no link. `preview`: what an inbox shows beside
    the subject. `reason`: why one gets it. `event_id`: the event it is of, a plain number, as the
    kernel knows no event; None for none in particular.
    """

    to: str
    name: str
    subject: str | Text
    preview: str | Text
    parts: Sequence[Part]
    reason: str | Text
    event_id: int | None = None
    attachments: tuple[Attachment, ...] = ()


def write_letter(letter: Letter, brand: Brand, context: MailContext) -> Mail:
    """Call it in the reader's locale."""
    name = unlinked(letter.name)
    values = {
        "name": name,
        "subject": str(letter.subject),
        "preview": str(letter.preview),
        "parts": [str(part) if isinstance(part, Text) else part for part in letter.parts],
        "reason": str(letter.reason),
        "brand": brand,
        "logo_id": LOGO_ID,
        "locale": context.locale,
        "root_url": context.settings.root_url,
        "operator": context.settings.operator,
    }
    return Mail(
        to=letter.to,
        name=name,
        subject=str(letter.subject),
        text=render("mail/letter.txt", **values),
        html=render("mail/letter.html", **values),
        logo=brand.logo,
        attachments=letter.attachments,
    )


def unlinked(text: str) -> str:
    """Mail programs make links of what looks like one. Anybody may have typed this text, and a
    stranger's address: an invisible space keeps it from being a way to send links to people."""
    return re.sub(r"([.:/@])(?=\S)", "\\1\u200b", text)
