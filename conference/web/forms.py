"""Reading forms: every entry bounded and stripped, all faults collected and shown at once."""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from email_validator import validate_email
from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.enums import RequestEncodingType

from conference.errors import Fields, Invalid
from conference.i18n import Text, _
from conference.web.origin import SAFE

Kind = TypeVar("Kind", bound=StrEnum)
MISSING = _("This is still missing.")
UNSENT_BYTES = 64 * 1024
# Zero-width spaces, and the overrides with which a name can pose as another.
INVISIBLE = frozenset("\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Form:
    """One submitted form. The readers note a fault and return a harmless value; `finish()`
    raises `Invalid` with all faults. `entered` is what the person typed, to be shown again."""

    def __init__(self, entered: dict[str, str]) -> None:
        self.entered = entered
        self.faults: dict[str, Text] = {}

    def text(self, name: str, *, most: int, required: bool = True, lines: bool = False) -> str:
        """`most` counts characters. Control characters go; line breaks only if not `lines`."""
        value = cleaned(self.entered.get(name, ""), lines)
        if required and not value:
            self.faults.setdefault(name, MISSING)
        if len(value) > most:
            fault = _("At most %(most)d characters; these are %(n)d.", most=most, n=len(value))
            self.faults.setdefault(name, fault)
        return value

    def email(self, name: str) -> str:
        """See `normal_email`."""
        value = self.text(name, most=254)
        try:
            return normal_email(value)
        except ValueError:
            fault = _("Please check the address: it should look like name@company.example.")
            self.faults.setdefault(name, fault)
            return value

    def choice(self, name: str, kinds: type[Kind]) -> Kind:
        return kinds(self.one_of(name, [*kinds]))

    def one_of(self, name: str, allowed: Sequence[str]) -> str:
        value = self.entered.get(name, "")
        if value in allowed:
            return value
        self.faults.setdefault(name, _("Please choose one of these."))
        return allowed[0]

    def number(self, name: str) -> int:
        """As a hidden field carries it; 0 for what is no number."""
        written = self.entered.get(name, "")
        return int(written) if written.isdecimal() and len(written) < 10 else 0

    def checked(self, name: str) -> bool:
        return self.entered.get(name) in {"on", "yes", "1", "true"}

    def fault(self, name: str, sentence: Text) -> None:
        self.faults.setdefault(name, sentence)

    def finish(self) -> None:
        if self.faults:
            raise Invalid(self.faults)


async def read_form(request: Request) -> Form:  # type: ignore[type-arg]
    data: FormMultiDict = await request.form()
    return Form({name: value for name, value in data.items() if isinstance(value, str)})


async def read_unsent(request: Request) -> Fields | None:  # type: ignore[type-arg]
    """All that was sent, to be sent again; None for what is no short form without files, and of
    that nothing is read."""
    length = request.headers.get("content-length", "")
    is_short = length.isdecimal() and int(length) <= UNSENT_BYTES
    is_plain = request.content_type[0] == RequestEncodingType.URL_ENCODED
    if request.method in SAFE or not (is_short and is_plain):
        return None
    data: FormMultiDict = await request.form()
    return tuple((name, value) for name, value in data.multi_items() if isinstance(value, str))


def normal_email(address: str) -> str:
    """The domain in lower case, and the rest too, as every large host has it.

    Raises ValueError.
    """
    return validate_email(address, check_deliverability=False).normalized.lower()


def cleaned(value: str, lines: bool = False) -> str:
    """Without what cannot be seen; in one line, if not `lines`."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in value if c == "\n" or not _is_hidden(c))
    if all(unicodedata.category(c)[0] in "CZ" for c in kept):
        return ""  # The joiners alone show nothing
    return kept.strip() if lines else " ".join(kept.split())


def _is_hidden(character: str) -> bool:
    """Controls, halves of a character, invisible ones, and those that turn text around."""
    return unicodedata.category(character) in {"Cc", "Cs"} or character in INVISIBLE
