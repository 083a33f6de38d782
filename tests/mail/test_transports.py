"""Encrypted and plain SMTP, signing in at the server, and the folder of the demo."""

import ssl
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from conference.mail.messages import Mail, message_of
from conference.mail.transports import FolderTransport, SmtpTransport, smtp_options
from tests.mail.conftest import ELSEWHERE, Certificate, Inbox
from tests.mail.test_messages import MAIL, ROW, SETTINGS


@pytest.fixture
def trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))


async def send(url: str, mail: Mail = MAIL) -> None:
    await SmtpTransport(smtp_options(url)).send(message_of(mail, ROW, SETTINGS), "1-greeting")


async def test_elsewhere_starttls_is_used(
    inbox: Inbox, serve: Callable[..., int], certificate: Certificate, trusted: None
) -> None:
    port = serve(ELSEWHERE, tls_context=certificate.context(), require_starttls=True)

    await send(f"smtp://{ELSEWHERE}:{port}")

    assert inbox.recipients == ["sabine@alpenrand.example"]


async def test_elsewhere_nothing_is_sent_without_starttls(
    inbox: Inbox, serve: Callable[..., int]
) -> None:
    port = serve(ELSEWHERE)

    with pytest.raises(aiosmtplib.SMTPException):
        await send(f"smtp://{ELSEWHERE}:{port}")

    assert inbox.recipients == []


async def test_an_unknown_certificate_is_refused(
    inbox: Inbox, serve: Callable[..., int], certificate: Certificate
) -> None:
    port = serve(ELSEWHERE, tls_context=certificate.context())

    with pytest.raises(ssl.SSLError):
        await send(f"smtp://{ELSEWHERE}:{port}")

    assert inbox.recipients == []


async def test_tls_from_the_first_byte_and_a_password(
    inbox: Inbox, serve: Callable[..., int], certificate: Certificate, trusted: None
) -> None:
    seen: list[Any] = []

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: Any
    ) -> AuthResult:
        seen.append((login.login, login.password))
        return AuthResult(success=True)

    port = serve(
        ssl_context=certificate.context(),
        authenticator=authenticate,
        auth_require_tls=False,
    )

    await send(f"smtps://hello%40halvestra.example:p%2Fw@127.0.0.1:{port}")

    assert inbox.recipients == ["sabine@alpenrand.example"]
    assert seen == [(b"hello@halvestra.example", b"p/w")]


async def test_an_address_with_an_umlaut_arrives(inbox: Inbox, serve: Callable[..., int]) -> None:
    mail = Mail("jürgen@müller.example", "Jürgen Müller", "Hallo", "Text", "<p>Text</p>")

    await send(f"smtp://127.0.0.1:{serve(enable_SMTPUTF8=True)}", mail)

    assert inbox.recipients == ["jürgen@xn--mller-kva.example"]


@pytest.mark.parametrize(
    ("url", "port", "use_tls", "start_tls"),
    [
        ("smtp://relay.example", 587, False, True),
        ("smtp://relay.example:25", 25, False, True),
        ("smtp://localhost:25", 25, False, False),
        ("smtps://relay.example", 465, True, False),
    ],
)
def test_urls_say_port_and_encryption(url: str, port: int, use_tls: bool, start_tls: bool) -> None:
    options = smtp_options(url)

    assert (options["port"], options["use_tls"], options["start_tls"]) == (port, use_tls, start_tls)


async def test_the_folder_holds_whole_mails_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    message = message_of(MAIL, ROW, SETTINGS)

    await FolderTransport(folder).send(message, "000012-greeting")
    await FolderTransport(folder).send(message, "000012-greeting")

    (file,) = folder.iterdir()
    assert file.name == "000012-greeting.eml"
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert read["Message-ID"] == message["Message-ID"]
    assert read["Subject"] == "Ihr persönlicher Link"
