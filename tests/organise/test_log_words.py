"""What a row of the log says, in both languages, whoever wrote it and when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conference import i18n
from conference.agenda.scheduling import Place
from conference.organise.log import SENTENCES, Deed, LoggedRow, Thing, moved
from conference.organise.log_words import in_words
from conference.organise.models import LogEntry

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 9, 17, 8, tzinfo=UTC)
SESSION = Thing.SESSION


def said(thing: Thing, deed: Deed, details: dict[str, str]) -> list[tuple[str, str | None, str]]:
    """In English."""
    entry = LogEntry(id=1, at=AT, thing=thing, deed=deed, name="Elbe", details=details)
    view = in_words(LoggedRow(entry, None), BERLIN)
    return [(str(label), before, after) for label, before, after in view.details]


@pytest.mark.parametrize(
    ("thing", "deed", "details", "words"),
    [
        (
            *(SESSION, Deed.CHANGED, {"fields": "languages, track_id, new_speakers"}),
            [("Changed", None, "Languages spoken, Track, New speakers")],
        ),
        (
            *(Thing.EVENT, Deed.CHANGED, {"fields": "stream_hosts"}),
            [("Changed", None, "Where its videos come from")],
        ),
        (SESSION, Deed.PUT_OFF, {"minutes": "1"}, [("Begins later", None, "1 minute")]),
        (Thing.ROOM, Deed.CHANGED, {"from": "Spree"}, [("Name", "Spree", "Elbe")]),
        (
            *(Thing.ROLE, Deed.CHANGED, {"role": "channel-staff", "regions": ""}),
            [("Role", None, "Channel staff"), ("Regions", None, "all")],
        ),
        (
            *(Thing.AGENDA, Deed.IMPORTED, {"new": "3", "gone": "1"}),
            [("New", None, "3"), ("No longer there", None, "1")],
        ),
        (
            *(SESSION, Deed.MOVED, {"from": "2026-09-17 10:00", "to": "2026-09-17 11:00"}),
            [("Begins", "Thu 17 Sept 10:00", "Thu 17 Sept 11:00")],
        ),
        (
            *(SESSION, Deed.UNSCHEDULED, {"from": "2026-09-17 10:00", "to": "–"}),
            [("Begins", "Thu 17 Sept 10:00", "–")],
        ),
        (SESSION, Deed.CANCELLED, {"what nobody knows": "any more"}, []),
    ],
)
def test_details_are_told_in_words(
    thing: Thing, deed: Deed, details: dict[str, str], words: list[tuple[str, str | None, str]]
) -> None:
    assert said(thing, deed, details) == words


def test_of_a_move_only_what_differs_is_told() -> None:
    before = Place(1, AT, AT + timedelta(minutes=45))
    rooms = {1: "Elbe", 2: "Isar"}

    elsewhere = moved(before, Place(2, AT, AT + timedelta(minutes=45)), rooms)
    later = moved(before, before.later(timedelta(hours=1)), rooms)

    assert said(SESSION, Deed.MOVED, elsewhere) == [("Room", "Elbe", "Isar")]
    assert said(SESSION, Deed.MOVED, later) == [
        ("Begins", "Thu 17 Sept 10:00", "Thu 17 Sept 11:00")
    ]


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_each_sentence_names_what_it_is_about(locale: str) -> None:
    with i18n.in_locale(locale):
        entries = [LogEntry(thing=t, deed=d, name="Elbe", details={}) for t, d in SENTENCES]
        views = [in_words(LoggedRow(entry, None), BERLIN) for entry in entries]
        sentences = [str(view.sentence) for view in views]

    assert [text.count("Elbe") for text in sentences] == [1] * len(SENTENCES)
    assert len(set(sentences)) == len(SENTENCES)
