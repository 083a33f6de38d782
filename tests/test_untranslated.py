"""No page, notice or mail says a word that gettext has not seen.

Everything is shown once in a language whose every text stands in marks; what is left of a page
without them is content, or was forgotten.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import astuple
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from conference import i18n
from conference.demo.running import OPERATOR, demo_settings
from conference.mail import waiting
from conference.registration.consents import consent_text
from tests.browser.pages import PAGES, POSTINGS, REGIONS
from tests.browser.site import served
from tests.browser.stock import Stock, Who, stocked
from tests.conftest import new_sqlite
from tests.desk.releases import PROGRAMME
from tests.support.engines import let_sqlite_hurry
from tests.support.pseudo import Pseudo, unmarked, unmarked_words, vocabulary, words

looking_on = pytest.mark.asyncio(loop_scope="module")
NO_BROWSER = cast("Browser", None)
# The same in every language, but "a test": so the browser of the sign-ins is called.
NAMES = words("Deutsch English DE EN UTC CSV XLSX schedule xml json test")
# Planted beside the demo (`tests.browser.planting`, `tests.factories.an_event`).
PLANTED = words(
    "Halvestra Partner Conference Partner Days Partnerkonferenz Offen gesagt Frankly speaking "
    "You have them by mail Alpenrand alpenrand Finn Co example Person HV Erreichen Not yet "
    "What what is going to change Zur selben Zeit am selben Ort Was noch keinen Platz hat "
    "Willkommen Die Mittagspause beginnt um Uhr Folien stehen unter Mehr folien csv"
)
EARLIER = words(" ".join(row[-1] for row in PROGRAMME))
CONTENT = vocabulary() | NAMES | PLANTED | EARLIER | words(" ".join(astuple(OPERATOR)))
WORDLESS = {
    "/events/{slug}/agenda/mine/bookmarks",
    "/events/{slug}/announcements",
}
ENTRY = {
    "name": "Jana Vogt",
    "email": "noch.niemand@nordlicht-systeme.example",
    "company": "Nordlicht Systeme GmbH",
    "country": "DE",
    "job": "sales",
    "partner_type": "integrator",
    "company_size": "10-49",
    "language": "de",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stock(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stock]:
    folder = tmp_path_factory.mktemp("stock")
    new_sqlite(sqlite_template, folder)
    with pytest.MonkeyPatch.context() as patch:
        let_sqlite_hurry(patch)
        patch.setattr(i18n, "catalogue", lambda _code: Pseudo())
        async with served(demo_settings(folder, 0), NO_BROWSER) as site:
            yield await stocked(site)


def test_a_word_outside_of_the_marks_is_found() -> None:
    page = (
        '<title>⟦Save⟧</title><p>⟦Save ⟦it⟧ now⟧ forgotten</p><img alt="overlooked">'
        '<button aria-label="⟦Send⟧">⟦Send⟧</button><p lang="en">As they wrote it.</p>'
    )

    assert unmarked(page) == {"forgotten", "overlooked"}


@pytest.mark.slow
@looking_on
async def test_every_word_of_the_pages_is_translated(stock: Stock) -> None:
    shown = [*(view for views in PAGES.values() for view in views), *REGIONS.values()]

    found = {}
    for view in shown:
        async with await stock.client(view.by, "de") as client:
            answer = await client.get(stock.path(view.path))
        assert "⟦" in answer.text or view.path in WORDLESS, view
        found[str(view)] = unmarked(answer.text) - CONTENT

    assert found == {str(view): set() for view in shown}


@looking_on
@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["page", "notice"])
async def test_every_word_of_a_refusal_is_translated(stock: Stock, headers: dict[str, str]) -> None:
    found = {}
    for posting in POSTINGS:
        async with await stock.client(posting.by, "de") as client:
            path = stock.path(posting.path)
            answer = await client.post(path, data=posting.form, headers=headers)
        assert "⟦" in answer.text, posting
        found[str(posting)] = unmarked(answer.text) - CONTENT - words(str(posting.form))

    assert found == {str(posting): set() for posting in POSTINGS}


@looking_on
async def test_every_word_of_the_mails_is_translated(stock: Stock) -> None:
    with i18n.in_locale("de"):
        entry = ENTRY | {"consent": consent_text().key}
    async with await stock.client(Who.NOBODY, "de") as client:
        answer = await client.post(stock.path("/events/{slug}/registration"), data=entry)
    assert answer.headers["location"] == stock.path("/events/{slug}/registration/sent")
    mails = await _mails(stock)

    # The welcome, the personal link again, the one-time link for a role, the answer to a message.
    assert len({str(mail["subject"]) for mail in mails}) == 4
    assert [_unmarked_in(mail) - CONTENT for mail in mails] == [set() for _ in mails]


async def test_every_word_of_a_server_without_an_event_is_translated(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "catalogue", lambda _code: Pseudo())

    answer = await client.get("/", headers={"accept-language": "de"})

    assert "⟦" in answer.text
    assert unmarked(answer.text) - CONTENT == set()


async def _mails(stock: Stock) -> list[EmailMessage]:
    async with asyncio.timeout(10):
        while await _owed(stock):  # noqa: ASYNC110 - the outbox is a table
            await asyncio.sleep(0.02)
    folder = stock.site.app.settings.mail_folder
    assert folder is not None
    contents = [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    return [message_from_bytes(content, policy=policy.default) for content in contents]


async def _owed(stock: Stock) -> int:
    async with stock.site.app.database.reading() as db:
        return await waiting(db)


def _unmarked_in(mail: EmailMessage) -> set[str]:
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert rich is not None
    said = f"{mail['subject']}\n{plain.get_content()}"
    return unmarked_words(said) | unmarked(rich.get_content())
