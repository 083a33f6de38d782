"""A language in which every translated text stands in marks, so that all others show.

Content is no interface text: `vocabulary` knows the words of the demo's event.
"""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

from babel import Locale
from bs4 import BeautifulSoup, Comment, Doctype, Tag

from conference.demo.cast import people, read_seed
from conference.demo.companies import companies
from conference.demo.editions import BEFORE

SEEDS = ("event", "sessions", "polls", "moods", "feedback")
OF_BOTH = ("speakers", "team")
# Parts of a seed that a German page shows.
IN_GERMAN = {"de", "name", "rooms", "text", "tags"}
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"\S*(?:://|@)\S+")
# Around what people wrote, in a language nobody knows.
WRITTEN = ".question__answer"
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "label", "data-here", "data-left")
# Dates come from Babel, initials from names; a textarea holds what people wrote.
SILENT = ("script", "style", "time", ".avatar", "code", "textarea")


class Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


def unmarked(html: str) -> set[str]:
    """The words of a German page that a person reads and that nobody translated."""
    page = BeautifulSoup(_without_marks(html), "html5lib")
    for element in page.select(",".join(SILENT)):
        element.decompose()
    for element in page.select(WRITTEN):
        for text in element.find_all(string=True, recursive=False):
            text.extract()
    return words("\n".join([*_texts(page), *_attributes(page)]))


def unmarked_words(text: str) -> set[str]:
    return words(_without_marks(text))


def words(text: str) -> set[str]:
    """Of two letters and more; none of addresses."""
    return set(WORD.findall(ADDRESS.sub(" ", text)))


def vocabulary() -> set[str]:
    """Words of the demo's event in German, its people and companies, and what Babel says."""
    german = Locale("de")
    said = [
        *(text for name in OF_BOTH for text in _german(read_seed(name))),
        *(text for name in SEEDS for text in _german(read_seed(name))),
        *(text for name in SEEDS for text in _german(read_seed(f"{BEFORE}{name}"))),
        *(person.name for person in people()),
        *(text for each in companies() for text in (each.name, each.domain, each.region)),
        *german.months["format"]["wide"].values(),
        *german.months["format"]["abbreviated"].values(),
        *german.days["format"]["wide"].values(),
        *german.days["stand-alone"]["abbreviated"].values(),
        *german.languages.values(),
        *german.territories.values(),
    ]
    return words("\n".join(said))


def _without_marks(text: str) -> str:
    """From the inside out, as a marked text may be a value in another one."""
    while (shorter := MARKED.sub(" ", text)) != text:
        text = shorter
    return text


def _texts(page: BeautifulSoup) -> Iterator[str]:
    for text in page.find_all(string=True):
        if not isinstance(text, (Comment, Doctype)) and not _has_own_language(text.parent):
            yield text


def _attributes(page: BeautifulSoup) -> Iterator[str]:
    for element in page.find_all(True):
        is_label = element.name == "input" and element.get("type") in {"submit", "button"}
        names = ("value",) if is_label else ()
        if not _has_own_language(element):
            yield from (
                str(element[name]) for name in (*ATTRIBUTES, *names) if element.has_attr(name)
            )


def _has_own_language(element: Tag | None) -> bool:
    """Content: what people wrote, and the names of languages in themselves."""
    around = [element, *element.find_parents()] if element else []
    return any(each.has_attr("lang") and each.name != "html" for each in around)


def _german(value: Any) -> Iterator[str]:
    """The texts of a seed that a German page may show: those in German, and names."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _strings(part) if key in IN_GERMAN else _german(part)
    if isinstance(value, list):
        for part in value:
            yield from _german(part)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for part in value:
            yield from _strings(part)
