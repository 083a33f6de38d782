"""Attack 10 of privacy.md: every number of the page and of its drawings is one of the release."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from math import atan2, pi

import pytest
from bs4 import BeautifulSoup, Tag

from conference.privacy.figures import Cell, Figures, Value
from conference.web import numbers
from tests.desk import releases
from tests.desk.barometer import Barometer, barometer

__all__ = ["barometer"]

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# Of the scale, the interval, the threshold, the steps, the edition before, and of "95 of 100".
WORDS = {"1", "2", "3", "4", "5", "95", "10", "100", "2025"}
# The response: 235 of 412 companies, and what it leaves open (`mood_parts.respond`).
RESPONSE = {"55", "412", "25", "75"}


def texts(page: BeautifulSoup) -> str:
    """Without times, dates, the agenda, and what stands around the page."""
    around = "time, .moments, .print-foot, head, header.masthead, nav, footer.foot"
    for other in page.select(around):
        other.decompose()
    return re.sub(r"\b\d\d:\d\d\b", " ", page.get_text(" "))


def said(shown: Iterable[Figures]) -> Iterator[str]:
    for cell in chain.from_iterable(each.cells for each in shown):
        yield numbers.number(cell.companies)
        for mean in filter(None, [cell.mean]):
            yield from (numbers.tenths(part) for part in (mean.value, mean.low, mean.high))
        for share in cell.shares:
            parts = (share.share.value, share.share.low, share.share.high)
            yield from (numbers.number(part) for part in parts)


def floats(element: Tag, attribute: str = "d") -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", str(element[attribute]))]


def ends(value: Value) -> list[float]:
    return [value.low, value.high, value.value]


async def test_every_number_in_words_is_released(barometer: Barometer) -> None:
    shown = [figures for _, figures in releases.series()]
    before = [
        figures
        for _, figures in releases.series(
            releases.COURSE_BEFORE, releases.DAY_BEFORE, {("integrator",): (3.9, 0.2, 40)}
        )
    ]

    page = BeautifulSoup(await barometer.get(), "html5lib")
    axis = {mark.get_text(strip=True) for mark in page.select(".chart .t-end")}
    hours = {str(hour) for hour in range(24)}
    found = set(NUMBER.findall(texts(page)))

    assert found - set(said(shown)) - set(said(before)) - WORDS - RESPONSE - axis - hours == set()
    assert set(said([shown[-1]])) - found == set(), "all of the newest release is there"


async def test_the_hand_and_its_sector_stand_at_the_released_mean(barometer: Barometer) -> None:
    page = BeautifulSoup(await barometer.get(), "html5lib")
    hand, sector = page.select_one(".dial__hand"), page.select_one(".dial__sector")
    assert hand is not None
    assert sector is not None

    low, high = floats(sector)[:2], floats(sector)[7:9]

    mean = newest().mean
    assert mean is not None
    places = [on_dial(*low), on_dial(*high), on_dial(*floats(hand)[:2])]
    assert [round(place, 2) for place in places] == ends(mean)


async def test_bands_and_bars_are_as_wide_as_released(barometer: Barometer) -> None:
    page = BeautifulSoup(await barometer.get(), "html5lib")

    spans = [floats(span) for span in page.select(".band .c-span")]
    means = [floats(line)[0] for line in page.select(".band .c-line")]
    total, *groups = releases.series()[-1][1].cells
    expected = [ends(cell.mean) for cell in (total, *groups) if cell.mean]

    drawn = [
        [mean_at(low), mean_at(high), mean_at(mean)]
        for (low, _, high), mean in zip(spans, means, strict=True)
    ]
    assert sorted(drawn) == sorted(expected)
    bars = [float(str(bar["width"])) for bar in page.select(".bars .c-bar")]
    assert bars == [share.share.value for share in total.shares]
    reaches = [floats(reach)[::2] for reach in page.select(".bars .c-reach")]
    assert reaches == [[share.share.low, share.share.high] for share in total.shares]


@pytest.mark.parametrize("drawing", ["wide", "mid", "narrow"])
async def test_the_curve_goes_through_released_means_only(
    barometer: Barometer, drawing: str
) -> None:
    page = BeautifulSoup(await barometer.get(), "html5lib")
    svg = page.select_one(f".chart--{drawing}")
    assert svg is not None
    levels = [
        (floats(line)[1], float(mark.get_text()))
        for line, mark in zip(svg.select(".c-grid"), svg.select(".t-end"), strict=False)
    ]
    (y0, low), (y1, high) = levels[0], levels[-1]

    def mean_of(y: float) -> float:
        return low + (y0 - y) / (y0 - y1) * (high - low)

    drawn = [mean_of(y) for line in svg.select(".c-line") for y in floats(line)[1::2]]
    released = [cell.mean.value for cell in totals() if cell.mean]
    assert drawn == pytest.approx([round(mean, 1) for mean in drawn], abs=0.002)
    assert changes(round(mean, 1) for mean in drawn) == changes(released)


def newest() -> Cell:
    return totals()[-1]


def totals() -> list[Cell]:
    return [shown.cells[0] for _, shown in releases.series()]


def changes(means: Iterable[float]) -> list[float]:
    """Without repeats, which the drawing leaves out."""
    kept: list[float] = []
    for mean in means:
        if kept[-1:] != [mean]:
            kept.append(mean)
    return kept


def mean_at(percent: float) -> float:
    return round(1 + percent / 25, 2)


def on_dial(x: float, y: float) -> float:
    return 5 - atan2(200 - y, x - 200) / pi * 4
