"""A database without the app, whose own worker would send the mails; and real SMTP servers."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.db import Database
from conference.mail import Composer, Letter, MailContext, Outbox, queue
from conference.mail.models import OutboxMail
from conference.settings import Settings
from tests.support.times import later

__all__ = ["later"]

# Not among the names that `transports` takes for this machine's own relay.
ELSEWHERE = "127.0.0.2"
SABINE = 7
MINUTE = timedelta(minutes=1)
SUBJECTS = {"de": "Grüße", "en": "Greetings"}


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.database)
    yield database
    await database.close()


@dataclass
class Inbox:
    """An SMTP server: what it took, whom it refuses; without `answering` senders have to wait."""

    refusals: dict[str, str] = field(default_factory=dict)
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answering: Event = field(default_factory=Event)
    received: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.answering.set()

    async def handle_RCPT(  # noqa: N802  # named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients += envelope.rcpt_tos
        self.received.set()
        await asyncio.to_thread(self.answering.wait)
        return "250 OK"


@dataclass
class Certificate:
    """For ELSEWHERE and 127.0.0.1, signed by itself."""

    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def serve(inbox: Inbox) -> Iterator[Callable[..., int]]:
    """Starts a server for the inbox; its port."""
    with ExitStack() as servers:

        def start(host: str = "127.0.0.1", port: int | None = None, **options: Any) -> int:
            port = port or free_port(host)
            servers.enter_context(serving(inbox, host, port, **options))
            return port

        yield start


@contextmanager
def serving(inbox: Inbox, host: str, port: int, **options: Any) -> Iterator[None]:
    controller = Controller(inbox, hostname=host, port=port, **options)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay")])
    now = datetime.now(UTC)
    hosts = [x509.IPAddress(ipaddress.ip_address(host)) for host in (ELSEWHERE, "127.0.0.1")]
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(folder / "cert.pem", folder / "key.pem")
    made.certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return made


async def compose_greeting(db: AsyncSession, context: MailContext) -> Letter | None:
    """To whoever `ids` names; nobody is greeted as "gone"."""
    who = str(context.ids["who"])
    if who == "gone":
        return None
    return Letter(
        to=f"{who}@alpenrand.example",
        name="Sabine Ortlieb",
        subject=SUBJECTS[context.locale],
        preview="Bis bald.",
        parts=["Schön, dass Sie da sind."],
        reason="Sie bekommen diese Mail für einen Test.",
    )


COMPOSERS: dict[str, Composer] = {"greeting": compose_greeting}


def smtp_outbox(database: Database, settings: Settings, url: str) -> Outbox:
    return Outbox(database, COMPOSERS, replace(settings, mail_folder=None, smtp_url=url))


async def owe(database: Database, who: str = "sabine", locale: str = "en") -> None:
    async with database.writing() as db:
        await queue(db, "greeting", SABINE, {"who": who}, locale)


async def rows(database: Database) -> list[OutboxMail]:
    async with database.reading() as db:
        return list(await db.scalars(select(OutboxMail).order_by(OutboxMail.id)))
