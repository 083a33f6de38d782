"""Languages: the one in force, messages from the catalogues, texts held in two languages.

The locale is a context variable: every request and every push sets its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any

LANGUAGES = (("de", "Deutsch"), ("en", "English"))
LOCALES = tuple(code for code, _name in LANGUAGES)
FALLBACK = "en"
UNKNOWN = "und"
CATALOGUES = Path(__file__).parent / "locale"

_locale: ContextVar[str] = ContextVar("locale", default=FALLBACK)


def locale() -> str:
    return _locale.get()


@contextmanager
def in_locale(code: str) -> Iterator[None]:
    token = _locale.set(code)
    try:
        yield
    finally:
        _locale.reset(token)


def regional(code: str) -> str:
    """The locale for Babel: days before months, as people in Europe write them in English, too."""
    return "en_GB" if code == "en" else code


def set_locale(code: str) -> None:
    """For the rest of this task; `in_locale` where it has to end sooner."""
    _locale.set(code)


@cache
def catalogue(code: str) -> NullTranslations:
    """English is written in the code, so it has no catalogue."""
    return translation("conference", CATALOGUES, [code], fallback=code == FALLBACK)


def gettext(message: str) -> str:
    return catalogue(locale()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    return catalogue(locale()).ngettext(singular, plural, n)


class Text:
    """A message that is translated only when it is shown, in the locale of whoever reads it.

    An action may run in another task than the request it answers (see `db.grouped`), so it
    cannot know that locale. `values` fill `%(name)s`; `n` chooses the plural.
    """

    def __init__(self, message: str, plural: str = "", **values: Any) -> None:
        self.message, self.plural, self.values = message, plural, values

    def __str__(self) -> str:
        if self.plural:
            return ngettext(self.message, self.plural, self.values["n"]) % self.values
        return gettext(self.message) % self.values if self.values else gettext(self.message)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and vars(self) == vars(other)

    def __hash__(self) -> int:
        # A file's notes are thousands that differ in a value only. Not all values can be hashed.
        texts = (value for value in self.values.values() if isinstance(value, str))
        return hash((self.message, frozenset(texts)))

    def __repr__(self) -> str:
        return f"Text({self.message!r})"


_ = Text


class Translated(dict[str, str]):
    """A text by language code; `und` holds one whose language nobody knows."""

    def in_locale(self, code: str) -> tuple[str, str]:
        """The text and the language it is in: the wished one, else the first that is there."""
        for language in (code, *LOCALES, UNKNOWN):
            if self.get(language):
                return self[language], language
        return "", code

    def __str__(self) -> str:
        return self.in_locale(locale())[0]

    @classmethod
    def of(cls, text: str, languages: tuple[str, ...] = ()) -> "Translated":
        """A text as imported: under its one known language, else under `und`."""
        known = languages[0] if len(languages) == 1 and languages[0] in LOCALES else UNKNOWN
        return cls({known: text}) if text else cls()


@lru_cache
def negotiate(header: str) -> str:
    """The best of our languages for an `Accept-Language` header (RFC 9110, 12.5.4)."""
    wishes: list[tuple[float, str]] = []
    for part in header.lower().split(",")[:20]:
        tag, _, parameters = part.strip().partition(";")
        quality = _quality(parameters)
        if quality > 0:
            wishes.append((-quality, tag.strip()[:2]))
    ordered = [tag for _, tag in sorted(wishes, key=lambda wish: wish[0])]
    return next((tag for tag in ordered if tag in LOCALES), FALLBACK)


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def as_translated(value: Mapping[str, str] | None) -> Translated:
    return Translated(value or {})
