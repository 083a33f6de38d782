"""Exports read back as a spreadsheet would: the cells, and that none is a formula."""

import csv
import io
import zipfile
from xml.etree import ElementTree

from conference.web.sheets import BOM

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def csv_rows(body: bytes) -> list[list[str]]:
    text = body.decode()
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def xlsx_rows(body: bytes) -> list[list[str | float]]:
    """Texts as `str`, numbers as `float`."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert book.testzip() is None
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - ours
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - ours
    assert not list(sheet.iter(f"{SPACE}f"))
    texts = ["".join(text.itertext()) for text in strings.iter(f"{SPACE}si")]
    return [[_value(cell, texts) for cell in row] for row in sheet.iter(f"{SPACE}row")]


def _value(cell: ElementTree.Element, texts: list[str]) -> str | float:
    written = cell.findtext(f"{SPACE}v") or ""
    return texts[int(written)] if cell.get("t") == "s" else float(written)
