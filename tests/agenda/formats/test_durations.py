from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.formats.durations import DEFAULT, LONGEST, read_duration
from conference.agenda.formats.notes import Notes


def read(value: object, *, is_pretalx: bool = False) -> tuple[timedelta, list[str]]:
    notes = Notes("here")
    length = read_duration(value, notes, is_pretalx=is_pretalx)
    return length, [str(repair.note) for repair in notes.repairs]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("0:30", 30),
        ("00:45", 45),
        (" 1:30 ", 90),
        ("12:59", 779),
        ("55:23", 3323),
        ("01:30:00", 90),
        ("00:05:30", 5.5),
        ("PT1H30M", 90),
        ("P1DT2H", 1560),
        ("PT90S", 1.5),
    ],
)
def test_a_clear_duration_is_read_without_a_note(written: str, minutes: float) -> None:
    assert read(written) == (timedelta(minutes=minutes), [])


@pytest.mark.parametrize(
    ("written", "minutes", "said"),
    [
        ("9:99", 639, "10:39"),
        ("99:99", 6039, "100:39"),
        ("135.0:00", 135, "2:15"),
        ("24:01:15", 24 * 1440 + 75, "168:00"),
        ("99:99:99", 7 * 1440, "168:00"),
        (45, 45, "0:45"),
        ("45", 45, "0:45"),
        (45.0, 45, "0:45"),
    ],
)
def test_an_odd_duration_is_read_and_noted(written: object, minutes: int, said: str) -> None:
    length, notes = read(written)

    assert length == min(timedelta(minutes=minutes), LONGEST)
    assert notes == [f"The duration “{written}” was read as {said}."]


def test_three_parts_of_pretalx_are_days_hours_minutes() -> None:
    assert read("1:02:30", is_pretalx=True)[0] == timedelta(days=1, hours=2, minutes=30)
    assert read("1:02:30")[0] == timedelta(hours=1, minutes=2, seconds=30)


def test_an_absurd_duration_is_cut_to_a_week() -> None:
    assert read("6944:11:40") == (
        timedelta(days=7),
        ["The duration “6944:11:40” was read as 168:00."],
    )


@pytest.mark.parametrize(
    "written",
    [None, "", "0:00", 0, -30, "-1:00", "an hour", "1:2:3:4", True, [], {}, "P", "9" * 5000],
)
def test_a_duration_that_says_nothing_becomes_half_an_hour(written: object) -> None:
    length, notes = read(written)

    assert length == DEFAULT
    assert len(notes) == 1


@given(st.integers(1, 24 * 60 * 7))
def test_what_we_would_write_is_read_as_written(minutes: int) -> None:
    assert read(f"{minutes // 60:02}:{minutes % 60:02}") == (timedelta(minutes=minutes), [])


@given(st.one_of(st.text(), st.from_regex(r"\d*[:.]\d*:?\d*"), st.integers(), st.floats()))
def test_any_value_gives_a_length_of_up_to_a_week(written: object) -> None:
    assert timedelta() < read(written)[0] <= LONGEST
