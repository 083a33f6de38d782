"""A schedule.xml is read as the schedule.json of the same programme is."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from conference.agenda.formats.model import (
    AgendaUnreadable,
    ImportedAgenda,
    ImportedLink,
    ImportedRoom,
    ImportedSession,
    ImportedSpeaker,
    ImportedTrack,
)
from tests.agenda.formats.files import notes
from tests.agenda.formats.xml_files import SOUND, changed, read

ADA = ImportedSpeaker(
    "guid:5b3f7f36-0f75-4a52-8c5e-8a4c7d0b2e11",
    "Ada Brandt",
    "5b3f7f36-0f75-4a52-8c5e-8a4c7d0b2e11",
)
TIDES = ImportedSession(
    guid="0f0e7a52-6d0c-4f0e-9d1b-3b8f6c1a2d01",
    day=date(2027, 5, 11),
    starts_at=datetime(2027, 5, 11, 8, tzinfo=UTC),
    ends_at=datetime(2027, 5, 11, 8, 45, tzinfo=UTC),
    room="Lighthouse",
    track="Trust",
    title="Tides & trust",
    subtitle="What ebbs",
    abstract="<p>Short.</p>",
    description="Long & wide.",
    kind="lecture",
    languages=("de", "en"),
    speakers=(ADA, ImportedSpeaker("id:4", "Jon Lind")),
    url="https://agenda.example/7",
    links=(
        ImportedLink("https://a.example/", "Paper"),
        ImportedLink("https://agenda.example/slides.pdf", "Slides", "attachment"),
        ImportedLink("https://a.example/feedback", "", "feedback"),
    ),
)


def only(content: str, timezone: str | None = None) -> ImportedSession:
    sessions = read(content, timezone).sessions
    assert len(sessions) == 1
    return sessions[0]


def test_every_field_is_read_and_nothing_is_noted() -> None:
    assert read(SOUND) == ImportedAgenda(
        source="harbour27",
        title="Harbour Days 2027",
        acronym="harbour27",
        starts_on=date(2027, 5, 11),
        ends_on=date(2027, 5, 12),
        timezone="Europe/Berlin",
        day_change=time(5),
        base_url="https://agenda.example/",
        rooms=(
            ImportedRoom("Pier", "1d9e8f2c-0f5e-4c3e-8f5d-0d3c2b1a0f01"),
            ImportedRoom("Lighthouse"),
        ),
        tracks=(ImportedTrack("Trust", "#0a6e6e"),),
        sessions=(TIDES,),
    )


NO_ROOM = ('<room name="Lighthouse">', ""), ("</event>\n    </room>", "</event>")
SPACED = ("<schedule>", '<s:schedule xmlns:s="urn:x">'), ("</schedule>", "</s:schedule>")
GUID = (
    '<event id="7" guid="0f0e7a52-6d0c-4f0e-9d1b-3b8f6c1a2d01">',
    "<event><guid>0f0e7a52-6d0c-4f0e-9d1b-3b8f6c1a2d01</guid>",
)
DATE = "<date>2027-05-11T10:00:00+02:00</date>"


@pytest.mark.parametrize(
    "changes",
    [
        NO_ROOM,
        SPACED,
        (GUID,),
        (("Short.", "<!-- a comment -->Short.<?php print 1?>"),),
        (("<persons>", ""), ("</persons>", "")),
        ((DATE, ""),),
        ((DATE, "<date>2027-05-11T10:00:00</date>"),),
        ((DATE, "<date>2027-05-11</date>"),),
        (("<duration>00:45<", "<duration>00:45:00<"),),
        (("<version>Low tide</version>", ""),),
        (('start="2027-05-11T05:00:00+02:00" end="2027-05-12T05:00:00+02:00"', ""),),
        (("<days>2</days>", "<days>2</days><venue>Quay</venue><release>1</release>"),),
        ((DATE, f"{DATE}<video></video><end></end><logo/>"),),
    ],
)
def test_what_old_tools_write_makes_no_difference(changes: tuple[tuple[str, str], ...]) -> None:
    agenda = read(changed(*changes))

    assert agenda.sessions == (TIDES,)
    assert notes(agenda) == []


@pytest.mark.parametrize(
    ("before", "after", "field", "value"),
    [
        ("<person id=\"4\">Jon Lind", '<person id="0" href="/jon">Jon Lind', "speakers",
         (ADA, ImportedSpeaker("name:jon lind", "Jon Lind"))),
        ('<link href="https://a.example/">Paper<', "<link>https://a.example/<", "links",
         (ImportedLink("https://a.example/"), *TIDES.links[1:])),
        ('<link href="https://a.example/">', '<link href="https://a.example/" type="recording">',
         "links", (ImportedLink("https://a.example/", "Paper", "recording"), *TIDES.links[1:])),
        ("<license>CC0</license>", "<url>https://video.example/7</url>", "links",
         (TIDES.links[0], ImportedLink("https://video.example/7", "", "recording"),
          *TIDES.links[1:])),
        ('<attachment href="/slides.pdf">', '<attachment href="javascript:alert(1)">', "links",
         (TIDES.links[0], TIDES.links[2])),
        ("&lt;p&gt;Short.&lt;/p&gt;", "\n          One\n            two\n        ", "abstract",
         "One\n  two"),
        ("&lt;p&gt;Short.&lt;/p&gt;", "Some <b>bold</b> words", "abstract", "Some bold words"),
        ("<track>Trust</track>", "<track/>", "track", None),
        ("<language>de, en</language>", "<language>ab</language>", "languages", ("ab",)),
        ("<title>Tides", "<title>ABGESAGT: Tides", "is_cancelled", True),
        ("<duration>00:45</duration>", "<duration>9:99</duration>", "ends_at",
         datetime(2027, 5, 11, 18, 39, tzinfo=UTC)),
        ("+02:00</date>", "+00:00</date>", "starts_at", datetime(2027, 5, 11, 10, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_what_stands_otherwise_is_read_otherwise(
    before: str, after: str, field: str, value: object
) -> None:
    read_all = only(changed((before, after)))

    assert getattr(read_all, field) == value
    assert replace(read_all, **{field: getattr(TIDES, field)}).guid == TIDES.guid


def test_without_a_guid_the_title_names_it() -> None:
    content = changed((' guid="0f0e7a52-6d0c-4f0e-9d1b-3b8f6c1a2d01"', ""))

    assert only(content).guid == only(content).guid != TIDES.guid
    assert [note for _where, note in notes(read(content))] == [
        "It has no guid; one was made from its title."
    ]


def test_without_a_zone_the_organisers_or_that_of_the_dates_is_taken() -> None:
    content = changed(("<time_zone_name>Europe/Berlin</time_zone_name>", ""))

    assert read(content).timezone == "Etc/GMT-2"
    assert read(content, "Europe/Vienna").timezone == "Europe/Vienna"


def test_one_bad_session_costs_no_other() -> None:
    event = re.search("<event.*</event>", SOUND, re.DOTALL)
    assert event
    second = event[0].replace("0f0e7a52", "1f0e7a52").replace("Tides &amp; trust", "")
    content = SOUND.replace("</event>", f"</event>{second}")

    agenda = read(content)

    assert agenda.sessions == (TIDES,)
    assert [(fault.guid, str(fault.reason)) for fault in agenda.unreadable] == [
        ("1f0e7a52-6d0c-4f0e-9d1b-3b8f6c1a2d01", "It has no title.")
    ]


def test_tracks_may_stand_beside_the_conference() -> None:
    content = changed(
        ('<track name="Trust" color="#0a6e6e"/>', ""),
        ("</conference>", '</conference><tracks><track online_qa="no">Trust</track></tracks>'),
    )

    assert read(content).tracks == (ImportedTrack("Trust"),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("<rss/>", "The file is XML, but no schedule: it begins with <rss>."),
        ("<schedule/>", "The file has neither days nor the date of the conference."),
    ],
)
def test_other_xml_is_refused(content: str, sentence: str) -> None:
    with pytest.raises(AgendaUnreadable) as refusal:
        read(content, "Europe/Berlin")

    assert str(refusal.value.sentence) == sentence
