"""What is wrong with a file that is no well-formed XML, in a sentence with its line."""

from xml.parsers.expat import ExpatError, errors

from conference.agenda.formats.model import AgendaUnreadable
from conference.i18n import Text, _

ENDS = (errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN)
UNCLOSED = (*ENDS, errors.XML_ERROR_UNCLOSED_CDATA_SECTION)
ENCODED = (
    errors.XML_ERROR_PARTIAL_CHAR,
    errors.XML_ERROR_UNKNOWN_ENCODING,
    errors.XML_ERROR_INCORRECT_ENCODING,
)


class MalformedXml(Exception):
    def __init__(self, sentence: Text, line: int) -> None:
        super().__init__(sentence.message)
        self.sentence, self.line = sentence, line

    def refusal(self, *, can_repair: bool) -> AgendaUnreadable:
        return AgendaUnreadable(self.sentence, line=self.line, can_repair=can_repair)


def malformed(fault: ExpatError, byte: bytes, lines: int) -> MalformedXml:
    """`byte`: the one it stopped at. `lines`: left out before the first."""
    line = fault.lineno + lines
    return MalformedXml(_sentence(errors.messages[fault.code], byte, line, fault.offset + 1), line)


def _sentence(message: str, byte: bytes, line: int, column: int) -> Text:
    is_token = message == errors.XML_ERROR_INVALID_TOKEN
    if is_token and byte and byte < b" ":
        return _(
            "The file is not valid XML: line %(line)s holds U+%(code)s, which XML forbids.",
            line=line,
            code=f"{byte[0]:04X}",
        )
    if message in ENCODED or (is_token and byte > b"\x7f"):
        return _(
            "The file is not valid XML: line %(line)s is not in the encoding of the file.",
            line=line,
        )
    if message in UNCLOSED:
        return _(
            "The file is not valid XML: it ends in line %(line)s before it is complete.", line=line
        )
    if message == errors.XML_ERROR_TAG_MISMATCH:
        return _(
            "The file is not valid XML: line %(line)s closes another element than the last opened.",
            line=line,
        )
    if message == errors.XML_ERROR_UNDEFINED_ENTITY:
        return _(
            "The file is not valid XML: line %(line)s has a word between & and ; that XML does"
            " not know.",
            line=line,
        )
    return _(
        "The file is not valid XML: see line %(line)s, column %(column)s.", line=line, column=column
    )
