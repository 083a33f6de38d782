import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.formats.notes import Notes
from conference.agenda.formats.texts import LINE_LIMIT, folded, read_line, read_text, slug

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def read(value: object) -> tuple[str, list[str]]:
    notes = Notes("here")
    return read_text(value, "title", notes), [str(repair.note) for repair in notes.repairs]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (None, ""),
        ("", ""),
        ("  Ebb and flow \n", "Ebb and flow"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("  a  b\tc", "a  b\tc"),
        ("family 👩\u200d👧", "family 👩\u200d👧"),
    ],
)
def test_blanks_and_line_ends_are_evened_out_without_a_note(written: object, text: str) -> None:
    assert read(written) == (text, [])


@pytest.mark.parametrize(
    ("written", "text", "note"),
    [
        ("be\x06am", "beam", "“title” held control characters; they were removed."),
        ("nul\x00", "nul", "“title” held control characters; they were removed."),
        ("Flow\u200b", "Flow", "“title” held invisible characters; they were removed."),
        ("\ufeffFlow", "Flow", "“title” held invisible characters; they were removed."),
        ("half \ud83d", "half \ufffd", "“title” held broken characters."),
        (2027, "2027", "“title” is not a text."),
        (True, "", "“title” is not a text."),
        (["Flow"], "", "“title” is not a text."),
        ({"fr": "Flux", "de": "Fluss"}, "Fluss", "“title” is not a text."),
    ],
)
def test_what_cannot_be_stored_or_seen_is_removed_and_noted(
    written: object, text: str, note: str
) -> None:
    assert read(written) == (text, [note])


def test_a_line_has_no_line_ends_and_a_limit() -> None:
    notes = Notes("here")

    assert read_line(" one\r\n two\t", "title", notes) == "one  two"
    assert len(read_line("x" * 600, "title", notes)) == LINE_LIMIT
    assert [str(repair.note) for repair in notes.repairs] == [
        "“title” was cut after 500 characters."
    ]


@given(ANY_TEXT)
def test_a_text_read_once_is_read_the_same_again(written: str) -> None:
    text, _notes = read(written)
    line = read_line(written, "title", Notes("here"))

    assert read(text) == (text, [])
    assert read_line(line, "title", Notes("here")) == line
    assert text.encode("utf-8").decode("utf-8") == text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Camp2019", "camp2019"),
        ("Größe & Übermut!", "groesse-uebermut"),
        ("Café  del Mar", "cafe-del-mar"),
        ("港", ""),
    ],
)
def test_a_slug_is_ascii(text: str, made: str) -> None:
    assert slug(text) == made


def test_names_differing_in_case_and_blanks_are_the_same() -> None:
    assert folded(" Ada  BRANDT") == folded("Ada Brandt") != folded("Ida Brandt")
