"""What a person agrees to when registering: the text, its version, how a form names both.

Who changes the words, in any language, raises VERSION: what was agreed to is kept word for word.
"""

from dataclasses import dataclass

from conference import i18n
from conference.i18n import LOCALES, _

VERSION = "2026-1"
TEXT = _(
    "The organiser may store and use what I enter here to hold this conference: to let me in, to "
    "send me its mails, and to count who takes part. I can withdraw this at any time."
)


@dataclass(frozen=True)
class ConsentText:
    """A version as it was read: word for word, in one language."""

    version: str
    language: str
    text: str

    @property
    def key(self) -> str:
        """What the ticked box sends, so that what is stored is what was on the page."""
        return f"{self.version} {self.language}"


def consent_text() -> ConsentText:
    """The version in force, in the locale in force."""
    return ConsentText(VERSION, i18n.locale(), str(TEXT))


def read_consent(key: str) -> ConsentText | None:
    """The text a ticked box stands for; None if it was not ticked, or is no longer in force."""
    version, _space, language = key.partition(" ")
    if version != VERSION or language not in LOCALES:
        return None
    with i18n.in_locale(language):
        return consent_text()
