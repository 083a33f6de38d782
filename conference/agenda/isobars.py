"""An event's isobars: a weather chart of its own, drawn from its slug alone, as SVG text.

Colours are literal, because the drawing is served as an image. It knows nothing of events.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha512
from itertools import pairwise, product
from math import cos, exp, pi, sin
from typing import NamedTuple

PETROL, BRASS = "#70d5db", "#ecbd57"
CELL = 20
LEVELS = 17
BRASS_LEVEL = 11
NEIGHBOURS_OF_PEAK = 5


class Size(NamedTuple):
    width: int
    height: int


class Edge(NamedTuple):
    """A side of a grid cell that a line crosses: from a grid point to the right, or down."""

    column: int
    row: int
    is_across: bool


class Point(NamedTuple):
    x: float
    y: float


HERO = Size(1440, 900)
BAND = Size(1600, 420)
Grid = Mapping[tuple[int, int], float]
Line = list[Edge]


@dataclass(frozen=True)
class Hill:
    """Pressure that falls off around a place, further along one axis than across it."""

    height: float
    x: float
    y: float
    length: float
    breadth: float
    turn: float

    def at(self, x: float, y: float) -> float:
        along = (x - self.x) * cos(self.turn) + (y - self.y) * sin(self.turn)
        across = (y - self.y) * cos(self.turn) - (x - self.x) * sin(self.turn)
        return self.height * exp(-((along / self.length) ** 2) - (across / self.breadth) ** 2)


def isobars(slug: str, size: Size = HERO) -> str:
    """The same slug and size give the same drawing. It takes a fifth of a second: keep it."""
    grid = _grid(_hills(slug), size)
    low, high = min(grid.values()), max(grid.values())
    paths = []
    for number in range(1, LEVELS + 1):
        level = low + (high - low) * number / (LEVELS + 1)
        lines = "".join(_path(line, grid, level) for line in _lines(grid, level, size))
        paths.append(f'<path d="{lines}" {_stroke(number)}/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {size.height}" '
        f'preserveAspectRatio="xMidYMid slice" fill="none" stroke-linecap="round">'
        f"{''.join(paths)}</svg>\n"
    )


def _hills(slug: str) -> list[Hill]:
    """One peak right of the middle, where no words stand; lesser hills and hollows around it.

    Places and lengths are in parts of the width.
    """
    chance = (byte / 255 for byte in sha512(slug.encode()).digest())

    def between(low: float, high: float) -> float:
        return low + (high - low) * next(chance)

    peak = Hill(
        1, between(0.66, 0.8), between(0.18, 0.3), between(0.32, 0.42), 0.25, between(-0.7, 0.3)
    )
    around = [
        Hill(
            between(0.2, 0.45) * (-1 if place % 2 else 1),
            between(0, 0.3) + 0.18 * place,
            between(-0.1, 0.8),
            between(0.16, 0.34),
            between(0.12, 0.24),
            between(0, pi),
        )
        for place in range(NEIGHBOURS_OF_PEAK)
    ]
    return [peak, *around]


def _grid(hills: list[Hill], size: Size) -> dict[tuple[int, int], float]:
    """Pressure at every grid point, by column and row."""
    columns, rows = _cells(size)
    return {
        (column, row): sum(
            hill.at(column * CELL / size.width, row * CELL / size.width) for hill in hills
        )
        for column, row in product(range(columns + 1), range(rows + 1))
    }


def _cells(size: Size) -> tuple[int, int]:
    return -(-size.width // CELL), -(-size.height // CELL)


def _lines(grid: Grid, level: float, size: Size) -> Iterator[Line]:
    """Marching squares: each cell joins the edges that the level crosses; joined up, they are
    lines from border to border, or rings (first edge equals last)."""
    joined: dict[Edge, list[Edge]] = {}
    columns, rows = _cells(size)
    for column, row in product(range(columns), range(rows)):
        crossed = _crossed(grid, level, column, row)
        for one, other in zip(crossed[::2], crossed[1::2], strict=True):
            joined.setdefault(one, []).append(other)
            joined.setdefault(other, []).append(one)
    ends_first = sorted(joined, key=lambda edge: (len(joined[edge]), edge))
    for edge in ends_first:
        if edge in joined:
            yield _follow(edge, joined)


def _crossed(grid: Grid, level: float, column: int, row: int) -> list[Edge]:
    """The crossed edges of a cell, clockwise from its top; two of them, or four at a saddle."""
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    above = [grid[column + right, row + down] > level for right, down in corners]
    edges = [
        Edge(column, row, is_across=True),
        Edge(column + 1, row, is_across=False),
        Edge(column, row + 1, is_across=True),
        Edge(column, row, is_across=False),
    ]
    return [edge for edge, (one, other) in zip(edges, pairwise(above), strict=True) if one != other]


def _follow(edge: Edge, joined: dict[Edge, list[Edge]]) -> Line:
    """Takes the line through `edge` out of `joined`."""
    line = [edge]
    while following := joined.pop(line[-1], []):
        onward = [other for other in following if other in joined]
        if not onward:
            return [*line, line[0]] if len(line) > 2 and line[0] in following else line
        line.append(onward[0])
    return line


def _path(line: Line, grid: Grid, level: float) -> str:
    """Through the middles of the line's pieces, bent towards its points, so that it is smooth."""
    points = [_place(edge, grid, level) for edge in line]
    if len(points) < 3:
        return ""
    path = f"M{points[0].x:.0f} {points[0].y:.0f}"
    for point, onward in pairwise(points[1:]):
        middle = Point((point.x + onward.x) / 2, (point.y + onward.y) / 2)
        path += f"Q{point.x:.0f} {point.y:.0f} {middle.x:.0f} {middle.y:.0f}"
    return path + f"L{points[-1].x:.0f} {points[-1].y:.0f}"


def _place(edge: Edge, grid: Grid, level: float) -> Point:
    column, row, is_across = edge
    start = grid[column, row]
    end = grid[(column + 1, row) if is_across else (column, row + 1)]
    part = (level - start) / (end - start)
    return Point((column + part * is_across) * CELL, (row + part * (not is_across)) * CELL)


def _stroke(number: int) -> str:
    if number == BRASS_LEVEL:
        return f'stroke="{BRASS}" stroke-width="2.4"'
    width = 1.6 if number % 4 == 0 else 1
    return f'stroke="{PETROL}" stroke-width="{width}" stroke-opacity="{0.2 + 0.016 * number:.2f}"'
