"""Downloads: what a spreadsheet could run is text, numbers are numbers, and both kinds agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.web.sheets import (
    BOM,
    CELL_CHARACTERS,
    ROWS,
    Cell,
    Sheet,
    csv_bytes,
    safe_cell,
    xlsx_bytes,
)
from tests.support.sheets import csv_rows, xlsx_rows

DANGEROUS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"),
    *("＝1+1", "＋1", "－1", "＠SUM(A1)", "﹢1", "−1"),
    *("  =cmd|' /C calc'!A0", "\u00a0=1", "\u3000＝1", "\u200b=1", "\ufeff=1", "⁺1"),
)
HARMLESS = ("Alpenrand IT AG", "3 = 3", "a-b", "1+1", "'quoted", "", "Ängström", "49 30 1234", "—")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_may_be_taken_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [*HARMLESS, 0, -5, 2.5, None])
def test_everything_else_stays_as_it_is(value: Cell) -> None:
    assert safe_cell(value) == value


def test_in_both_files_heads_too_are_texts_and_numbers_are_numbers() -> None:
    sheet = Sheet("x", ("=Head", "N"), (*((text, -1) for text in DANGEROUS), ('Ä; "b"', 2.5)))
    texts = [*(f"'{text}" for text in DANGEROUS), 'Ä; "b"']
    numbers = [*(-1.0 for _ in DANGEROUS), 2.5]

    as_csv, as_xlsx = csv_rows(csv_bytes(sheet)), xlsx_rows(xlsx_bytes(sheet))

    assert [row[0] for row in as_csv[1:]] == texts
    assert [float(row[1]) for row in as_csv[1:]] == numbers
    assert as_xlsx[0] == as_csv[0] == ["'=Head", "N"]
    assert [row[1] for row in as_xlsx[1:]] == numbers
    assert [str(row[0]).replace("_x000D_", "\r") for row in as_xlsx[1:]] == texts


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    written = str(safe_cell(text))

    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert written in (text, f"'{text}")


def test_a_file_is_bounded() -> None:
    sheet = Sheet("x", ("A",), [("b",)] * (ROWS + 1))

    assert len(sheet.lines) == ROWS + 1
    assert len(str(safe_cell("x" * 40_000))) == CELL_CHARACTERS
    assert csv_bytes(Sheet("x", (), ())).startswith(BOM.encode())
