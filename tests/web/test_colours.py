"""The colours of both themes, as they stand in the stylesheet, are told apart by who sees less; and
an event's own colour, whichever it is.

Contrast as WCAG 2.2 counts it, from OKLCH by way of linear sRGB (Ottosson 2020).
"""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.resources import resource
from conference.web import colours

STYLES = resource("static") / "css"
COLOUR = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
BOTH = re.compile(rf"--([\w-]+): light-dark\({COLOUR}, {COLOUR}\);")
ONE = re.compile(rf"--([\w-]+): {COLOUR};")
TEXT, CONTROL = 4.5, 3.0
GROUNDS = ("paper", "sheet", "wash", "brass-wash", "petrol-wash", "signal-wash")

Colour = tuple[float, float, float]
Colours = dict[str, Colour]


def themes() -> dict[str, Colours]:
    """The tokens by day and by night, and in the hall, which is dark but for what it sets anew."""
    day, _, evening = (STYLES / "_global.css").read_text("utf-8").partition(".hall {")
    found = [(name, list(map(float, numbers))) for name, *numbers in BOTH.findall(day)]
    light: Colours = {name: (each[0], each[1], each[2]) for name, each in found}
    dark: Colours = {name: (each[3], each[4], each[5]) for name, each in found}
    hall: Colours = {name: (float(a), float(b), float(c)) for name, a, b, c in ONE.findall(evening)}
    return {"light": light, "dark": dark, "hall": dark | hall}


def luminance(colour: Colour) -> float:
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(part, 0), 1) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


THEMES = themes()
# What is written or drawn in which colour, and on which.
WRITTEN = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in GROUNDS),
    *(("petrol", ground) for ground in ("paper", "sheet", "wash", "petrol-wash")),
    *(("brass-ink", ground) for ground in ("paper", "sheet", "wash", "brass-wash")),
    *(("signal-ink", ground) for ground in ("paper", "sheet", "wash", "signal-wash")),
    ("on-petrol", "petrol"),
    ("on-brass", "brass"),
    ("on-signal", "signal"),
]
DRAWN = [
    (line, ground)
    for line in ("edge", "brass-line", "signal", "petrol", "focus")
    for ground in ("paper", "sheet", "wash")
]


def test_white_on_black_is_as_strong_as_it_gets() -> None:
    assert contrast((1, 0, 0), (0, 0, 0)) == pytest.approx(21)
    assert contrast((0.627966, 0.257704, 29.2346), (1, 0, 0)) == pytest.approx(4.0, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_all_text_can_be_read(theme: str) -> None:
    assert weaker_than(TEXT, WRITTEN, theme) == {}


@pytest.mark.parametrize("theme", THEMES)
def test_all_controls_and_lines_that_mean_something_can_be_seen(theme: str) -> None:
    assert weaker_than(CONTROL, DRAWN, theme) == {}


ANY = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(ANY, st.sampled_from([colours.PAPER, colours.HALL, "#ffffff"]), st.sampled_from([3.0, 4.5]))
def test_any_colour_of_an_event_can_be_seen_and_is_left_alone_where_it_can(
    colour: str, ground: str, least: float
) -> None:
    found = colours.visible(colour, ground, least)

    assert colours.contrast(found, ground) >= least
    assert (found == colour) == (colours.contrast(colour, ground) >= least)


def test_an_events_colour_keeps_its_hue() -> None:
    seen = {
        colour: [colours.visible(colour, ground, 3.0) for ground in (colours.PAPER, colours.HALL)]
        for colour in ("#ffcc00", "#0000ff", "#000000", "#1f6f78")
    }

    assert seen == {
        "#ffcc00": ["#b28500", "#ffcc00"],
        "#0000ff": ["#0000ff", "#0e52ff"],
        "#000000": ["#000000", "#666666"],
        "#1f6f78": ["#1f6f78", "#207079"],
    }


def test_the_grounds_an_events_colour_is_made_for_are_those_of_the_pages() -> None:
    for known, token in ((colours.PAPER, THEMES["light"]), (colours.HALL, THEMES["hall"])):
        theirs = contrast((1, 0, 0), token["paper"])
        assert theirs == pytest.approx(colours.contrast("#ffffff", known), rel=0.01)


@pytest.mark.parametrize(
    ("colour", "name"),
    [("#1f6f78", "teal"), ("#ffcc00", "gold"), ("#663399", "darkslateblue"), ("#010101", "black")],
)
def test_a_calendar_is_told_the_nearest_name(colour: str, name: str) -> None:
    assert colours.nearest_name(colour) == name


def weaker_than(least: float, pairs: list[tuple[str, str]], theme: str) -> dict[str, float]:
    tokens = THEMES[theme]
    found = {
        f"{above} on {below}": round(contrast(tokens[above], tokens[below]), 2)
        for above, below in pairs
    }
    return {pair: ratio for pair, ratio in found.items() if ratio < least}
