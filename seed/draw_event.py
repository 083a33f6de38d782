"""Draws the demo event's picture, `seed/event.webp`: an aneroid barometer rising over a chart.

Only for making it anew: `python seed/draw_event.py`, with Chromium on the machine (or
CONFERENCE_BROWSER). The hand is what is felt, the sector around it how sure that is, the dotted
hand the year before. No words, as nobody hears them read.
"""

import base64
import os
import shutil
from collections.abc import Iterator
from math import cos, pi, sin
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent / "event.webp"
WIDTH, HEIGHT = 1920, 1008
X, Y = 960, 900
PAPER, INK, SOFT = "oklch(.966 .008 205)", "oklch(.235 .04 232)", "oklch(.6 .03 222)"
PETROL, BRASS, DARK = "oklch(.425 .085 212)", "oklch(.8 .135 82)", "oklch(.6 .12 72)"
DEEP, LIT, LINE = "oklch(.215 .046 221)", "oklch(.385 .075 210)", "oklch(.815 .095 200)"
# From low to high, the steps of the heat map.
SCALE = (
    *("oklch(.8 .12 72)", "oklch(.87 .08 74)", "oklch(.93 .035 80)", "oklch(.935 .014 208)"),
    *("oklch(.9 .04 205)", "oklch(.84 .06 205)", "oklch(.775 .085 205)"),
)
# Half turns from the left, over the top, to the right.
VALUE, LOW, HIGH, BEFORE = 0.63, 0.56, 0.7, 0.42
ENCODE = """async ([svg, width, height]) => {
  const picture = new Image(width, height), canvas = document.createElement('canvas');
  picture.src = 'data:image/svg+xml;base64,' + btoa(svg);
  await picture.decode();
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d').drawImage(picture, 0, 0, width, height);
  return canvas.toDataURL('image/webp', 0.86);
}"""


def main() -> None:
    with sync_playwright() as playwright:
        path = os.environ.get("CONFERENCE_BROWSER") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        encoded: str = browser.new_page().evaluate(ENCODE, [_drawing(), WIDTH, HEIGHT])
        browser.close()
    TARGET.write_bytes(base64.b64decode(encoded.partition(",")[2]))


def _drawing() -> str:
    parts = (_sky(), *_isobars(), *_case(), *_scale(), *_ticks(), *_hands())
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _sky() -> str:
    stops = f'<stop stop-color="{LIT}"/><stop offset="1" stop-color="{DEEP}"/>'
    gradient = f'<radialGradient id="g" cx=".5" cy=".8" r=".75">{stops}</radialGradient>'
    return f'<defs>{gradient}</defs><path fill="url(#g)" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'


def _isobars() -> Iterator[str]:
    """Around the instrument as around a high; one of them is brass."""
    for at in range(9):
        colour, width = (BRASS, 3) if at == 4 else (LINE, 1.5)
        wide, high = 880 + at * 105, 850 + at * 78
        place = f'cx="{X + at * 14}" cy="{Y}" transform="rotate({at * 2.5 - 8} {X} {Y})"'
        line = f'fill="none" stroke="{colour}" stroke-width="{width}" stroke-opacity=".55"'
        yield f'<ellipse {place} rx="{wide}" ry="{high}" {line}/>'


def _case() -> Iterator[str]:
    for radius, colour in ((760, DARK), (742, BRASS), (716, INK), (708, PAPER)):
        yield f'<circle cx="{X}" cy="{Y}" r="{radius}" fill="{colour}"/>'


def _scale() -> Iterator[str]:
    for at, colour in enumerate(SCALE):
        begin, end = at / len(SCALE), (at + 1) / len(SCALE)
        yield _sector(begin, end, 560, 622, colour)
    yield _sector(LOW, HIGH, 0, 540, "oklch(.425 .085 212 / .2)")


def _ticks() -> Iterator[str]:
    for at in range(71):
        is_main = at % 10 == 0
        inner, style = (634, "7") if is_main else (648, "2.5")
        yield _line(at / 70, inner, 676, f'stroke="{INK}" stroke-width="{style}"')


def _hands() -> Iterator[str]:
    dotted = f'stroke="{SOFT}" stroke-width="7" stroke-dasharray="1 20"'
    yield _line(BEFORE, 90, 530, dotted)
    x, y = _at(VALUE, 590)
    left, right = _at(VALUE + 0.5, 15), _at(VALUE - 0.5, 15)
    corners = " ".join(f"{a:.1f},{b:.1f}" for a, b in (left, (x, y), right))
    yield f'<polygon points="{corners}" fill="{PETROL}"/>'
    for radius, colour in ((44, DARK), (38, BRASS), (12, INK)):
        yield f'<circle cx="{X}" cy="{Y}" r="{radius}" fill="{colour}"/>'


def _sector(begin: float, end: float, inner: float, outer: float, colour: str) -> str:
    (ax, ay), (bx, by) = _at(begin, outer), _at(end, outer)
    (cx, cy), (dx, dy) = _at(end, inner), _at(begin, inner)
    path = (
        f"M{ax:.1f} {ay:.1f}A{outer} {outer} 0 0 1 {bx:.1f} {by:.1f}"
        f"L{cx:.1f} {cy:.1f}A{inner} {inner} 0 0 0 {dx:.1f} {dy:.1f}z"
    )
    return f'<path fill="{colour}" d="{path}"/>'


def _line(turn: float, inner: float, outer: float, stroke: str) -> str:
    (ax, ay), (bx, by) = _at(turn, inner), _at(turn, outer)
    ends = f'x1="{ax:.1f}" y1="{ay:.1f}" x2="{bx:.1f}" y2="{by:.1f}"'
    return f'<line {ends} {stroke} stroke-linecap="round"/>'


def _at(turn: float, radius: float) -> tuple[float, float]:
    return X - radius * cos(turn * pi), Y - radius * sin(turn * pi)


if __name__ == "__main__":
    main()
