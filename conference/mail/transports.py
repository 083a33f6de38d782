"""Where a mail goes: to an SMTP server, or into a folder."""

import asyncio
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib

from conference.settings import LOOPBACK, Settings, SettingsError, make_folder

PORTS = {"smtp": 587, "smtps": 465}
TIMEOUT_S = 20.0
CLOSING_S = 0.01
PERMANENT = 500


class Undeliverable(Exception):
    """The server will never take a mail for this recipient. Holds no address."""


class Transport(Protocol):
    async def send(self, message: EmailMessage, name: str) -> None:
        """`name` tells this mail from all others. Raises Undeliverable; else try again."""


@dataclass(frozen=True)
class SmtpTransport:
    """A connection for each mail: `options` as `aiosmtplib.SMTP` takes them."""

    options: Mapping[str, Any]

    async def send(self, message: EmailMessage, name: str) -> None:
        client = aiosmtplib.SMTP(timeout=TIMEOUT_S, **self.options)
        try:
            await client.connect()
            await client.send_message(message)
            # It is taken, whatever becomes of the farewell.
            with suppress(aiosmtplib.SMTPException):
                await client.quit()
        except aiosmtplib.SMTPRecipientsRefused as refusal:
            if all(each.code >= PERMANENT for each in refusal.recipients):
                raise Undeliverable from None
            raise
        finally:
            # Without a farewell where something failed: the server may be one that does not answer.
            client.close()
            # It is closed in one of the loop's next rounds; after a failed handshake it takes some.
            await asyncio.sleep(CLOSING_S)


@dataclass(frozen=True)
class FolderTransport:
    """One `.eml` a mail, complete as soon as it is there; the same mail again replaces it."""

    folder: Path

    async def send(self, message: EmailMessage, name: str) -> None:
        await asyncio.to_thread(self._write, bytes(message), f"{name}.eml")

    def _write(self, content: bytes, name: str) -> None:
        make_folder(self.folder)
        # Files made by `tempfile` can be read by their owner only.
        fileno, path = tempfile.mkstemp(dir=self.folder, suffix=".part")
        with os.fdopen(fileno, "wb") as file:
            file.write(content)
        Path(path).replace(self.folder / name)


def transport_of(settings: Settings) -> Transport | None:
    """None: nothing is set up, so mails wait. Raises SettingsError for a URL that cannot work."""
    if settings.mail_folder is not None:
        return FolderTransport(settings.mail_folder)
    return SmtpTransport(smtp_options(settings.smtp_url)) if settings.smtp_url else None


def smtp_options(url: str) -> dict[str, Any]:
    """STARTTLS is demanded but on loopback, where local relays have a certificate for nobody."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingsError("CONFERENCE_SMTP_URL must look like smtp://user:password@host:587.")
    is_tls = parts.scheme == "smtps"
    return {
        "hostname": parts.hostname,
        "port": _port(parts) or PORTS[parts.scheme],
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "use_tls": is_tls,
        "start_tls": not is_tls and parts.hostname not in LOOPBACK,
    }


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise SettingsError("The port in CONFERENCE_SMTP_URL is no port.") from error
