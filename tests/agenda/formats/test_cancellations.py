import pytest

from conference.agenda.formats.cancellations import is_cancelled


@pytest.mark.parametrize(
    "title",
    [
        "CANCELLED Tides of trust",
        "CANCELED: Tides of trust",
        "CANCELLED! Tides of trust",
        "AMENDMENT Tides of trust",
        "*** ABGESAGT *** Tides of trust",
        "(FÄLLT AUS) Tides of trust",
        "(fällt aus) Tides of trust",
        "[Cancelled] Tides of trust",
        "Entfällt: Tides of trust",
        "ENTFÄLLT - Tides of trust",
        "FA\u0308LLT AUS Tides of trust",
        "Tides of trust (FÄLLT AUS)",
        "Tides of trust [cancelled!]",
    ],
)
def test_a_mark_in_the_title_cancels(title: str) -> None:
    assert is_cancelled(title)


@pytest.mark.parametrize(
    "title",
    [
        "Tides of trust",
        "Cancelled culture",
        "Abgesagt und vergessen",
        "Amendment of the rules",
        "CANCELLEDNESS",
        "Why it was CANCELLED",
        "",
    ],
)
def test_a_word_in_a_sentence_does_not_cancel(title: str) -> None:
    assert not is_cancelled(title)
