"""What a curve is drawn from, and what a drawing of it consists of (`drawing` makes it).

Pure. The axes come from the agenda and from what is published, never from what waits for a release.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil, floor
from operator import attrgetter

from conference.privacy.figures import Value

HOUR = timedelta(hours=1)
STEP = 0.5  # between two lines of the grid


@dataclass(frozen=True)
class Point:
    at: datetime
    value: Value


@dataclass(frozen=True)
class Window:
    """What the drawing shows of a day, in whole hours of the event's zone; or a moment."""

    begins: datetime
    ends: datetime

    def holds(self, at: datetime) -> bool:
        return self.begins <= at <= self.ends

    @property
    def is_moment(self) -> bool:
        return self.begins == self.ends

    @property
    def hours(self) -> list[datetime]:
        """Without the last, which ends it."""
        return [self.begins + n * HOUR for n in range(int((self.ends - self.begins) / HOUR))]


@dataclass(frozen=True)
class Size:
    """`hour`: how much a number of the time axis takes; `night`: between two days; `said`: what
    the words at the newest figure take."""

    name: str
    width: float
    left: float
    plot: float
    hour: float
    night: float
    said: float


WIDE = Size("wide", 1200, 34, 300, 78, 30, 90)
MID = Size("mid", 760, 34, 264, 64, 24, 90)
NARROW = Size("narrow", 358, 30, 216, 30, 14, 36)
SIZES = (WIDE, MID, NARROW)


@dataclass(frozen=True)
class Level:
    y: float
    value: float


@dataclass(frozen=True)
class Hour:
    x: float
    at: datetime


@dataclass(frozen=True)
class Mark:
    """`number`: of the moment, as in the list below the curve."""

    x: float
    y: float
    number: int


@dataclass(frozen=True)
class Last:
    """The newest figure. `is_late`: so far to the right that its words stand before it; `is_apart`:
    on none of the days."""

    x: float
    y: float
    point: Point
    is_late: bool
    is_apart: bool


@dataclass(frozen=True)
class Curve:
    """One drawing. `top`, `bottom`: of the plot. `bands`, `lines`, `before`: a path for each day.
    `before_name`: where the earlier edition goes on after the newest figure, the place of its
    name."""

    size: Size
    height: float
    top: float
    bottom: float
    levels: tuple[Level, ...]
    hours: tuple[Hour, ...]
    days: tuple[Hour, ...]
    nights: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    before: tuple[str, ...]
    before_name: tuple[float, float] | None
    last: Last | None


@dataclass(frozen=True)
class Material:
    """What a curve is drawn from. `windows`: one for each day, in order, and one for the figures
    that were formed when the days were over."""

    windows: tuple[Window, ...]
    series: tuple[Point, ...]
    before: tuple[Point, ...] = ()
    moments: tuple[datetime, ...] = ()

    @cached_property
    def axis(self) -> tuple[float, float]:
        """The part of 1 to 5 that holds all published intervals, in whole steps, at least two."""
        values = [point.value for point in (*self.series, *self.before)]
        low = floor(min((value.low for value in values), default=3) / STEP) * STEP
        high = ceil(max((value.high for value in values), default=3) / STEP) * STEP
        low = max(1.0, min(low, 4.0))
        return low, min(5.0, max(high, low + 2 * STEP))


def window(moments: Iterable[tuple[datetime, datetime]]) -> Window | None:
    """The window of one day around all that was in it, from beginnings to ends."""
    spans = list(moments)
    if not spans:
        return None
    begins, ends = min(first for first, _ in spans), max(last for _, last in spans)
    begins = begins.replace(minute=0, second=0, microsecond=0)
    late = ends.replace(minute=0, second=0, microsecond=0)
    return Window(begins, max(late if late == ends else late + HOUR, begins + HOUR))


def with_closing(days: Sequence[Window], at: datetime) -> tuple[Window, ...]:
    """`at`: when the last figures were formed. Outside of all days it stands by itself: a line to
    it would cross a night, and be the longest of the curve though nothing was said."""
    if any(day.holds(at) for day in days):
        return tuple(days)
    return tuple(sorted([*days, Window(at, at)], key=attrgetter("begins")))
