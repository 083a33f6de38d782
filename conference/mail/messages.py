"""What a mail is: what its composer gets, and the message made of it (RFC 5322)."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import cast
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from conference import clock
from conference.mail.brands import LOGO_ID, Logo
from conference.mail.flowed import flowed
from conference.mail.models import OutboxMail
from conference.settings import Settings, SettingsError

PURPOSE = b"conference message id\0"


@dataclass(frozen=True)
class Attachment:
    """`media_type`: such as "text/calendar", with `parameters`."""

    name: str
    media_type: str
    content: bytes
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Mail:
    """`to`: an address, `name`: whose it is. `logo`: what the HTML shows; nothing is fetched."""

    to: str
    name: str
    subject: str
    text: str
    html: str
    logo: Logo | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class MailContext:
    """`settings` has the root URL for links and the secret that tokens are made with."""

    person_id: int
    ids: Mapping[str, int | str]
    locale: str
    settings: Settings


class Unwritable(Exception):
    """No message can be addressed to this."""


def message_of(mail: Mail, row: OutboxMail, settings: Settings) -> EmailMessage:
    """Raises Unwritable for an address that cannot be one."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender(settings)
    message["To"] = _recipient(mail)
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = _message_id(row, settings)
    # So that no holiday notice answers (RFC 3834); the second is how Exchange reads it.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    _fill(message, mail)
    # Earlier, it would have been moved into the first part.
    message["Content-Language"] = row.locale
    return message


def sender(settings: Settings) -> Address:
    """Raises SettingsError if CONFERENCE_MAIL_FROM is no address."""
    name, address = parseaddr(settings.mail_from or f"conference@{_host(settings)}")
    try:
        return Address(display_name=name, addr_spec=address)
    except Exception as error:  # `email` raises errors of many kinds here
        raise SettingsError("CONFERENCE_MAIL_FROM must look like Name <name@host>.") from error


def _fill(message: EmailMessage, mail: Mail) -> None:
    message.set_content(
        flowed(mail.text), cte="quoted-printable", params={"format": "flowed", "delsp": "no"}
    )
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.logo is not None:
        html = cast("EmailMessage", message.get_body(("html",)))
        content, name = mail.logo.content, "logo.png"
        html.add_related(
            content, "image", "png", cid=f"<{LOGO_ID}>", filename=name, disposition="inline"
        )
    for each in mail.attachments:
        kind, parameters = each.media_type.split("/"), dict(each.parameters)
        message.add_attachment(each.content, *kind, filename=each.name, params=parameters)


def _recipient(mail: Mail) -> Address:
    try:
        known = validate_email(mail.to, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Unwritable from error
    return Address(_one_line(mail.name), known.local_part, known.ascii_domain)


def _one_line(text: str) -> str:
    """A line break would begin another header."""
    return " ".join(text.split())


def _message_id(row: OutboxMail, settings: Settings) -> str:
    """The same at every attempt, so that a mail sent twice is shown once."""
    what = f"{row.id} {row.queued_at.isoformat()}".encode()
    digest = hmac.digest(settings.secret, PURPOSE + what, hashlib.sha256)
    return f"<{digest[:16].hex()}@{_host(settings)}>"


def _host(settings: Settings) -> str:
    return urlsplit(settings.root_url).hostname or "localhost"
