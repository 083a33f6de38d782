"""Drawing a curve: where the figures of a series stand in an SVG drawing.

Straight lines join them, and a night parts them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from conference.desk.curves import (
    HOUR,
    STEP,
    Curve,
    Hour,
    Last,
    Level,
    Mark,
    Material,
    Point,
    Size,
    Window,
)
from conference.privacy.figures import Value

ROW = 26.0  # of the numbered marks
MARK = 23.0  # what one of them takes
ALONE = 8.0


def draw(material: Material, size: Size) -> Curve:
    return _Drawing(material, size).curve()


class _Drawing:
    """The scales of one drawing; the marks need some rows above the plot."""

    def __init__(self, material: Material, size: Size) -> None:
        self.material, self.size = material, size
        self.scale = _scale(material.windows, size)
        self.marks = self._marks()
        self.top = 12 + ROW * max((row for _, row, _ in self.marks), default=0) + ROW
        self.bottom = self.top + size.plot

    def curve(self) -> Curve:
        known = self.material
        series, before = self._by_day(known.series), self._by_day(known.before)
        return Curve(
            size=self.size,
            height=self.bottom + 44,
            top=self.top,
            bottom=self.bottom,
            levels=self._levels(),
            hours=self._hours(),
            days=tuple(
                Hour(self.x(day.begins), day.begins) for day in known.windows if not day.is_moment
            ),
            nights=self._nights(),
            marks=tuple(Mark(x, 12 + ROW * row, number) for x, row, number in self.marks),
            bands=tuple(self._band(points) for points in series),
            lines=tuple(self._line(points) for points in series),
            before=tuple(self._line(points) for points in before),
            before_name=self._before_name(before),
            last=self._last(),
        )

    def x(self, at: datetime) -> float:
        """Of a moment within one of the windows."""
        begins, left, per_hour = next(
            (window.begins, left, per_hour)
            for window, left, per_hour in self.scale
            if window.holds(at)
        )
        return round(left + (at - begins) / HOUR * per_hour, 1)

    def y(self, mean: float) -> float:
        low, high = self.material.axis
        kept = min(max(mean, low), high)
        return round(self.bottom - (kept - low) / (high - low) * (self.bottom - self.top - 12), 1)

    def _by_day(self, points: Sequence[Point]) -> list[list[Point]]:
        days = ([p for p in points if window.holds(p.at)] for window in self.material.windows)
        return [_without_repeats(day) for day in days if day]

    def _levels(self) -> tuple[Level, ...]:
        low, high = self.material.axis
        steps = range(int((high - low) / STEP) + 1)
        return tuple(Level(self.y(low + n * STEP), low + n * STEP) for n in steps)

    def _hours(self) -> tuple[Hour, ...]:
        per_hour = self.scale[0][2]
        every = next((n for n in (1, 2, 3, 4, 6) if n * per_hour >= self.size.hour), 12)
        hours = (hour for window, _, _ in self.scale for hour in window.hours)
        return tuple(Hour(self.x(at), at) for at in hours if at.hour % every == 0)

    def _nights(self) -> tuple[tuple[float, float], ...]:
        ends = [self.x(window.ends) for window in self.material.windows]
        return tuple((x, self.size.night) for x in ends[:-1])

    def _marks(self) -> list[tuple[float, int, int]]:
        """Place, row and number; each in the lowest row where it has room."""
        placed: list[tuple[float, int, int]] = []
        for number, at in enumerate(self.material.moments, 1):
            if not any(window.holds(at) for window in self.material.windows):
                continue
            x = self.x(at)
            taken = {row for other, row, _ in placed if abs(other - x) < MARK}
            placed.append((x, next(row for row in range(99) if row not in taken), number))
        return placed

    def _line(self, points: Sequence[Point]) -> str:
        return "M" + "L".join(f"{x} {self.y(value.value)}" for x, value in self._edges(points))

    def _band(self, points: Sequence[Point]) -> str:
        edges = self._edges(points)
        above = [f"{x} {self.y(value.high)}" for x, value in edges]
        below = [f"{x} {self.y(value.low)}" for x, value in reversed(edges)]
        return "M" + "L".join([*above, *below]) + "Z"

    def _edges(self, points: Sequence[Point]) -> list[tuple[float, Value]]:
        """The only figure of a day is as wide as can be seen."""
        edges = [(self.x(point.at), point.value) for point in points]
        if len(edges) > 1:
            return edges
        x, value = edges[0]
        return [(round(x - ALONE / 2, 1), value), (round(x + ALONE / 2, 1), value)]

    def _last(self) -> Last | None:
        if not self.material.series:
            return None
        point = self.material.series[-1]
        x = self.x(point.at)
        return Last(
            x=x,
            y=self.y(point.value.value),
            point=point,
            is_late=x > self.size.width - self.size.said,
            is_apart=any(day.is_moment and day.holds(point.at) for day in self.material.windows),
        )

    def _before_name(self, before: Sequence[Sequence[Point]]) -> tuple[float, float] | None:
        if not before or not self.material.series:
            return None
        point = before[-1][-1]
        newest = self.x(self.material.series[-1].at)
        x, y = self.x(point.at), self.y(point.value.value)
        return (x, y - 9) if x - newest > 2 * self.size.hour else None


def _scale(days: Sequence[Window], size: Size) -> list[tuple[Window, float, float]]:
    """Each window with its left edge and the width of an hour, which is the same in all."""
    room = size.width - size.left - 8 - size.night * (len(days) - 1)
    hours = sum(((day.ends - day.begins) for day in days), timedelta()) / HOUR
    per_hour = room / max(hours, 1)
    edges, left = [], size.left
    for day in days:
        edges.append((day, left, per_hour))
        left += (day.ends - day.begins) / HOUR * per_hour + size.night
    return edges


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    """Points between two that say the same lie on the line anyway; leaving them out keeps a long
    series short and changes nothing in the drawing."""
    triples = zip(points, points[1:], points[2:], strict=False)
    kept = [b for a, b, c in triples if not a.value == b.value == c.value]
    return [points[0], *kept, *points[1:][-1:]]
