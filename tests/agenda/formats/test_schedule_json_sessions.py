"""Single sessions of a file: every field, every known fault, and the ones beside a bad one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conference.agenda.formats.model import (
    ImportedLink,
    ImportedSession,
    ImportedSpeaker,
    Unreadable,
)
from conference.i18n import Text
from tests.agenda.formats.files import (
    DAY,
    GUID,
    agenda,
    agenda_of,
    day,
    entry,
    schedule,
    session,
    session_notes,
)
from tests.agenda.formats.files import notes as read_notes


def test_every_field_of_a_session_is_read() -> None:
    full = entry(
        subtitle="What ebbs",
        abstract="Short.",
        description="Long.\r\n\r\nVery.",
        track="Trust",
        type="Talk",
        language="de, en",
        persons=[{"id": 3, "public_name": "Ada Brandt"}],
        url="/talks/7",
        links=[{"url": "https://a.example/", "title": "Paper"}],
        do_not_record=None,
        logo="/logo.png",
        slug="harbour27-7-tides",
        answers=[],
    )

    read = agenda_of(schedule(day(full), base_url="https://agenda.example/2027/"))

    assert read.sessions == (
        ImportedSession(
            guid=GUID,
            day=date(2027, 5, 11),
            starts_at=datetime(2027, 5, 11, 8, tzinfo=UTC),
            ends_at=datetime(2027, 5, 11, 8, 45, tzinfo=UTC),
            room="Lighthouse",
            track="Trust",
            title="Tides of trust",
            subtitle="What ebbs",
            abstract="Short.",
            description="Long.\n\nVery.",
            kind="Talk",
            languages=("de", "en"),
            speakers=(ImportedSpeaker(key="id:3", name="Ada Brandt"),),
            url="https://agenda.example/talks/7",
            links=(ImportedLink("https://a.example/", "Paper"),),
        ),
    )
    assert read.repairs == ()


OPTIONAL = (
    "id", "room", "language", "persons", "links", "subtitle", "abstract", "description", "track",
    "type", "url", "attachments", "do_not_record", "slug", "logo", "code", "feedback_url",
)  # fmt: skip


@pytest.mark.parametrize("name", OPTIONAL)
@pytest.mark.parametrize("value", [None, ...])
def test_null_and_missing_are_the_same_and_no_fault(name: str, value: Any) -> None:
    assert session_notes(**{name: value}) == []


@pytest.mark.parametrize("value", [True, False, None, "", "no", 0, {}, []])
def test_do_not_record_may_be_anything(value: Any) -> None:
    assert session_notes(do_not_record=value) == []


@pytest.mark.parametrize("value", ["7", 2**70, None, "c3f0", 0])
def test_an_id_may_be_anything_as_it_is_no_key(value: Any) -> None:
    assert session(id=value) == session()
    assert session_notes(id=value) == []


@pytest.mark.parametrize("name", OPTIONAL)
@pytest.mark.parametrize("value", [7, 1.5, True, "x\x00\ud800", [[]], [None], {"a": {"b": []}}, {}])
def test_a_field_of_a_wrong_type_costs_no_session(name: str, value: Any) -> None:
    read = agenda(entry(**{name: value}), entry(title="Next"))

    assert [session.title for session in read.sessions] == ["Tides of trust", "Next"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (None, "It is not an object."),
        ("Lunch", "It is not an object."),
        ([entry()], "It is not an object."),
        (entry(title=None), "It has no title."),
        (entry(title=" \u200b"), "It has no title."),
        (entry(title=["Tides"]), "It has no title."),
        (entry(date=None, start=None), "It has no date and time that can be read."),
        (entry(date="soon", start="10 o'clock"), "It has no date and time that can be read."),
    ],
)
def test_one_bad_session_never_loses_the_others(bad: Any, reason: str) -> None:
    read = agenda(entry(title="First"), bad, entry(title="Last"))

    assert [session.title for session in read.sessions] == ["First", "Last"]
    assert [str(entry.reason) for entry in read.unreadable] == [reason]
    assert read.repairs == ()


def test_an_unreadable_session_is_named_by_its_place_and_guid() -> None:
    read = agenda(entry(date=None, start=None))

    assert read.unreadable == (
        Unreadable(
            f"1 · {DAY} · Lighthouse · Tides of trust",
            Text("It has no date and time that can be read."),
            GUID,
        ),
    )


@pytest.mark.parametrize("guid", [None, "", " ", ...])
def test_a_missing_guid_is_made_of_the_title_and_stays(guid: Any) -> None:
    first, moved = session(guid=guid), session(guid=guid, date=f"{DAY}T15:00:00+02:00")

    assert first.guid == moved.guid != session(guid=guid, title="Other").guid
    assert len(first.guid) == 36
    assert session_notes(guid=guid) == ["It has no guid; one was made from its title."]


def test_a_guid_may_stand_for_several_repeats() -> None:
    read = agenda(entry(), entry(date=f"{DAY}T12:00:00+02:00", start="12:00"))

    assert [(s.guid, s.starts_at.hour) for s in read.sessions] == [(GUID, 8), (GUID, 10)]


def test_an_entry_listed_twice_word_for_word_is_one() -> None:
    read = agenda(entry(), entry(), entry(title="Other"))

    assert [session.title for session in read.sessions] == ["Tides of trust", "Other"]
    assert [str(repair.note) for repair in read.repairs] == [
        "It is listed twice, word for word; it was taken once."
    ]


def test_the_room_it_is_listed_under_goes_before_the_one_it_names() -> None:
    read = agenda(entry(room="Pier"))

    assert read.sessions[0].room == "Lighthouse"
    assert read_notes(read) == [
        (
            f"1 · {DAY} · Lighthouse · Tides of trust",
            "It names the room “Pier” but is listed in another.",
        )
    ]


def test_after_midnight_a_session_stays_in_its_conference_day() -> None:
    late = session(date="2027-05-12T01:30:00+02:00", start="01:30")

    assert late.day == date(2027, 5, 11)
    assert late.starts_at == datetime(2027, 5, 11, 23, 30, tzinfo=UTC)


def test_an_agenda_in_utc_whose_dates_carry_an_offset_keeps_the_instants() -> None:
    read = agenda(entry(date=f"{DAY}T09:00:00+01:00", start="09:00"), time_zone_name="UTC")

    assert read.sessions[0].starts_at == datetime(2027, 5, 11, 8, tzinfo=UTC)
    assert [str(repair.note) for repair in read.repairs] == [
        "1 date is not in the time zone UTC; the date's own offset was used."
    ]


def test_a_session_over_a_change_of_clocks_lasts_as_long_as_it_says() -> None:
    night = entry(date="2027-03-28T01:00:00", start="01:00", duration="3:00")

    read = agenda_of(schedule(day(night, date="2027-03-28"), start=None, end=None)).sessions[0]

    assert read.starts_at == datetime(2027, 3, 28, 0, tzinfo=UTC)
    assert read.length == timedelta(hours=3)


@pytest.mark.parametrize("generator", ["pretalx", {"name": "pretalx", "version": "2026.1"}])
def test_pretalx_writes_days_first(generator: Any) -> None:
    long = schedule(day(entry(duration="1:02:30")), generator=generator)

    assert agenda_of(long).sessions[0].length == timedelta(days=1, hours=2, minutes=30)
    assert session(duration="1:02:30").length == timedelta(hours=1, minutes=2, seconds=30)


def test_a_mark_in_the_title_cancels_and_the_title_stays() -> None:
    cancelled = session(title="ABGESAGT: Tides of trust")

    assert (cancelled.title, cancelled.is_cancelled) == ("ABGESAGT: Tides of trust", True)
    assert not session().is_cancelled


def test_faults_inside_a_session_are_noted_at_its_place() -> None:
    read = agenda(entry(title="Ti\x06des", duration="9:99", language="Plattsnack"))

    assert {(repair.where, repair.of_session) for repair in read.repairs} == {
        (f"1 · {DAY} · Lighthouse · Tides", True)
    }
    assert [str(repair.note) for repair in read.repairs] == [
        "“title” held control characters; they were removed.",
        "The duration “9:99” was read as 10:39.",
        "The language “plattsnack” is unknown; it was kept as it is.",
    ]
