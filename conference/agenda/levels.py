"""How much a session takes for granted, in words."""

from conference.agenda.models import Level
from conference.i18n import Text, _

WORDS: dict[Level, Text] = {
    Level.ALL: _("For everybody"),
    Level.BASIC: _("Basic"),
    Level.ADVANCED: _("Advanced"),
    Level.EXPERT: _("Expert"),
}


def told(level: Level) -> Text | None:
    """Of a session for everybody, nothing."""
    return None if level == Level.ALL else WORDS[level]
