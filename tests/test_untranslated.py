"""No page, notice or mail says a word that gettext has not seen.

Everything is shown once in a language whose every text stands in marks; what is left of a page
without them is content, or was forgotten.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterable
from email import message_from_bytes, policy
from pathlib import Path
from typing import cast

import httpx
import pytest
from playwright.async_api import Browser

from conference import i18n
from conference.demo.running import demo_settings
from conference.registration.consents import consent_text
from tests.browser.pages import PAGES, POSTINGS, REGIONS
from tests.browser.site import served
from tests.browser.stock import Stock, Who, stocked
from tests.support.pseudo import Pseudo, unmarked, vocabulary

NO_BROWSER = cast("Browser", None)
# The same in every language; "a test" is the browser of the sign-ins.
NAMES = {"Deutsch", "English", "UTC", "test"}
ENTRY = {
    "name": "Jana Vogt",
    "email": "jana.vogt@company.example",
    "company": "Nordlicht Systeme GmbH",
    "country": "DE",
    "job": "sales",
    "partner_type": "integrator",
    "company_size": "10-49",
    "language": "de",
}

Fetch = Callable[[httpx.AsyncClient], "asyncio.Future[httpx.Response]"]


@pytest.fixture
async def stock(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stock]:
    monkeypatch.setattr(i18n, "catalogue", lambda _code: Pseudo())
    shutil.copy(sqlite_template, tmp_path / "conference.sqlite")
    async with served(demo_settings(tmp_path, 0), NO_BROWSER) as site:
        yield await stocked(site)


async def test_every_word_of_the_pages_is_translated(stock: Stock) -> None:
    views = [view for views in PAGES.values() for view in views]
    found = {}
    for view in (*views, *REGIONS.values()):
        async with await stock.client(view.by, "de") as client:
            answer = await client.get(stock.path(view.path))
        assert "⟦" in answer.text or not answer.text, view
        found[str(view)] = left(unmarked(answer.text))

    assert {view: words for view, words in found.items() if words} == {}


def left(words: set[str]) -> set[str]:
    return words - vocabulary() - NAMES
