"""The words a partner list may use for its columns, types, sizes and countries, in either
language. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from conference import i18n
from conference.i18n import Text
from conference.partners.countries import countries
from conference.partners.entry import LABELS
from conference.partners.labels import COMPANY_SIZES, TYPES_OF_OTHERS
from conference.partners.models import CompanySize, PartnerType

# What a column may be called besides its label in our own export, as `_letters` has it.
COLUMNS = {
    "number": ("number", "partnernumber", "nummer", "partnernummer", "nr", "no", "id"),
    "name": ("name", "company", "companyname", "firma", "unternehmen", "firmenname"),
    "domains": ("domains", "domain", "maildomains", "emaildomains"),
    "types": ("types", "type", "typen", "typ", "partnertypen", "partnertyp"),
    "country": ("country", "countrycode", "land", "ländercode", "staat"),
    "region": ("region", "gebiet", "bundesland", "vertriebsgebiet"),
    "size": ("size", "companysize", "grösse", "groesse", "mitarbeiter"),
}
SIZES_UP_TO = (
    (9, CompanySize.UNDER_10),
    (49, CompanySize.FROM_10),
    (249, CompanySize.FROM_50),
)


def known_column(title: str) -> str:
    """Its name, as `reading.Row` has it; "" for what is none of ours."""
    return _columns().get(_letters(title), "")


def known_type(word: str) -> PartnerType | None:
    return _types().get(_letters(word))


def known_country(word: str) -> str:
    """The code for a code or a name; "" for neither."""
    return _countries().get(_letters(word), "")


def known_size(word: str) -> CompanySize | None:
    """A band, or the band of a number of people."""
    if word.isdecimal() and len(word) < 9:
        return next((size for most, size in SIZES_UP_TO if int(word) <= most), CompanySize.FROM_250)
    return _sizes().get(_signs(word))


def _letters(text: str) -> str:
    """Small letters and digits alone, as a word is the same with or without its signs."""
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())


def _signs(text: str) -> str:
    return re.sub(r"\s", "", text.casefold().replace("–", "-").replace("−", "-"))


def _in_words(choices: Iterable[tuple[str, Text]]) -> Iterator[tuple[str, str]]:
    """Each value by its own name and by its label in every language."""
    for value, label in choices:
        yield value, value
        for code in i18n.LOCALES:
            with i18n.in_locale(code):
                yield str(label), value


@cache
def _columns() -> dict[str, str]:
    labels = ((name, LABELS[name]) for name in COLUMNS)
    words = ((word, name) for name, words in COLUMNS.items() for word in words)
    return {_letters(word): name for word, name in (*_in_words(labels), *words)}


@cache
def _types() -> dict[str, PartnerType]:
    return {_letters(word): PartnerType(value) for word, value in _in_words(TYPES_OF_OTHERS)}


@cache
def _sizes() -> dict[str, CompanySize]:
    others = (("<10", "under-10"), ("1-9", "under-10"), ("250+", "250-plus"), (">250", "250-plus"))
    known = (*_in_words(COMPANY_SIZES), *others)
    return {_signs(word): CompanySize(value) for word, value in known}


@cache
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for locale in i18n.LOCALES:
        with i18n.in_locale(locale):
            known |= {_letters(name): code for code, name in countries()}
    return known | {code.casefold(): code for code in known.values()}
