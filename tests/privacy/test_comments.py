"""Texts: ten companies with something new, or none comes out."""

import pytest

from conference.privacy.comments import Text, Writer, next_texts

NONE: frozenset[int] = frozenset()


def text(words: str = "More margin") -> Text:
    return Text("margin", "low", words, "en")


def new(company: int | None, words: str = "More margin") -> Writer:
    return Writer(company, text(words), "")


def same(company: int) -> Writer:
    return Writer(company, text(), text().mark)


def replaced(company: int) -> Writer:
    return Writer(company, text("Better margin"), text().mark)


def taken_back(company: int) -> Writer:
    return Writer(company, None, text().mark)


TEN = [new(company) for company in range(10)]
ALL_TEN = frozenset(range(10))


@pytest.mark.parametrize(
    ("writers", "fresh"),
    [
        ([], NONE),
        (TEN[:9], NONE),
        (TEN, ALL_TEN),
        # Ten texts, of nine companies.
        ([*TEN[:9], new(8, "Once more")], NONE),
        # Who is of no company that counts fills no wave, and comes with one.
        ([*TEN[:9], new(None)], NONE),
        ([*TEN, new(None)], frozenset(range(11))),
        ([*TEN, same(11)], ALL_TEN),
        # Another text of who has one out is as new as any.
        ([*TEN[:9], replaced(11)], ALL_TEN),
        ([*TEN[:9], taken_back(11)], NONE),
        ([*TEN, taken_back(11)], ALL_TEN),
        ([Writer(1, None, "")] * 20, NONE),
    ],
)
def test_texts_come_out_together(writers: list[Writer], fresh: frozenset[int]) -> None:
    assert next_texts(writers, 10) == fresh


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (Text("", "low", "More margin", "en"), True),
        (Text("margin", "high", "More margin", "en"), True),
        (Text("margin", "low", "More margin", "de"), True),
        (Text("margin", "low", "More margin.", "en"), False),
    ],
)
def test_the_same_words_elsewhere_are_not_new(other: Text, is_same: bool) -> None:
    assert (other.mark == text().mark) is is_same
