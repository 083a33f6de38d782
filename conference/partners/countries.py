"""Countries by ISO 3166-1 code, named in the locale in force; it knows no other facts of them."""

import unicodedata
from functools import cache

from babel import Locale

from conference import i18n

FIRST = ("DE", "AT", "CH")
# CLDR also names regions, parts of countries, unions and placeholders; it names Kosovo (XK) too,
# which has no ISO code of its own, but people.
NO_COUNTRIES = {
    *("AC", "CP", "CQ", "DG", "EA", "EU", "EZ"),
    *("IC", "QO", "TA", "UN", "XA", "XB", "ZZ"),
}


def countries() -> tuple[tuple[str, str], ...]:
    """Code and name of all: those most partners come from first, the others by name."""
    return _countries(i18n.locale())


def country_codes() -> tuple[str, ...]:
    return tuple(code for code, _name in countries())


def country_name(code: str) -> str:
    return dict(countries()).get(code, code)


@cache
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    names: dict[str, str] = dict(Locale.parse(locale).territories)
    codes = {code for code in names if len(code) == 2 and code.isalpha()} - NO_COUNTRIES
    others = sorted(codes.difference(FIRST), key=lambda code: _by_letters(names[code]))
    return tuple((code, names[code]) for code in (*FIRST, *others))


def _by_letters(name: str) -> str:
    """Ägypten among the As, as a dictionary has it."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
