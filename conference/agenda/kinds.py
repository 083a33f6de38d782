"""What kind of session a file's own word for it means."""

import re

from conference.agenda.formats.texts import folded
from conference.agenda.models import SessionKind

# The first that fits: a "Panel workshop" is a panel.
BEGINNINGS = (
    (SessionKind.KEYNOTE, "keynote|plenary"),
    (SessionKind.BREAK, r"break\b|pause|lunch|mittag|abendessen|coffee|kaffee|dinner|frühstück"),
    (SessionKind.PANEL, "panel|podium|debate|debatte"),
    (SessionKind.WORKSHOP, "workshop|tutorial|hands-on|training|seminar"),
    (SessionKind.EXCHANGE, "exchange|austausch|meetup|meeting|treffen|bof|round ?table|assembly"),
)


def kind_of(word: str) -> SessionKind:
    """A talk, unless one of its words begins like "Mittagspause" or "Workshop"."""
    said = folded(word)
    return next(
        (kind for kind, words in BEGINNINGS if re.search(rf"\b(?:{words})", said)),
        SessionKind.TALK,
    )
