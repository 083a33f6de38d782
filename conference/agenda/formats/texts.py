"""Cleans the texts of a file, so that they can be stored and compared."""

import re
import unicodedata

from conference.agenda.formats.notes import Notes
from conference.i18n import Text, _

LINE_LIMIT = 500
TEXT_LIMIT = 100_000

UUID = re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
SURROGATES = re.compile("[\ud800-\udfff]")
# The joiners U+200C and U+200D stay: emoji and several scripts are spelt with them.
ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]")


def read_text(value: object, name: str, notes: Notes, limit: int = TEXT_LIMIT) -> str:
    """Any number of lines, ended by LF; without control and zero-width characters.

    `name` is the field's, for the notes. Cleaning twice changes nothing.
    """
    text = LINE_ENDS.sub("\n", _string(value, name, notes))
    for pattern, replacement, note in (
        (CONTROLS, "", _("“%(name)s” held control characters; they were removed.", name=name)),
        (ZERO_WIDTH, "", _("“%(name)s” held invisible characters; they were removed.", name=name)),
        (SURROGATES, "\ufffd", _("“%(name)s” held broken characters.", name=name)),
    ):
        text = _replaced(text, pattern, replacement, note, notes)
    return _shortened(text.strip(), limit, name, notes)


def read_line(value: object, name: str, notes: Notes, limit: int = LINE_LIMIT) -> str:
    """One line; blanks inside it stay as they are, only line ends and tabs become blanks."""
    text = read_text(value, name, notes, limit=TEXT_LIMIT)
    return _shortened(re.sub("[\n\t]+", " ", text), limit, name, notes)


def folded(text: str) -> str:
    """For telling whether two names are the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens; may be empty."""
    spelt = text.casefold().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9_]+", "-", plain).strip("-")


def uid_of(guid: str) -> str | None:
    """As a UUID is written, where it is one: real files have other guids, too."""
    return guid.lower() if UUID.fullmatch(guid) else None


def _string(value: object, name: str, notes: Notes) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    notes.repair(_("“%(name)s” is not a text.", name=name))
    if isinstance(value, dict):
        wished = (value.get(key) for key in ("name", "title", "de", "en"))
        return next((text for text in wished if text and isinstance(text, str)), "")
    return str(value) if type(value) in (int, float) else ""


def _replaced(
    text: str, pattern: re.Pattern[str], replacement: str, note: Text, notes: Notes
) -> str:
    cleaned, times = pattern.subn(replacement, text)
    if times:
        notes.repair(note)
    return cleaned


def _shortened(text: str, limit: int, name: str, notes: Notes) -> str:
    if len(text) <= limit:
        return text
    notes.repair(_("“%(name)s” was cut after %(limit)s characters.", name=name, limit=limit))
    return text[:limit].strip()
