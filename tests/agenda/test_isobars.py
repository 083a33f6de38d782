"""The isobars are the event's own, whole, and the same every time."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.agenda.isobars import BAND, BRASS, HERO, PETROL, Size, isobars


def elements(drawing: str) -> list[Tag]:
    return BeautifulSoup(drawing, "html.parser").find_all(True)


def paths(drawing: str) -> list[str]:
    return [str(path["d"]) for path in elements(drawing)[1:]]


def test_a_slug_gives_the_same_drawing_every_time() -> None:
    assert isobars("frankly") == isobars("frankly")


def test_two_slugs_give_two_drawings() -> None:
    assert isobars("frankly") != isobars("frankly-2027")


@pytest.mark.parametrize("size", [HERO, BAND])
def test_one_line_is_brass_and_the_others_petrol(size: Size) -> None:
    colours = [str(path["stroke"]) for path in elements(isobars("frankly", size))[1:]]

    assert sorted(set(colours)) == [PETROL, BRASS]
    assert colours.count(BRASS) == 1


def test_the_drawing_carries_no_style_and_no_script() -> None:
    drawn = elements(isobars("frankly"))

    assert {element.name for element in drawn} == {"svg", "path"}
    assert not any("style" in element.attrs or "class" in element.attrs for element in drawn)


@given(st.text(max_size=80))
@settings(max_examples=8)
def test_any_slug_gives_lines_inside_the_drawing_in_under_50_kb(slug: str) -> None:
    drawing = isobars(slug)

    for path in paths(drawing):
        numbers = [int(number) for number in re.findall(r"-?\d+", path)]
        assert all(0 <= x <= HERO.width for x in numbers[::2])
        assert all(0 <= y <= HERO.height for y in numbers[1::2])
    assert len(drawing) < 50_000


def test_every_line_ends_at_the_border_or_where_it_began() -> None:
    for path in paths(isobars("frankly")):
        for line in re.findall(r"M[^M]+", path):
            numbers = [int(number) for number in re.findall(r"\d+", line)]
            ends = {(numbers[0], numbers[1]), (numbers[-2], numbers[-1])}
            assert len(ends) == 1 or all(on_border(x, y) for x, y in ends)


def on_border(x: int, y: int) -> bool:
    return x in (0, HERO.width) or y in (0, HERO.height)
