"""The languages a session is held in: codes and names of any kind to ISO codes."""

import re
from functools import cache

from babel import Locale

from conference.agenda.formats.notes import Notes
from conference.agenda.formats.texts import read_line
from conference.i18n import _

NAMES_IN = ("de", "en", "fr", "es", "it", "nl", "pl")
THREE_LETTERS = {"deu": "de", "ger": "de", "eng": "en", "fra": "fr", "fre": "fr", "spa": "es"}
SEPARATORS = re.compile(r"[,;/|+&]|\b(?:and|und)\b")
CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*")
LONGEST = 40
MOST = 20


def read_languages(value: object, notes: Notes) -> tuple[str, ...]:
    """In the file's order, each once. A word nobody knows is kept, lower-case."""
    parts = value[:MOST] if isinstance(value, list) else [value]
    words = [word for part in parts for word in _words(read_line(part, "language", notes))]
    return tuple(dict.fromkeys(_code(word, notes) for word in words[:MOST]))


def _words(text: str) -> list[str]:
    words = (word.strip(" .()") for word in SEPARATORS.split(text.casefold()))
    return [word[:LONGEST].strip() for word in words if word]


def _code(word: str, notes: Notes) -> str:
    if word in names():
        return names()[word]
    code = CODE.fullmatch(word)
    if code and (code[1] in THREE_LETTERS or code[1] in Locale("en").languages):
        return THREE_LETTERS.get(code[1], code[1])
    notes.repair(_("The language “%(word)s” is unknown; it was kept as it is.", word=word))
    return word


@cache
def names() -> dict[str, str]:
    """Language names, in the languages our files are likely to be written in, to codes."""
    return {
        name.casefold(): code
        for locale in reversed(NAMES_IN)
        for code, name in Locale(locale).languages.items()
        if CODE.fullmatch(code)
    }
