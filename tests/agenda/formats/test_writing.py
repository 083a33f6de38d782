"""What we write is what the formats' schemas ask, and comes back as it was."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.days import conference_day
from conference.agenda.formats.model import ImportedAgenda, ImportedRoom, ImportedTrack
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.outgoing import OutgoingAgenda, OutgoingSession
from conference.agenda.formats.reading import read_agenda
from conference.agenda.formats.texts import read_line, read_text
from conference.agenda.formats.write_json import write_json
from conference.agenda.formats.write_xml import write_xml
from tests.agenda.formats.leaving import BEFORE, DAY, KEYNOTE, NIGHT, ROOT, leaving, returned

SCHEMAS = Path(__file__).parents[4] / "shared" / "data" / "schema"
needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are not there")
WRITERS = {"xml": write_xml, "json": write_json}


def again(agenda: OutgoingAgenda, name: str) -> ImportedAgenda:
    return read_agenda(WRITERS[name](agenda, ROOT), timezone=None)


@pytest.mark.parametrize("name", WRITERS)
def test_all_comes_back_but_what_was_withdrawn(name: str) -> None:
    agenda = leaving()

    read = again(agenda, name)

    about = name == "json"
    assert {session.guid: session for session in read.sessions} == {
        session.uid: returned(session, about=about) for session in (BEFORE, KEYNOTE, NIGHT)
    }
    assert (read.source, read.title, read.is_own) == ("halvestra-26", "Halvestra & Partner", True)
    assert (read.timezone, read.day_change) == ("Europe/Berlin", time(5))
    assert (read.starts_on, read.ends_on) == (DAY - timedelta(days=3), DAY + timedelta(days=1))
    assert read.rooms == tuple(ImportedRoom(room.name, room.guid) for room in agenda.rooms)
    assert read.tracks == (ImportedTrack("Programme"), ImportedTrack("Ebb & flow"))
    assert read.unreadable == ()


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    ("changed", "source", "zone"),
    [
        ({"source": "gpn"}, "gpn", "Europe/Berlin"),
        ({"source": "a-b_c-2027"}, "a-b_c-2027", "Europe/Berlin"),
        ({"zone": ZoneInfo("Etc/GMT-2")}, "halvestra-26", "Etc/GMT-2"),
        ({"zone": ZoneInfo("US/Eastern")}, "halvestra-26", "US/Eastern"),
        ({"starts_on": DAY, "ends_on": DAY}, "halvestra-26", "Europe/Berlin"),
    ],
)
def test_what_the_schemas_have_no_word_for_comes_back_too(
    name: str, changed: dict[str, Any], source: str, zone: str
) -> None:
    read = again(leaving(KEYNOTE, **changed), name)

    assert (read.source, read.timezone, read.day_change) == (source, zone, time(5))


def test_others_see_a_cancelled_session_and_never_a_withdrawn_one() -> None:
    document = json.loads(write_json(leaving(), ROOT))
    days = document["schedule"]["conference"]["days"]

    titles = [e["title"] for day in days for room in day["rooms"].values() for e in room]

    assert titles == ["ABGESAGT: a film", "CANCELLED: Ü", "Was sich ändert: ]]> & <b>mehr</b>"]


def test_slugs_and_numbers_are_unique_and_plain() -> None:
    alike = [replace(NIGHT, id=n, uid=f"0a1b2c3d-0000-4000-8000-0000000001{n:02}") for n in (1, 11)]
    agenda = leaving(*alike, KEYNOTE)

    assert [agenda.slug_of(session) for session in (*alike, KEYNOTE)] == [
        "halvestra_26-1-ue",
        "halvestra_26-11-ue",
        "halvestra_26-1-was_sich_aendert_b_mehr_b",
    ]


@needs_schemas
@pytest.mark.parametrize(
    "agenda",
    [
        leaving(),
        leaving(replace(NIGHT, ends_at=NIGHT.starts_at + timedelta(days=6))),
        leaving(zone=ZoneInfo("Etc/GMT-2"), source="gpn", rooms=(), tracks=()),
    ],
    ids=["all", "six days long", "hardly a word"],
)
def test_both_files_are_valid(agenda: OutgoingAgenda) -> None:
    schema = json.loads((SCHEMAS / "schedule.v1.schema.json").read_text())
    jsonschema.validate(json.loads(write_json(agenda, ROOT)), schema)

    xml = xmlschema.XMLSchema(SCHEMAS / "schedule.xml.xsd")
    assert [str(fault) for fault in xml.iter_errors(write_xml(agenda, ROOT).decode())] == []


# Across both changes of the clocks in Europe, and one of the United States.
SPRING = datetime(2027, 3, 13, tzinfo=UTC)
MOMENTS = st.integers(0, 240 * 24 * 60 * 60).map(lambda s: SPRING + timedelta(seconds=s))
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"])
TEXTS = st.text(max_size=40)
LINES = TEXTS.map(lambda text: read_line(text, "", Notes("")))


@given(MOMENTS, st.integers(1, 99 * 60 + 59), ZONES)
def test_times_keep_their_meaning(moment: datetime, minutes: int, zone: str) -> None:
    session = replace(
        KEYNOTE,
        day=conference_day(moment, ZoneInfo(zone), time(5)),
        starts_at=moment,
        ends_at=moment + timedelta(minutes=minutes),
    )
    agenda = leaving(session, zone=ZoneInfo(zone))

    read = {name: again(agenda, name).sessions for name in WRITERS}

    assert read == {name: (returned(session, about=name == "json"),) for name in WRITERS}


@given(LINES.filter(bool), TEXTS, st.booleans())
def test_texts_keep_their_letters(title: str, text: str, is_cancelled: bool) -> None:
    cleaned = read_text(text, "", Notes(""))
    session = replace(KEYNOTE, title=title, abstract=cleaned, is_cancelled=is_cancelled)
    back = expected(session)

    read = {name: again(leaving(session), name).sessions for name in WRITERS}

    assert read == {name: (returned(back, about=name == "json"),) for name in WRITERS}


def expected(session: OutgoingSession) -> OutgoingSession:
    """A title that says itself what only the mark should say is taken at its word."""
    mark = "CANCELLED: "
    if session.is_cancelled or not session.title.startswith(mark):
        return session
    return replace(session, title=session.title.removeprefix(mark), is_cancelled=True)
