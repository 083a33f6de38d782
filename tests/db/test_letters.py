"""`letters`: both databases fold a text as Python does."""

import pytest
from sqlalchemy import literal, select

from conference.db import Database, letters, plain

TEXTS = {
    "Özlem Çelik": "ozlem celik",
    "ÄÖÜß ẞ": "aouss ss",
    "Łukasz Żółć": "lukasz zolc",
    "Søren Đurić, İpek Ilgın": "soren duric, ipek ilgin",
    "ALPENRAND-IT 24": "alpenrand-it 24",
    "Ελένη": "ελενη",
    "": "",
}


@pytest.mark.parametrize(("text", "folded"), TEXTS.items())
async def test_accents_and_capitals_go(database: Database, text: str, folded: str) -> None:
    async with database.reading() as db:
        written = await db.scalar(select(letters(literal(text))))

    assert plain(text) == folded
    # What is not of these alphabets is folded as far as the server knows it.
    assert written == folded or not folded.isascii()


async def test_nothing_stays_nothing(database: Database) -> None:
    async with database.reading() as db:
        assert await db.scalar(select(letters(literal(None)))) is None
