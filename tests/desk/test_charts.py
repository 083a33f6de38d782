"""Drawings: each coordinate says what the figure beside it says, and no more."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from conference.desk.charts import BEST, WORST, Spot, band, bar, dial
from conference.desk.curves import SIZES, WIDE, Material, Point, Size, Window, window, with_closing
from conference.desk.drawing import draw
from conference.privacy.figures import End, Value
from tests.desk.releases import ZONE, a_value

MORNING = datetime(2026, 9, 17, 9, tzinfo=ZONE)
DAYS = (
    Window(MORNING, MORNING + timedelta(hours=8)),
    Window(MORNING + timedelta(hours=24), MORNING + timedelta(hours=30)),
)
HOUR = timedelta(hours=1)


def a_point(hours: float, mean: float, half: float = 0.1) -> Point:
    return Point(MORNING + hours * HOUR, a_value(mean, half))


def spots(path: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize(
    ("mean", "tip"),
    [(1.0, (39.0, 200.0)), (3.0, (200.0, 39.0)), (5.0, (361.0, 200.0)), (3.5, (261.6, 51.3))],
)
def test_the_hand_stands_at_the_mean(mean: float, tip: tuple[float, float]) -> None:
    assert spots(dial(a_value(mean)).hand)[0] == tip


def test_a_dial_without_a_figure_has_no_hand() -> None:
    silent = dial(None)

    assert (silent.hand, silent.sector, silent.earlier) == ("", "", "")
    assert silent.names[0] == (Spot(18.0, 200.0), 1)
    assert len(silent.ticks) == 41


def test_an_interval_beyond_the_scale_ends_with_it() -> None:
    assert dial(Value(1.2, End.EXACT, 0.8, 1.6)).sector.startswith("M55.0 200.0A145")
    assert band(Value(4.9, End.EXACT, 4.6, 5.2)).high == 100


def test_a_band_lies_on_the_whole_scale() -> None:
    drawn = band(a_value(3.5, 0.2), a_value(4.0))

    assert (drawn.low, drawn.value, drawn.high, drawn.before) == (57.5, 62.5, 67.5, 75.0)


@pytest.mark.parametrize(
    ("end", "filled", "unsaid"),
    [(End.EXACT, 40, None), (End.UNDER, 0, (0.0, 40)), (End.OVER, 40, (40, 100.0))],
)
def test_a_bar_is_open_where_its_end_is_not_said(
    end: End, filled: float, unsaid: tuple[float, float] | None
) -> None:
    drawn = bar(Value(40, end, 30, 50))

    assert (drawn.filled, drawn.unsaid, drawn.low, drawn.high) == (filled, unsaid, 30, 50)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_a_curve_says_the_released_tenths_and_no_more(size: Size) -> None:
    means = [3.9, 4.0, 3.6, 3.1, 3.3]
    series = tuple(a_point(0.5 + place, mean) for place, mean in enumerate(means))
    drawn = draw(Material(DAYS, series), size)

    def mean_at(y: float) -> float:
        low, high = drawn.levels[0], drawn.levels[-1]
        return low.value + (low.y - y) / (low.y - high.y) * (high.value - low.value)

    assert [round(mean_at(y), 2) for _, y in spots(drawn.lines[0])] == pytest.approx(
        means, abs=0.01
    )
    above = [y for _, y in spots(drawn.bands[0])[: len(means)]]
    assert [round(mean_at(y), 1) for y in above] == [4.0, 4.1, 3.7, 3.2, 3.4]


def test_the_axis_holds_what_is_published_in_half_steps() -> None:
    def axis(*points: Point) -> tuple[float, float]:
        return Material(DAYS, points).axis

    assert axis(a_point(1, 3.9), a_point(2, 3.1)) == (3.0, 4.0)
    assert axis(a_point(1, 3.2)) == (3.0, 4.0)
    assert axis(a_point(1, 1.0, 0.3)) == (1.0, 2.0)
    assert axis(a_point(1, 4.9, 0.3)) == (4.0, 5.0)
    assert axis(a_point(1, 3.0, 1.9)) == (1.0, 5.0)


def test_a_night_parts_the_curve() -> None:
    series = (a_point(6, 3.5), a_point(7, 3.4), a_point(25, 3.3), a_point(26, 3.4))

    drawn = draw(Material(DAYS, series), WIDE)

    assert len(drawn.lines) == 2
    (night, width), *others = drawn.nights
    assert others == []
    assert spots(drawn.lines[0])[-1][0] < night < night + width < spots(drawn.lines[1])[0][0]


def test_final_figures_of_the_next_morning_stand_by_themselves() -> None:
    closing = MORNING + 46 * HOUR
    series = (a_point(6, 3.5), a_point(25, 3.3), a_point(29, 3.4), a_point(46, 3.4))

    drawn = draw(Material(with_closing(DAYS, closing), series), WIDE)

    assert with_closing(DAYS, MORNING + 29 * HOUR) == DAYS
    assert [len(spots(line)) for line in drawn.lines] == [2, 2, 2]
    assert (len(drawn.nights), [day.at for day in drawn.days]) == (2, [day.begins for day in DAYS])
    assert drawn.last is not None
    assert drawn.last.is_apart
    (night, width) = drawn.nights[-1]
    assert spots(drawn.lines[1])[-1][0] < night < night + width == drawn.last.x
    (left, low), (right, high) = spots(drawn.lines[2])
    assert (low, high, left + right) == (drawn.last.y, drawn.last.y, 2 * drawn.last.x)


def test_figures_without_an_agenda_are_drawn_where_they_are() -> None:
    drawn = draw(Material(with_closing((), MORNING), (a_point(0, 3.5),)), WIDE)

    assert (drawn.days, drawn.nights, drawn.hours) == ((), (), ())
    assert drawn.last is not None
    assert drawn.last.x == WIDE.left


def test_what_repeats_is_left_out_and_the_line_is_the_same() -> None:
    means = [3.5] * 100 + [3.6] * 30
    series = tuple(a_point(0.05 * place, mean) for place, mean in enumerate(means))

    drawn = draw(Material(DAYS, series), WIDE)

    kept = spots(drawn.lines[0])
    assert len(kept) == 4
    whole = [draw(Material(DAYS, (point,)), WIDE).last for point in series]
    places = [last.x for last in whole if last]
    assert [x for x, _ in kept] == [places[0], places[99], places[100], places[129]]


def test_the_only_figure_of_a_day_has_an_interval() -> None:
    drawn = draw(Material(DAYS, (a_point(4, 3.5, 0.3),)), WIDE)

    xs, ys = zip(*spots(drawn.bands[0]), strict=True)
    assert max(xs) - min(xs) == pytest.approx(8, abs=0.1)
    assert max(ys) > min(ys)


def test_marks_that_would_touch_stand_in_rows() -> None:
    moments = tuple(MORNING + minutes * timedelta(minutes=1) for minutes in (30, 35, 40, 300))

    drawn = draw(replace(Material(DAYS, (a_point(1, 3.5),)), moments=moments), WIDE)

    assert [mark.number for mark in drawn.marks] == [1, 2, 3, 4]
    assert [mark.y for mark in drawn.marks] == [12, 38, 64, 12]
    assert drawn.top > 64


def test_the_words_at_the_newest_figure_stay_in_the_drawing() -> None:
    early, late = (draw(Material(DAYS, (a_point(at, 3.5),)), WIDE).last for at in (4, 30))

    assert early is not None
    assert late is not None
    assert (early.is_late, late.is_late) == (False, True)


def test_the_edition_before_is_named_where_it_goes_on_alone() -> None:
    before = tuple(a_point(hour, 3.8) for hour in (1, 7, 25, 29))

    def name(*series: Point) -> tuple[float, float] | None:
        return draw(Material(DAYS, series, before), WIDE).before_name

    assert name(a_point(25.5, 3.5)) is not None
    assert name(a_point(28.9, 3.5)) is None


def test_a_window_is_whole_hours_around_a_day() -> None:
    begins, ends = MORNING + timedelta(minutes=20), MORNING + timedelta(minutes=130)

    assert window([(begins, ends)]) == Window(MORNING, MORNING + 3 * HOUR)
    assert window([(MORNING, MORNING)]) == Window(MORNING, MORNING + HOUR)
    assert window([]) is None


def test_the_scale_of_a_mean_is_that_of_the_question() -> None:
    assert (WORST, BEST) == (1, 5)
