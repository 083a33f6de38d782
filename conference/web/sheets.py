"""Tables to download: CSV and XLSX that a spreadsheet opens as the text and numbers they are.

People type the cells, so none may be run as a formula. What may be exported is its caller's to say.
"""

import asyncio
import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import structlog
import xlsxwriter
from litestar import Response

from conference.web import log
from conference.web.pages import AnyRequest

logger = structlog.get_logger("conference.web")

Cell = str | int | float | None

# OWASP, "CSV Injection". The minus sign, too, which no normal form folds.
FORMULA_STARTS = "=+-@−"
BREAKS = "\t\r\n"
CELL_CHARACTERS = 32_000
ROWS = 100_000
BOM = "\ufeff"


class SheetKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES = {
    SheetKind.CSV: "text/csv; charset=utf-8",
    SheetKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Sheet:
    """`name`: of the file, without an ending, in plain letters, digits and hyphens. Texts are in
    the reader's language already. Beyond `ROWS` rows it is cut off."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def lines(self) -> list[list[Cell]]:
        return [[safe_cell(cell) for cell in row] for row in (self.head, *self.rows[:ROWS])]


def safe_cell(value: Cell) -> Cell:
    """Text that a spreadsheet could take for a formula gets an apostrophe; numbers stay numbers.

    Signs in full width are folded first, as some programs do, and blanks before them skipped.
    """
    if not isinstance(value, str):
        return value
    text = value[:CELL_CHARACTERS]
    first = next((c for c in text if unicodedata.category(c)[0] not in "CZ"), "")
    is_formula = unicodedata.normalize("NFKC", first)[:1] in (*FORMULA_STARTS,)
    return f"'{text}" if is_formula or text.startswith((*BREAKS,)) else text


async def download(request: AnyRequest, sheet: Sheet) -> Response[bytes]:
    """As what the path ends with. The log says who took how many rows of what, and nothing of
    them. In a thread, as a long sheet takes longer than others should wait."""
    kind = SheetKind(request.scope["path"].rpartition(".")[2])
    facts = log.who(request.scope)
    logger.info("export", route=log.route(request.scope), rows=len(sheet.rows), **facts)
    body = await asyncio.to_thread(csv_bytes if kind is SheetKind.CSV else xlsx_bytes, sheet)
    headers = {
        "content-disposition": f'attachment; filename="{sheet.name}.{kind}"',
        "cache-control": "private, no-store",
    }
    return Response(body, media_type=MEDIA_TYPES[kind], headers=headers)


def csv_bytes(sheet: Sheet) -> bytes:
    """With a byte order mark, without which spreadsheets read it as a legacy encoding."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(sheet.lines)
    return f"{BOM}{text.getvalue()}".encode()


def xlsx_bytes(sheet: Sheet) -> bytes:
    """One page, its head bold and fixed. In memory: a file of its own would keep people's names."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.freeze_panes(1, 0)
        page.set_column(0, max(len(sheet.head) - 1, 0), 22)
        bold = book.add_format({"bold": True})
        for at, row in enumerate(sheet.lines):
            _write_row(page, at, row, bold if at == 0 else None)
    return file.getvalue()


def _write_row(page: Any, at: int, row: Sequence[Cell], style: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            page.write_string(at, column, cell, style)
        elif cell is not None:
            page.write_number(at, column, cell, style)
