from datetime import datetime

import pytest

from conference.agenda.formats.model import AgendaUnreadable
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.zones import choose_zone

SUMMER, WINTER = "2027-05-11T10:00:00+02:00", "2027-12-11T10:00:00+01:00"
INDIA, ZULU = "2027-05-11T10:00:00+05:30", "2027-05-11T10:00:00Z"
WEST = "2027-05-11T10:00:00-03:00"


def choose(named: object, wished: str | None, *dates: str) -> tuple[str, list[str]]:
    notes = Notes("here")
    zone = choose_zone(named, wished, [datetime.fromisoformat(at) for at in dates], notes)
    return zone.key, [str(repair.note) for repair in notes.repairs]


def test_the_files_zone_goes_before_the_wished_one() -> None:
    assert choose("Europe/Berlin", "Europe/Lisbon", SUMMER, WINTER) == ("Europe/Berlin", [])


@pytest.mark.parametrize("named", ["Europe", "Mars/Base", "../../etc/passwd", "localtime"])
def test_a_zone_that_is_none_gives_way_to_the_wished_one(named: str) -> None:
    assert choose(named, "Europe/Berlin") == (
        "Europe/Berlin",
        [f"The time zone “{named}” is unknown."],
    )


@pytest.mark.parametrize("named", [None, "", " "])
def test_the_wished_zone_applies_where_the_file_names_none(named: object) -> None:
    assert choose(named, "Europe/Berlin", SUMMER) == ("Europe/Berlin", [])


@pytest.mark.parametrize(
    ("dates", "zone"),
    [([SUMMER, SUMMER], "Etc/GMT-2"), ([WEST], "Etc/GMT+3"), ([ZULU], "UTC")],
)
def test_without_a_name_the_one_offset_of_all_dates_is_taken(dates: list[str], zone: str) -> None:
    key, notes = choose(None, None, *dates)

    assert key == zone
    assert notes == [f"The file names no time zone; from its dates, {zone} was taken."]


@pytest.mark.parametrize("dates", [[], [SUMMER, WINTER], [INDIA]])
def test_without_name_and_common_offset_the_organiser_is_asked(dates: list[str]) -> None:
    with pytest.raises(AgendaUnreadable, match="does not say in which time zone"):
        choose(None, None, *dates)


def test_an_offset_beyond_all_zones_is_refused() -> None:
    with pytest.raises(AgendaUnreadable, match="no time zone has"):
        choose(None, None, "2027-05-11T10:00:00+20:00")


def test_a_wished_zone_that_is_none_is_refused_even_if_not_needed() -> None:
    with pytest.raises(AgendaUnreadable, match="is not a time zone"):
        choose("Europe/Berlin", "Mars/Base")


def test_dates_in_a_third_zone_are_noted_but_utc_is_not() -> None:
    assert choose("Europe/Berlin", None, ZULU) == ("Europe/Berlin", [])
    assert choose("UTC", None, SUMMER, WINTER) == (
        "UTC",
        ["2 dates are not in the time zone UTC; their own offset was used."],
    )
