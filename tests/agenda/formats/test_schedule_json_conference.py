"""What a file says of the conference as a whole: dates, day change, names, rooms, tracks."""

from datetime import time
from typing import Any

import pytest

from conference.agenda.formats.model import AgendaUnreadable, ImportedRoom, ImportedTrack
from conference.i18n import Translated
from tests.agenda.formats.files import DAY, agenda, agenda_of, day, entry, notes, schedule


@pytest.mark.parametrize(
    ("start", "end", "extent", "is_noted"),
    [
        (DAY, "2027-05-12", (11, 12), False),
        ("2027-05-11T08:00:00+00:00", "2027-05-12T16:00:00+00:00", (11, 12), False),
        ("2027-05-10T23:00:00+00:00", "2027-05-12T16:00:00+00:00", (11, 12), False),
        (None, None, (11, 12), False),
        ("soon", 3, (11, 12), False),
        (DAY, "2027-05-13", (11, 12), True),
        ("2027-05-10", "2027-05-14", (10, 14), False),
        ("2027-05-12", "2027-05-12", (11, 12), True),
    ],
)
def test_the_dates_of_the_conference_hold_all_its_days(
    start: Any, end: Any, extent: tuple[int, int], is_noted: bool
) -> None:
    days = day(entry()), day(date="2027-05-12")

    read = agenda_of(schedule(*days, start=start, end=end))

    assert (read.starts_on.day, read.ends_on.day) == extent
    assert bool(read.repairs) == is_noted


def test_an_agenda_without_sessions_needs_a_date() -> None:
    assert agenda_of(schedule()).sessions == ()
    with pytest.raises(AgendaUnreadable, match="neither days nor the date"):
        agenda_of(schedule(start=None, end=None))


@pytest.mark.parametrize(
    ("bounds", "day_change", "expected"),
    [
        (("2027-05-12T06:00:00+02:00", "2027-05-12T06:00:00+02:00"), None, time(6)),
        (("2027-05-12T03:59:00+02:00", "2027-05-12T04:00:00+02:00"), None, time(4)),
        (("2027-05-11T22:00:00+02:00", "2027-05-12T09:30:00+02:00"), None, time(4)),
        (("late", None), None, time(4)),
        (("2027-05-12T06:00:00+02:00", "2027-05-12T06:00:00+02:00"), "05:00", time(5)),
        ((None, None), "06:30:00", time(6, 30)),
        ((None, None), "23:00", time(4)),
    ],
)
def test_the_day_change_is_said_or_seen_where_days_meet(
    bounds: tuple[Any, Any], day_change: Any, expected: time
) -> None:
    days = day(entry(), day_end=bounds[0]), day(date="2027-05-12", day_start=bounds[1])

    assert agenda_of(schedule(*days, day_change=day_change)).day_change == expected


def test_without_an_acronym_the_title_gives_it() -> None:
    read = agenda(entry(), acronym=None, title="Klönschnack im Hafen")

    assert (read.acronym, read.source) == ("kloenschnack-im-hafen", "kloenschnack-im-hafen")
    assert agenda(entry(), acronym="Harbour 27").source == "harbour-27"
    assert agenda(entry(), title=None).title == "harbour27"


def test_rooms_keep_the_conferences_order_and_all_that_is_known() -> None:
    guid = "0d1d6a0c-4a07-44d3-9a4a-6d8f9f1f2c01"
    listed = [
        {"name": "Pier", "guid": guid, "capacity": 300, "description_de": "Am Kai\n"},
        {"name": "Dock", "guid": guid, "capacity": "40", "description": "Below."},
        "Buoy",
        {"name": "Pier"},
        {"name": None},
    ]

    read = agenda(entry(), rooms=listed)

    assert read.rooms == (
        ImportedRoom("Pier", guid, Translated({"de": "Am Kai"}), 300),
        ImportedRoom("Dock", guid, Translated({"und": "Below."}), 40),
        ImportedRoom("Buoy"),
        ImportedRoom("Lighthouse"),
    )
    assert notes(read) == [("conference", "Two rooms are called “Pier”; they are one.")]


@pytest.mark.parametrize("capacity", [-3, "many", 10**9, 12.5, True, []])
def test_a_capacity_that_is_none_is_left_out(capacity: Any) -> None:
    read = agenda(entry(), rooms=[{"name": "Lighthouse", "capacity": capacity}])

    assert read.rooms == (ImportedRoom("Lighthouse"),)
    assert len(read.repairs) == 1


def test_tracks_come_from_the_conference_and_the_sessions() -> None:
    listed = [{"name": "Trust", "color": "#0a5c7d"}, {"name": "Craft", "color": "red;x"}, "Trust"]

    read = agenda(entry(track="Trust"), entry(track="Open"), entry(track=""), tracks=listed)

    assert read.tracks == (
        ImportedTrack("Trust", "#0a5c7d"),
        ImportedTrack("Craft"),
        ImportedTrack("Open"),
    )
    assert notes(read)[0] == ("conference", "The colour of a track is not one; it was left out.")
