"""Messages as servers and mail programs read them."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.mail import Attachment, Logo
from conference.mail.messages import Mail, Unwritable, message_of
from conference.mail.models import OutboxMail
from conference.settings import Settings

SETTINGS = Settings(
    database="sqlite+aiosqlite://",
    data=Path(),
    secret=b"a secret for tests, 32 characters",
    root_url="https://conference.example",
    mail_from="Halvestra Müller <hello@halvestra.example>",
)
ROW = OutboxMail(id=12, locale="de", queued_at=datetime(2026, 9, 17, 7, 30, tzinfo=UTC))
MAIL = Mail(
    to="sabine@alpenrand.example",
    name="Sabine Ortlieb",
    subject="Ihr persönlicher Link",
    text="Grüße\nhttps://conference.example/sign-in/" + "x" * 90 + "\n",
    html="<p>Grüße</p>",
)


def received(mail: Mail, row: OutboxMail = ROW, settings: Settings = SETTINGS) -> EmailMessage:
    message = message_from_bytes(bytes(message_of(mail, row, settings)), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_message_says_from_whom_to_whom_and_that_no_one_wrote_it() -> None:
    message = received(MAIL)

    assert message["From"] == "Halvestra Müller <hello@halvestra.example>"
    assert message["To"] == "Sabine Ortlieb <sabine@alpenrand.example>"
    assert message["Subject"] == "Ihr persönlicher Link"
    assert message["Content-Language"] == "de"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.tzinfo is not None


def test_it_has_a_plain_and_an_html_part_with_links_whole() -> None:
    message = received(MAIL)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))

    assert message.get_content_type() == "multipart/alternative"
    assert plain is not None
    assert html is not None
    assert plain.get_content() == MAIL.text.replace("\n", "\r\n")
    assert html.get_content() == MAIL.html + "\r\n"


def test_a_logo_is_part_of_the_html_and_files_come_after_both_texts() -> None:
    days = Attachment("days.ics", "text/calendar", b"BEGIN\r\n", {"method": "PUBLISH"})
    message = received(replace(MAIL, logo=Logo(b"\x89PNG", 120, 40), attachments=(days,)))

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "text/calendar",
    ]
    logo, calendar = list(message.walk())[5:]
    assert (logo["Content-ID"], logo.get_content_disposition()) == ("<logo@conference>", "inline")
    assert (calendar.get_filename(), calendar["Content-Type"].params["method"]) == (
        "days.ics",
        "PUBLISH",
    )
    assert message["Content-Language"] == "de"


def test_no_line_is_longer_than_servers_take() -> None:
    mail = replace(MAIL, text="ä" * 5000, html="<p>" + "b " * 3000 + "</p>", subject="Ü" * 300)

    lines = bytes(message_of(mail, ROW, SETTINGS)).split(b"\r\n")

    assert max(map(len, lines)) <= 998


@given(name=st.text(max_size=60), subject=st.text(st.characters(codec="utf-8"), max_size=120))
def test_no_name_and_no_subject_adds_a_header(name: str, subject: str) -> None:
    usual = received(MAIL).keys()
    mail = replace(MAIL, name=_storable(name), subject=subject)

    message = received(mail)

    assert message.keys() == usual
    assert [address.addr_spec for address in message["To"].addresses] == [MAIL.to]


def _storable(text: str) -> str:
    """Half characters do not pass a form, nor a database."""
    return text.encode("utf-8", "ignore").decode()


@pytest.mark.parametrize("injected", ["\r\nBcc: all@b.example", "\nBcc: all@b.example", "\rX: y"])
def test_line_breaks_end_up_as_blanks(injected: str) -> None:
    message = received(replace(MAIL, name=f"Eve{injected}", subject=f"Hi{injected}"))

    assert message["Bcc"] is None
    assert message["X"] is None
    assert message["Subject"] == "Hi " + injected.strip()


@pytest.mark.parametrize(
    "to", ["", "sabine", "sabine@", "a@b.example\r\nBcc: c@d.example", "a b@c"]
)
def test_what_is_no_address_gets_no_message(to: str) -> None:
    with pytest.raises(Unwritable):
        message_of(replace(MAIL, to=to), ROW, SETTINGS)


def test_the_message_id_is_the_same_at_every_attempt_and_no_other_mails() -> None:
    other = OutboxMail(id=13, locale="de", queued_at=ROW.queued_at)
    again = replace(SETTINGS, mail_from="Somebody else <x@halvestra.example>")

    first = received(MAIL)["Message-ID"]

    assert received(MAIL, settings=again)["Message-ID"] == first
    assert received(MAIL, other)["Message-ID"] != first
    assert first.endswith("@conference.example>")


def test_without_a_sender_set_the_servers_own_name_is_used() -> None:
    message = received(MAIL, settings=replace(SETTINGS, mail_from=""))

    assert message["From"] == "conference@conference.example"
