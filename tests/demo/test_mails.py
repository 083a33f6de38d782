"""The demo's inbox."""

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from conference.app import create_app
from conference.demo.mails import Piece, cut_at_links
from conference.settings import Settings
from tests.conftest import browser

LINK = "http://127.0.0.1:8000/sign-in/AAAA-_"


def put_mail(folder: Path, name: str, subject: str) -> None:
    message = EmailMessage()
    message["To"] = "Jana Vogt <jana.vogt@firma.example>"
    message["Subject"] = subject
    message["Date"] = "Thu, 17 Sep 2026 07:00:00 +0000"
    message["Content-Language"] = "de"
    message.set_content(f"Guten Tag,\n\nIhr Weg hinein: {LINK}.\n\nGrüße & <bis bald>\n")
    message.add_alternative("<p>Guten Tag</p>", subtype="html")
    message.add_attachment(b"BEGIN", maintype="text", subtype="calendar", filename="tage.ics")
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(bytes(message))


async def page(settings: Settings) -> httpx.Response:
    app = create_app(settings)
    async with browser(app) as client:
        answer = await client.get("/mails")
    await app.database.close()
    return answer


async def test_mails_are_shown_newest_first_with_links_to_follow(
    without_mails: Settings,
) -> None:
    assert without_mails.mail_folder
    put_mail(without_mails.mail_folder, "000001-registration.eml", "Willkommen, Jana")
    put_mail(without_mails.mail_folder, "000002-personal-link.eml", "Ihr Link")

    answer = await page(without_mails)

    assert answer.text.index("Ihr Link") < answer.text.index("Willkommen, Jana")
    assert answer.text.count(f'<a href="{LINK}">{LINK}</a>.') == 2
    assert answer.text.count("Grüße &amp; &lt;bis bald&gt;") == 2
    assert answer.text.count("Attached: tage.ics") == 2


async def test_an_empty_inbox_says_so(without_mails: Settings) -> None:
    answer = await page(without_mails)

    assert (answer.status_code, "No mail has been sent yet." in answer.text) == (200, True)


async def test_no_real_server_shows_mails(without_mails: Settings) -> None:
    answer = await page(replace(without_mails, demo=False))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("nothing to click", []),
        ("see http://a.example/x.", ["http://a.example/x"]),
        ("(https://a.example/?a=1&b=2), then", ["https://a.example/?a=1&b=2"]),
        ("http://a.example/a\nhttp://b.example/b", ["http://a.example/a", "http://b.example/b"]),
        ("javascript:alert(1) ftp://a.example", []),
    ],
)
def test_links_end_where_the_sentence_goes_on(text: str, links: list[str]) -> None:
    pieces = list(cut_at_links(text))

    assert [piece.text for piece in pieces if piece.is_link] == links
    assert "".join(piece.text for piece in pieces) == text
    assert Piece("", is_link=True) not in pieces
