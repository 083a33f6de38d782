"""Times as typed: the same moment there and back in every zone, and the two nights of the year."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.days import conference_day, known_zones
from conference.agenda.wall_time import Skipped, WallTime, is_twice, moment_of, wall_time_of

BERLIN = ZoneInfo("Europe/Berlin")
FOUR = time(4)
# The nights after Saturday, 28 March and 24 October 2026.
SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)
DAYS = st.dates(date(2000, 1, 3), date(2199, 12, 28))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(), st.just(UTC))
ZONES = st.sampled_from(sorted(known_zones())).map(ZoneInfo)
DAY_CHANGES = st.times(max_value=time(12))


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "moment"),
    [
        (WallTime(date(2026, 9, 17), time(9, 30)), utc(9, 17, 7, 30)),
        (WallTime(date(2026, 9, 17), time(3, 59)), utc(9, 18, 1, 59)),
        (WallTime(date(2026, 9, 17), time(4)), utc(9, 17, 2)),
        (WallTime(SPRING, time(1, 59)), utc(3, 29, 0, 59)),
        (WallTime(SPRING, time(3)), utc(3, 29, 1)),
        (WallTime(AUTUMN, time(2, 30)), utc(10, 25, 0, 30)),
        (WallTime(AUTUMN, time(2, 30), is_second=True), utc(10, 25, 1, 30)),
        (WallTime(AUTUMN, time(3)), utc(10, 25, 2)),
    ],
)
def test_a_time_before_the_change_of_day_is_of_the_night_after(
    wall: WallTime, moment: datetime
) -> None:
    assert moment_of(wall, BERLIN, FOUR) == moment
    assert wall_time_of(moment, BERLIN, FOUR) == wall


@pytest.mark.parametrize("is_second", [False, True])
def test_what_clocks_skip_is_no_time(is_second: bool) -> None:
    for at in (time(2), time(2, 30), time(2, 59)):
        with pytest.raises(Skipped):
            moment_of(WallTime(SPRING, at, is_second), BERLIN, FOUR)


def test_only_the_hour_that_clocks_repeat_is_there_twice() -> None:
    hours = [time(1, 59), time(2), time(2, 59), time(3)]

    assert [is_twice(WallTime(AUTUMN, at), BERLIN, FOUR) for at in hours] == [
        *(False, True, True, False)
    ]
    assert not any(is_twice(WallTime(SPRING, at), BERLIN, FOUR) for at in hours)


@given(MOMENTS, ZONES, DAY_CHANGES)
def test_every_moment_is_typed_in_one_way_and_means_itself(
    moment: datetime, zone: ZoneInfo, day_change: time
) -> None:
    wall = wall_time_of(moment, zone, day_change)

    assert moment_of(wall, zone, day_change) == moment
    assert wall.day == conference_day(moment, zone, day_change)


@given(DAYS, st.times(), ZONES, DAY_CHANGES)
def test_what_is_typed_is_skipped_or_shown_again_as_typed(
    day: date, at: time, zone: ZoneInfo, day_change: time
) -> None:
    typed = [WallTime(day, at, is_second=which) for which in (False, True)]
    try:
        first, second = (moment_of(wall, zone, day_change) for wall in typed)
    except Skipped:
        assert not is_twice(typed[0], zone, day_change)
        return

    assert (first < second) == is_twice(typed[0], zone, day_change)
    for moment in (first, second):
        shown = wall_time_of(moment, zone, day_change)
        assert (shown.day, shown.at) == (day, at)
