"""Texts: ten companies with something new, or none comes out."""

import pytest

from conference.privacy.comments import Text, TextWave, Writer, next_texts


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
    ("writers", "wave"),
    [
        ([], TextWave()),
        (TEN[:9], TextWave()),
        (TEN, TextWave(ALL_TEN)),
        # Ten texts, of nine companies.
        ([*TEN[:9], new(8, "Once more")], TextWave()),
        # Who is of no company that counts fills no wave, and comes with one.
        ([*TEN[:9], new(None)], TextWave()),
        ([*TEN, new(None)], TextWave(frozenset(range(11)))),
        ([*TEN, same(11)], TextWave(ALL_TEN)),
        ([*TEN[:9], replaced(11)], TextWave(frozenset(range(10)), frozenset({9}))),
        # What was taken back fills no wave, and goes with one.
        ([*TEN[:9], taken_back(11)], TextWave()),
        ([*TEN, taken_back(11)], TextWave(ALL_TEN, frozenset({10}))),
        ([Writer(1, None, "")] * 20, TextWave()),
    ],
)
def test_texts_come_out_together(writers: list[Writer], wave: TextWave) -> None:
    assert next_texts(writers, 10, is_final=False) == wave


@pytest.mark.parametrize(
    ("writers", "wave"),
    [
        (TEN, TextWave(ALL_TEN)),
        (TEN[:9], TextWave()),
        ([*TEN[:8], taken_back(11), replaced(12)], TextWave(removed=frozenset({8, 9}))),
    ],
)
def test_at_the_end_what_was_taken_back_goes_in_any_case(
    writers: list[Writer], wave: TextWave
) -> None:
    assert next_texts(writers, 10, is_final=True) == wave


@pytest.mark.parametrize(
    "other",
    [
        Text("", "low", "More margin", "en"),
        Text("margin", "high", "More margin", "en"),
        Text("margin", "low", "More margin.", "en"),
        Text("margin", "low", "More margin", "de"),
    ],
)
def test_the_same_words_elsewhere_are_another_text(other: Text) -> None:
    assert other.mark != text().mark
