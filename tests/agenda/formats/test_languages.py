import pytest

from conference.agenda.formats.languages import read_languages
from conference.agenda.formats.notes import Notes


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (None, ()),
        ("", ()),
        ("de", ("de",)),
        ("DE", ("de",)),
        ("de, en", ("de", "en")),
        ("en, de", ("en", "de")),
        ("de/en", ("de", "en")),
        ("en,en", ("en",)),
        ("ab", ("ab",)),
        ("German", ("de",)),
        ("Deutsch und Englisch", ("de", "en")),
        ("French and Spanish", ("fr", "es")),
        ("français", ("fr",)),
        ("de-DE", ("de",)),
        ("en_US", ("en",)),
        ("deu", ("de",)),
        (["de", "English"], ("de", "en")),
    ],
)
def test_codes_and_names_become_codes_in_the_files_order(
    written: object, codes: tuple[str, ...]
) -> None:
    notes = Notes("here")

    assert read_languages(written, notes) == codes
    assert not notes.repairs


def test_an_unknown_word_is_kept_and_noted() -> None:
    notes = Notes("here")

    assert read_languages("Plattsnack, en", notes) == ("plattsnack", "en")
    assert [str(repair.note) for repair in notes.repairs] == [
        "The language “plattsnack” is unknown; it was kept as it is."
    ]


def test_a_list_without_end_is_cut() -> None:
    codes = read_languages([f"word{n}" for n in range(1000)], Notes("here"))

    assert len(codes) == 20
