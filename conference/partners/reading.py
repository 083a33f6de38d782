"""A partner list as a file: its text, its columns, and each row as what it says. Pure.

What a row means for a company that is there already is decided in `plan`.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conference.errors import Invalid
from conference.i18n import Text, _
from conference.partners.domains import read_domains
from conference.partners.models import CompanySize, PartnerType
from conference.partners.vocabulary import known_column, known_country, known_size, known_type
from conference.web import Form
from conference.web.sheets import safe_cell

LIMIT_MIB = 10
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Row:
    """One company as a file has it. Empty is what the file does not say."""

    line: int
    number: str = ""
    name: str = ""
    domains: tuple[str, ...] = ()
    types: tuple[PartnerType, ...] = ()
    country: str = ""
    region: str = ""
    size: CompanySize | None = None


@dataclass(frozen=True)
class Fault:
    """Why the row at this line of the file is left out. `name`: whom it is about, if it says."""

    line: int
    sentence: Text
    name: str = ""


@dataclass(frozen=True)
class PartnerFile:
    """`spoilt`: what can be read of the rows with faults."""

    rows: tuple[Row, ...]
    spoilt: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()


class ListUnreadable(Invalid):
    """No row of the file can be read."""

    def __init__(self, sentence: Text) -> None:
        super().__init__({"file": sentence}, sentence)


def decode(content: bytes) -> str:
    """UTF-8 with or without a byte order mark, else what spreadsheets in the West save."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise ListUnreadable(_("This is no CSV file. Please save the list as CSV first."))
    return text


def read_partners(text: str) -> PartnerFile:
    """Raises ListUnreadable for what has no header of ours, or too many rows."""
    try:
        lines = list(_lines(text))
    except csv.Error as error:
        raise ListUnreadable(
            _("This is no CSV file. Please save the list as CSV first.")
        ) from error
    if not lines:
        raise ListUnreadable(_("The file is empty."))
    columns = _columns(lines[0][1])
    if len(lines) - 1 > MOST_ROWS:
        raise ListUnreadable(_("At most %(most)d rows, please.", most=MOST_ROWS))
    rows, spoilt, faults = list[Row](), list[Row](), list[Fault]()
    for line, cells in lines[1:]:
        named = {name: _plain(cells[at]) for name, at in columns.items() if at < len(cells)}
        row, sentences = _row(line, named)
        (spoilt if sentences else rows).append(row)
        faults += [Fault(line, sentence, row.name) for sentence in sentences]
    return PartnerFile(tuple(rows), tuple(spoilt), tuple(faults))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Those that are not empty, each with the number of its first line in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    first = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield first, cells
        first = reader.line_num + 1


def _delimiter(text: str) -> str:
    """The one that the header has most of."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=header.count)


def _columns(header: list[str]) -> dict[str, int]:
    """The place of each column we know; others are left alone."""
    found: dict[str, int] = {}
    for at, title in enumerate(header):
        name = known_column(title)
        if name in found:
            raise ListUnreadable(_("Two columns are called “%(title)s”.", title=title[:60]))
        if name:
            found[name] = at
    if not found.keys() & {"number", "domains"} or "name" not in found:
        raise ListUnreadable(
            _(
                "The first row must name the columns: name, and number or domains; also types, "
                "country, region, size."
            )
        )
    return found


def _row(line: int, cells: Mapping[str, str]) -> tuple[Row, list[Text]]:
    form = Form(dict(cells))
    domains, faults = read_domains(cells.get("domains", ""))
    for fault in faults:
        form.fault("domains", fault)
    row = Row(
        line=line,
        number=form.text("number", most=60, required=False),
        name=form.text("name", most=200, required=False),
        domains=domains,
        types=_types(form),
        country=_country(form),
        region=form.text("region", most=60, required=False),
        size=_size(form),
    )
    if not (row.number or row.domains):
        form.fault("number", _("It needs a number or a domain, so that it is found again."))
    return row, list(form.faults.values())


def _types(form: Form) -> tuple[PartnerType, ...]:
    found: list[PartnerType] = []
    for word in re.split(r"[;,|/\n]+", form.entered.get("types", "")):
        if not word.strip():
            continue
        type_ = known_type(word)
        if type_ is None:
            form.fault("types", _("“%(word)s” is no type of partner we know.", word=word.strip()))
        elif type_ not in found:
            found.append(type_)
    return tuple(found)


def _country(form: Form) -> str:
    word = form.text("country", most=80, required=False)
    code = known_country(word)
    if word and not code:
        form.fault("country", _("“%(word)s” is no country we know.", word=word))
    return code


def _size(form: Form) -> CompanySize | None:
    word = form.text("size", most=80, required=False)
    size = known_size(word)
    if word and size is None:
        form.fault("size", _("“%(word)s” is no size we know.", word=word))
    return size


def _plain(cell: str) -> str:
    """Without the apostrophe that our own export puts before what looks like a formula."""
    inner = cell[1:]
    return inner if cell[:1] == "'" and safe_cell(inner) == cell else cell
