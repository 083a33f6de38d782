"""The public schedule.xml files are read whole, where they lie beside the project."""

from pathlib import Path

import pytest

from conference.agenda.formats.model import AgendaUnreadable, ImportedAgenda
from conference.agenda.formats.reading import read_agenda
from conference.agenda.matching import StoredSession
from conference.agenda.plan import plan_import

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "schedules"
# Sessions, rooms and tracks.
COUNTS = {
    "camp2019-wiki.schedule.xml": (402, 59, 1),
    "fosdem-2025-v1-20241231.xml": (927, 40, 74),
    "fosdem-2025-v3-20250110.xml": (943, 40, 74),
    "klimacamp-rheinland-2015.schedule.xml": (106, 11, 4),
}
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the public files are not there")


def read(name: str, *, repair: bool = False) -> ImportedAgenda:
    data = (FOLDER / name).read_bytes()
    return read_agenda(data, timezone="Europe/Berlin", repair=repair)


@pytest.mark.parametrize("name", COUNTS)
def test_nothing_is_lost(name: str) -> None:
    agenda = read(name, repair=True)

    counted = (len(agenda.sessions), len(agenda.rooms), len(agenda.tracks))
    assert (counted, agenda.unreadable) == (COUNTS[name], ())


def test_two_versions_differ_in_what_was_changed_between_them() -> None:
    before, after = read("fosdem-2025-v1-20241231.xml"), read("fosdem-2025-v3-20250110.xml")
    stored = [StoredSession(n, before.source, s) for n, s in enumerate(before.sessions)]

    assert plan_import(stored, after).counts() == {
        "new": 22,
        "changed": 41,
        "unchanged": 880,
        "moved": 8,
        "gone": 6,
        "retitled": 4,
        "length_changed": 3,
        "speakers_changed": 15,
        "unreadable": 0,
        "repaired": 1,
    }


def test_the_malformed_one_is_refused_in_its_line() -> None:
    with pytest.raises(AgendaUnreadable) as refusal:
        read("klimacamp-rheinland-2015.schedule.xml")

    assert (refusal.value.line, refusal.value.can_repair) == (542, True)


def test_the_malformed_one_mended_says_what_the_json_of_the_event_says() -> None:
    mended = read("klimacamp-rheinland-2015.schedule.xml", repair=True)
    sound = read("klimacamp-rheinland-2015.schedule.json")

    assert {_facts(session) for session in mended.sessions} == {
        _facts(session) for session in sound.sessions
    }


def _facts(session: object) -> tuple[object, ...]:
    names = ("guid", "day", "starts_at", "ends_at", "room", "track", "title", "kind", "languages")
    return tuple(getattr(session, name) for name in names)
