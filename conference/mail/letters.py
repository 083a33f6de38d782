"""The form all mails share: written once as parts, rendered as HTML and as plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conference.i18n import Text
from conference.mail.messages import Mail, MailContext
from conference.web.templates import render


@dataclass(frozen=True)
class Link:
    """A link on a line of its own. `main`: what the mail is about, shown as a button."""

    label: str | Text
    url: str
    main: bool = False


Part = str | Text | Link


def write_letter(
    context: MailContext, *, to: str, name: str, subject: str | Text, parts: Sequence[Part]
) -> Mail:
    """Greeting and legal line stand around `parts`. Call it in the reader's locale.

    `name` may be what a stranger typed: it becomes no link.
    """
    name = unlinked(name)
    values = {
        "name": name,
        "subject": str(subject),
        "parts": [part if isinstance(part, Link) else str(part) for part in parts],
        "locale": context.locale,
        "root_url": context.settings.root_url,
        "operator": context.settings.operator,
    }
    text = render("mail/letter.txt", **values)
    html = render("mail/letter.html", **values)
    return Mail(to=to, name=name, subject=str(subject), text=text, html=html)


def unlinked(text: str) -> str:
    """Mail programs make links of what looks like one. Anybody may have typed this text, and a
    stranger's address: an invisible space keeps it from being a way to send links to people."""
    return re.sub(r"([.:/@])(?=\S)", "\\1\u200b", text)
