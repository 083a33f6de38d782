"""Files' words for kinds of sessions."""

import pytest

from conference.agenda.kinds import kind_of
from conference.agenda.models import SessionKind


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Keynote", SessionKind.KEYNOTE),
        ("keynotes", SessionKind.KEYNOTE),
        ("lecture", SessionKind.TALK),
        ("", SessionKind.TALK),
        ("DJ Set", SessionKind.TALK),
        ("Workshop 50 Minutes", SessionKind.WORKSHOP),
        ("Podiumsdiskussion", SessionKind.PANEL),
        ("Panel workshop", SessionKind.PANEL),
        ("Meetup", SessionKind.EXCHANGE),
        ("Break", SessionKind.BREAK),
        ("Mittagspause", SessionKind.BREAK),
        ("PAUSE", SessionKind.BREAK),
        ("Breakout", SessionKind.TALK),
        ("outbreak", SessionKind.TALK),
    ],
)
def test_a_word_means_a_kind(word: str, kind: SessionKind) -> None:
    assert kind_of(word) == kind
