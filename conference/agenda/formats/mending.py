"""Mends files that their format forbids, where it is plain what was meant: asked for only."""

import json
import re
from collections.abc import Callable
from html.entities import html5
from xml.sax.saxutils import escape

from conference.i18n import Text, _

# A larger one would take too long: it is gone through several times.
MENDED_BYTES = 4 * 2**20

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
DECLARATION = re.compile(r"\A\s*<\?xml\b([^>]*)\?>")
ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,40})["']""")
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What nothing is mended in. Without the ends of the file, each beginning would look for its own.
VERBATIM = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
REFERENCE = re.compile("&(?:#([0-9]{1,7});|#[xX]([0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,31});)?")
XML_WORDS = frozenset({"lt", "gt", "amp", "quot", "apos"})
COMMA = re.compile(r'("(?:[^"\\]|\\.)*+(?:"|\Z))|,(?=\s*[\]}])', re.DOTALL)

REMOVED = _("Characters that XML forbids were removed from the file.")
REPLACED = _("Signs that XML reserves stood alone, or words it does not know; they were replaced.")
COMMAS = _("Commas too many were removed from the file.")
CONTROLS = _("Control characters stood in the file as they are; they were taken as written.")


def mend_xml(data: bytes) -> tuple[bytes, list[Text]]:
    """UTF-8, and what was done."""
    declared = ENCODING.match(data.lstrip())
    text, done = _decoded(data, declared[1].decode() if declared else "utf-8")
    allowed = FORBIDDEN.sub("", DECLARATION.sub("", text))
    parts = VERBATIM.split(allowed)
    parts[::2] = [REFERENCE.sub(_reference, part) for part in parts[::2]]
    mended = "".join(parts)
    if FORBIDDEN.search(text):
        done.append(REMOVED)
    if mended != allowed:
        done.append(REPLACED)
    return mended.encode(), done


def mend_json(data: bytes, load: Callable[[str], object]) -> tuple[object, list[Text]]:
    """What `load` reads of it, and what was done. Raises JSONDecodeError where that is not enough.

    `load` is to take control characters in texts.
    """
    text, done = _decoded(data, json.detect_encoding(data))
    mended = COMMA.sub(lambda found: found[1] or "", text)
    if len(mended) < len(text):
        done.append(COMMAS)
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", mended) or not done:
        done.append(CONTROLS)
    return load(mended), done


def _decoded(data: bytes, named: str) -> tuple[str, list[Text]]:
    """As it is named; else as UTF-8; else as Windows did it, where every byte is something."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), []
    try:
        return data.decode(named), []
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        return data.decode(), [_recoded("UTF-8")]
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), [_recoded("Windows-1252")]


def _recoded(name: str) -> Text:
    return _("The file is not in the encoding it names; it was read as %(name)s.", name=name)


def _reference(found: re.Match[str]) -> str:
    decimal, hexadecimal, word = found.groups()
    if decimal or hexadecimal:
        number = int(decimal) if decimal else int(hexadecimal, 16)
        is_character = number <= 0x10FFFF and not FORBIDDEN.match(chr(number))
        return found[0] if is_character else ""
    if word in XML_WORDS:
        return found[0]
    meant = html5.get(f"{word};") if word else None
    return escape(meant) if meant else f"&amp;{found[0][1:]}"
