"""Bytes to a tree of XML elements, within bounds, and with sentences instead of tracebacks.

No entity is ever expanded and nothing is fetched: a file that declares a document type, where
entities are declared, is refused at that point.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from conference.agenda.formats.bounds import check_size
from conference.agenda.formats.mending import MENDED_BYTES, mend_xml
from conference.agenda.formats.model import AgendaUnreadable
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.xml_faults import MalformedXml, malformed
from conference.i18n import _

DEPTH_LIMIT = 30
# Elements and attributes: about thirty to a session.
PARTS_LIMIT = 200_000
CHUNK = 64 * 2**10
# A longer tag or comment would have expat begin it again with every chunk.
TOKEN_LIMIT = 2**20
BLANKS = b" \t\r\n"


@dataclass(slots=True)
class Element:
    """`pieces`: texts and elements in their order."""

    tag: str
    attributes: dict[str, str]
    pieces: "list[str | Element]" = field(default_factory=list)

    @property
    def children(self) -> "Iterator[Element]":
        return (piece for piece in self.pieces if isinstance(piece, Element))

    @property
    def text(self) -> str:
        """With that of the elements in it."""
        return "".join(p if isinstance(p, str) else p.text for p in self.pieces)


def parse_xml(data: bytes, notes: Notes, *, repair: bool = False) -> Element:
    """The root. Raises AgendaUnreadable, which knows the line and whether a repair would do.

    With `repair`, a file that is not well-formed is mended as far as `mending` goes.
    """
    check_size(data)
    try:
        return _tree(data)
    except MalformedXml as fault:
        if len(data) > MENDED_BYTES:
            raise fault.refusal(can_repair=False) from None
        return _mended(data, fault, notes, repair=repair)


def _mended(data: bytes, fault: MalformedXml, notes: Notes, *, repair: bool) -> Element:
    mended, done = mend_xml(data)
    try:
        root = _tree(mended)
    except MalformedXml as left:
        raise (left if repair else fault).refusal(can_repair=False) from None
    if not repair:
        raise fault.refusal(can_repair=True)
    for note in done:
        notes.repair(note)
    return root


def _tree(data: bytes) -> Element:
    content = data.lstrip(BLANKS)
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    parser.StartElementHandler = builder.open
    parser.EndElementHandler = builder.close
    parser.CharacterDataHandler = builder.write
    parser.StartDoctypeDeclHandler = _refuse_doctype
    # Lines are counted in the file, with the blank ones before its beginning.
    lines = data[: len(data) - len(content)].count(b"\n")
    try:
        _feed(parser, content)
    except expat.ExpatError as fault:
        raise malformed(fault, content[parser.ErrorByteIndex :][:1], lines) from None
    except (LookupError, ValueError):
        # Python looks up for expat the encodings it does not have.
        raise MalformedXml(
            _("The file names an encoding that nobody knows."), line=lines + 1
        ) from None
    return builder.root


def _feed(parser: expat.XMLParserType, content: bytes) -> None:
    for start in range(0, len(content), CHUNK):
        end = start + CHUNK
        parser.Parse(content[start:end], False)
        if end - parser.CurrentByteIndex > TOKEN_LIMIT + CHUNK:
            raise AgendaUnreadable(
                _(
                    "A tag or comment in line %(line)s is too long for an agenda.",
                    line=parser.CurrentLineNumber,
                ),
                line=parser.CurrentLineNumber,
            )
    parser.Parse(b"", True)


def _refuse_doctype(*declared: object) -> NoReturn:
    raise AgendaUnreadable(
        _("The file declares a document type. An agenda needs none, and it could do harm.")
    )


class _Builder:
    def __init__(self) -> None:
        self._top = Element("", {})
        self._open = [self._top]
        self._parts = 0

    @property
    def root(self) -> Element:
        return next(self._top.children)

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self._parts += 1 + len(attributes)
        if self._parts > PARTS_LIMIT:
            raise AgendaUnreadable(_("The file has more elements than an agenda could need."))
        if len(self._open) > DEPTH_LIMIT:
            raise AgendaUnreadable(_("The file nests its data too deeply to be an agenda."))
        element = Element(_local(name), {_local(key): attributes[key] for key in attributes})
        self._open[-1].pieces.append(element)
        self._open.append(element)

    def close(self, name: str) -> None:
        self._open.pop()

    def write(self, text: str) -> None:
        self._open[-1].pieces.append(text)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
