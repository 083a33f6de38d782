"""The day and the start of a session, as its file writes them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from conference.agenda.formats.instants import (
    Calendar,
    SessionUnreadable,
    read_clock,
    read_date,
    read_start,
)
from conference.agenda.formats.notes import Notes

TUESDAY, WEDNESDAY, THURSDAY = date(2027, 5, 11), date(2027, 5, 12), date(2027, 5, 13)
BERLIN = Calendar(ZoneInfo("Europe/Berlin"), time(4))


def read(
    written: object, start: object, day: date | None = TUESDAY
) -> tuple[date, datetime, list[str]]:
    notes = Notes("here")
    conference_day, starts_at = read_start(written, start, day, BERLIN, notes)
    return conference_day, starts_at, [str(repair.note) for repair in notes.repairs]


@pytest.mark.parametrize(
    ("written", "start", "hour"),
    [
        ("2027-05-11T10:00:00+02:00", "10:00", 8),
        ("2027-05-11T10:00:00+02:00", "10:00:00", 8),
        ("2027-05-11T10:00:00+02:00", None, 8),
        ("2027-05-11T08:00:00Z", "10:00", 8),
        ("2027-05-11T09:00:00+01:00", "09:00", 8),
        ("2027-05-11T10:00:00.987+02:00", "10:00", 8),
        ("2027-05-11T10:00:00", "10:00", 8),
        ("2027-05-11 10:00", "10:00", 8),
        ("2027-05-11", "10:00", 8),
        ("", "9:30", 7.5),
        (None, "10:00", 8),
    ],
)
def test_a_start_is_read_without_a_note(written: object, start: object, hour: float) -> None:
    expected = datetime(2027, 5, 11, int(hour), round(hour % 1 * 60), tzinfo=UTC)

    assert read(written, start) == (TUESDAY, expected, [])


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2027-05-12T01:30:00+02:00", "01:30"),
        ("2027-05-12T01:30:00", "01:30"),
        ("2027-05-12", "01:30"),
        ("2027-05-11", "01:30"),
        (None, "01:30"),
        (None, "25:30"),
    ],
)
def test_after_midnight_the_conference_day_is_the_one_before(written: object, start: str) -> None:
    assert read(written, start) == (TUESDAY, datetime(2027, 5, 11, 23, 30, tzinfo=UTC), [])


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("03:59", datetime(2027, 5, 12, 1, 59, tzinfo=UTC)),
        ("04:00", datetime(2027, 5, 11, 2, 0, tzinfo=UTC)),
    ],
)
def test_the_day_changes_at_four(start: str, expected: datetime) -> None:
    assert read(None, start) == (TUESDAY, expected, [])


def test_an_offset_in_the_date_is_believed_before_the_start() -> None:
    assert read("2027-05-11T11:00:00+02:00", "10:00") == (
        TUESDAY,
        datetime(2027, 5, 11, 9, tzinfo=UTC),
        ["Date and start disagree; the date was taken."],
    )


@pytest.mark.parametrize(
    "written", ["soon", "2027-13-40", 1810202400, ["2027-05-11"], "0001-01-01"]
)
def test_a_date_that_is_none_falls_back_to_day_and_start(written: object) -> None:
    day, starts_at, notes = read(written, "10:00")

    assert (day, starts_at) == (TUESDAY, datetime(2027, 5, 11, 8, tzinfo=UTC))
    assert notes == [f"The date “{written}” is none."]


@pytest.mark.parametrize(
    ("written", "start", "day"),
    [
        (None, None, TUESDAY),
        ("soon", "later", TUESDAY),
        ("2027-05-11", None, TUESDAY),
        (None, "10:00", None),
        (None, "48:00", TUESDAY),
        (None, 600, TUESDAY),
    ],
)
def test_without_a_date_and_a_time_it_is_unreadable(
    written: object, start: object, day: date | None
) -> None:
    with pytest.raises(SessionUnreadable, match="no date and time"):
        read(written, start, day)


def test_a_session_under_a_day_far_off_goes_where_its_date_is() -> None:
    assert read("2027-05-13T01:00:00+02:00", "01:00", date(2027, 5, 1)) == (
        WEDNESDAY,
        datetime(2027, 5, 12, 23, tzinfo=UTC),
        ["It is listed under 2027-05-01, but dated elsewhere."],
    )


def test_under_a_day_without_a_date_the_session_gives_it() -> None:
    assert read("2027-05-13T10:00:00+02:00", "10:00", None) == (
        THURSDAY,
        datetime(2027, 5, 13, 8, tzinfo=UTC),
        ["Its day has no date; it was taken from the session."],
    )


@pytest.mark.parametrize(
    ("start", "utc", "is_noted"),
    [
        ("2027-03-28T01:59:00", datetime(2027, 3, 28, 0, 59, tzinfo=UTC), False),
        ("2027-03-28T02:30:00", datetime(2027, 3, 28, 1, 30, tzinfo=UTC), True),
        ("2027-03-28T03:00:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC), False),
        ("2027-10-31T02:30:00", datetime(2027, 10, 31, 0, 30, tzinfo=UTC), True),
        ("2027-10-31T02:30:00+01:00", datetime(2027, 10, 31, 1, 30, tzinfo=UTC), False),
        ("2027-10-31T03:00:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC), False),
    ],
)
def test_on_a_night_of_changing_clocks_local_times_are_taken_as_before(
    start: str, utc: datetime, is_noted: bool
) -> None:
    _day, starts_at, notes = read(start, None, utc.date())

    assert (starts_at, bool(notes)) == (utc, is_noted)


def test_dates_and_clocks_out_of_range_are_none() -> None:
    assert read_date("9999-12-31T23:59:59+00:00") is None
    assert read_date(20270511) is None
    assert read_clock("10:60") is None
    assert read_clock("1000") is None
