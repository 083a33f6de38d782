"""Whether a title says that its session does not take place: real files have no other sign."""

import re
import unicodedata

WORDS = "CANCELLED|CANCELED|AMENDMENT|FÄLLT AUS|FAELLT AUS|ENTFÄLLT|ENTFAELLT|ABGESAGT"

# In a sentence the word may be part of the subject ("Cancelled culture"); as a mark it is in
# capitals, in brackets or before a colon.
MARKS = (
    re.compile(rf"\W*(?:{WORDS})\b"),
    re.compile(rf"\s*[\[(*]+\s*(?:{WORDS})\b", re.IGNORECASE),
    re.compile(rf"\s*(?:{WORDS})\s*:", re.IGNORECASE),
    re.compile(rf".*[\[(*]\s*(?:{WORDS})\s*[!\])*]+\s*\Z", re.IGNORECASE),
)


def is_cancelled(title: str) -> bool:
    composed = unicodedata.normalize("NFC", title)
    return any(mark.match(composed) for mark in MARKS)
