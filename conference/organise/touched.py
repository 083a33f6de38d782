"""A form that was open while somebody else saved: what was touched in it, and what was not. Pure.

With the form travels what its fields were filled in with, as digests: enough to see what was
touched, and shorter than the texts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from conference.i18n import LOCALES
from conference.web.forms import cleaned

VERSION, OPENED = "version", "opened"
DIGITS = 12


@dataclass(frozen=True)
class StoredValue:
    """What stands in a field now, where something else was typed. `language`: of a text that is
    in one, else ""."""

    name: str
    label: str
    value: str

    @property
    def language(self) -> str:
        code = self.name.rpartition("_")[2]
        return code if code in LOCALES else ""

    @property
    def is_address(self) -> bool:
        return self.name in ("video", "recording", "url") or self.name.startswith("link_url_")


def opened(fields: Mapping[str, str]) -> str:
    return " ".join(f"{name}={_digest(value)}" for name, value in fields.items() if value)


def marks(
    version: int, stored: Mapping[str, str], entered: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The hidden fields of a form: which version it was filled in from, and with what. `entered`:
    what was refused, which keeps its own."""
    own = {VERSION: str(version), OPENED: opened(stored)}
    return {name: (entered or {}).get(name, value) for name, value in own.items()}


def merged(entered: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    """Each field as it was entered if that is not how the form was filled in, else as it is stored
    now. Of a form that does not say, all counts as touched."""
    if OPENED not in entered:
        return dict(entered)
    pairs = (pair.partition("=") for pair in entered[OPENED].split())
    stood = {name: digest for name, _equals, digest in pairs}
    touched = {name for name in {*entered, *stood} if _mark(entered, name) != stood.get(name, "")}
    names = dict.fromkeys((*stored, *entered))
    return {name: (entered if name in touched else stored).get(name, "") for name in names}


def differing(
    stored: Mapping[str, str],
    typed: Mapping[str, str],
    labels: Mapping[str, str],
    words: Mapping[str, Mapping[str, object]],
) -> Iterator[StoredValue]:
    """In the order of `labels`. `words`: by field, what its values are called."""
    for name, label in labels.items():
        value = stored.get(name, "")
        if cleaned(value, lines=True) != cleaned(typed.get(name, ""), lines=True):
            yield StoredValue(name, label, str(words.get(name, {}).get(value, value)) or "–")


def _mark(fields: Mapping[str, str], name: str) -> str:
    value = fields.get(name, "")
    return _digest(value) if value else ""


def _digest(value: str) -> str:
    """Browsers change how lines end."""
    return sha256(cleaned(value, lines=True).encode()).hexdigest()[:DIGITS]
