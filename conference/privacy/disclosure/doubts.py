"""Doubts: sets of answers that fit everything published and leave one camp's majority open.

As long as one such set can be named for each camp, no group of fewer than `k` companies has a
certain majority: start from the set and let half of the group leave the camp. Two ways to see that
the figures stay as published:

* `Swaps`, for what is released once: someone of the same cell goes the other way, so no sum
  changes. That takes half a group outside the camp in a cell, in one cell at a time: for a group
  over several, take the average of these sets, weighted by how many of it are in each cell.
* `Distances`, for what is released again and again: companies that came at different times cannot
  swap. There the set keeps each published sum so far from the end of its step that half a group
  may leave.

Each point of the scale is taken to occur in each batch, so no camp is ever excluded either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from conference.privacy.disclosure.ledger import Batch, Parts, Row
from conference.privacy.disclosure.polytope import Array, Polytope
from conference.privacy.disclosure.scale import FAR, NEAR, Camp, Scale, Vector

FLOOR = 0.002
TOLERANCE = 0.01  # in companies: far above the solver's


@dataclass(frozen=True)
class Span:
    """A sum may lie between `low` and `high`; from what is told of it, it keeps `fall` (below) or
    `rise` (above) away."""

    low: float
    high: float
    fall: float = 0
    rise: float = 0

    def leaves(self, low: float | None, high: float | None) -> bool:
        """Whether the doubt outlives these bounds."""
        least = self.low if low is None else max(self.low, low + self.fall)
        most = self.high if high is None else min(self.high, high - self.rise)
        return least + TOLERANCE <= most


class Doubts(Protocol):
    def spans(self, row: Row) -> list[tuple[Span, ...]]:
        """Of each doubt where the sum may lie; one of its spans must be left."""

    def tell(self, row: Row) -> None:
        """From now on the row is published."""


@dataclass(frozen=True)
class Cap:
    """Of the batch at `place`, at most `limit` are in the camp."""

    camp: Camp
    place: int
    limit: float


class Swaps:
    def __init__(self, scale: Scale, batches: Sequence[Batch], caps: Sequence[Cap]) -> None:
        self._polytope = Polytope(scale, batches, floor=FLOOR)
        self._caps = [(self._line(cap), cap.limit) for cap in caps]

    def tell(self, row: Row) -> None:
        line, _ = self._polytope.sum(row)
        low = -np.inf if row.low is None else row.low
        self._polytope.keep(line, low, np.inf if row.high is None else row.high)

    def spans(self, row: Row) -> list[tuple[Span, ...]]:
        """What is extreme without a cap and keeps it is extreme with it."""
        line, _ = self._polytope.sum(row)
        free = [self._polytope.least_of(costs) for costs in (line, -line)]
        return [tuple(self._span(line, free, cap)) for cap in self._caps]

    def _span(
        self, line: Array, free: Sequence[Array | None], cap: tuple[Array, float]
    ) -> Iterator[Span]:
        ends = [
            end
            if end is not None and cap[0] @ end <= cap[1]
            else self._polytope.least_of(costs, cap)
            for costs, end in zip((line, -line), free, strict=True)
        ]
        if ends[0] is not None and ends[1] is not None:
            yield Span(float(line @ ends[0]), float(line @ ends[1]))

    def _line(self, cap: Cap) -> Array:
        line = np.zeros(self._polytope.columns)
        line[[self._polytope.starts[cap.place] + point for point in cap.camp.points]] = 1
        return line


class Distances:
    def __init__(self, scale: Scale, batches: Sequence[Batch]) -> None:
        self._each = [
            _Distance(scale, camp, batches, index) for index, camp in enumerate(scale.camps)
        ]

    def tell(self, row: Row) -> None:
        for each in self._each:
            each.tell(row)

    def spans(self, row: Row) -> list[tuple[Span, ...]]:
        return [tuple(each.spans(row)) for each in self._each]

    def corners(self, parts: Parts, ways: Sequence[Vector]) -> list[list[Array]]:
        """For each camp what a cell may consist of, at the ends of each of these ways."""
        return [list(each.corners(parts, ways)) for each in self._each]

    def mixes(
        self, places: Sequence[int], mean: float | None
    ) -> dict[int, tuple[Vector, ...]] | None:
        """What each doubt may take the answers of these batches to have been; the more alike the
        answers of real rooms, the more can still be told later. `mean`: as published, of levels.
        None: they can have been nothing any more, which telling prevents."""
        middles = [each.middle(mean) for each in self._each] if places else []
        if any(middle is None for middle in middles):
            return None
        return {
            place: tuple(
                each.mix(middle, place)
                for each, middle in zip(self._each, middles, strict=True)
                if middle is not None
            )
            for place in places
        }


class _Distance:
    def __init__(self, scale: Scale, camp: Camp, batches: Sequence[Batch], index: int) -> None:
        self._camp = camp
        # The two extra columns: the largest share of the outermost point, the room left.
        self._polytope = Polytope(scale, batches, index=index, extras=2, floor=FLOOR)
        self._polytope.least[-2] = _farness(camp, batches, index)
        if camp.far is not None:
            for place, start in self._polytope.starts.items():
                line = np.zeros(self._polytope.columns)
                line[start + camp.far], line[-2] = 1 / batches[place].size, -1
                self._polytope.keep(line, high=0)

    def tell(self, row: Row) -> None:
        line, known = self._polytope.sum(row)
        near, far = (distances(self._camp, row, farness) for farness in (NEAR, FAR))
        if row.low is not None:
            self._keep(-line, known - row.low, near[0], far[0])
        if row.high is not None:
            self._keep(line, row.high - known, near[1], far[1])

    def spans(self, row: Row) -> Iterator[Span]:
        """With few answers at the camp's outermost point, and with any number of them."""
        line, known = self._polytope.sum(row)
        near, most = distances(self._camp, row, NEAR), most_distances(self._camp, row)
        for farness, kept in {NEAR: near, FAR: most}.items() if most != near else [(FAR, most)]:
            ends = [self._least_of(costs, farness) for costs in (line, -line)]
            if ends[0] is not None and ends[1] is not None:
                low, high = (known + float(line @ end) for end in ends if end is not None)
                yield Span(low, high, *kept)

    def middle(self, mean: float | None) -> Array | None:
        """Answers far from all bounds, and not far out; with a `mean`, levels are the rarer in each
        batch, the farther they are from it."""
        costs = np.zeros(self._polytope.columns)
        costs[-2:] = 0.1, -1
        hills = [] if mean is None else list(self._hills(mean))
        found = self._least_of(costs, FAR, *hills, room=3)
        return self.middle(None) if found is None and hills else found

    def _hills(self, mean: float) -> Iterator[tuple[Array, float]]:
        for start in self._polytope.starts.values():
            # Levels begin with 1, columns with 0.
            for point in range(self._polytope.width - 2):
                line = np.zeros(self._polytope.columns)
                if point + 2 <= mean:
                    line[start + point], line[start + point + 1] = 1, -1
                elif point + 1 >= mean:
                    line[start + point], line[start + point + 1] = -1, 1
                yield line, 0.0

    def corners(self, parts: Parts, ways: Sequence[Vector]) -> Iterator[Array]:
        for way in ways:
            line, _ = self._polytope.sum(Row(parts, way, 0, 0))
            for costs in (line, -line):
                answers = self._least_of(costs, FAR)
                if answers is not None:
                    yield self._polytope.composition(answers, parts)

    def mix(self, answers: Array, place: int) -> Vector:
        start = self._polytope.starts[place]
        return tuple(round(float(x), 5) for x in answers[start : start + self._polytope.width])

    def _keep(self, line: Array, high: float, near: float, far: float) -> None:
        """At most `high`, less a distance from `near` to `far`, as the farness goes up."""
        kept = line.copy()
        slope = (far - near) / (FAR - NEAR)
        kept[-2:] = slope, 1
        self._polytope.keep(kept, high=high - near + slope * NEAR)

    def _least_of(
        self, costs: Array, farness: float, *more: tuple[Array, float], room: float = 0
    ) -> Array | None:
        if farness < self._polytope.least[-2]:
            return None
        self._polytope.most[-2:] = farness, room
        return self._polytope.least_of(costs, *more)


def distances(camp: Camp, row: Row, farness: float) -> tuple[float, float]:
    """How far half of a group moves the sum down, and up, by leaving."""
    fall, rise = camp.shift(row.weights, farness)
    return row.reach * fall, row.reach * rise


def most_distances(camp: Camp, row: Row) -> tuple[float, float]:
    """Wherever in the camp they are."""
    near, far = distances(camp, row, NEAR), distances(camp, row, FAR)
    return max(near[0], far[0]), max(near[1], far[1])


def _farness(camp: Camp, batches: Sequence[Batch], index: int) -> float:
    if camp.far is None:
        return NEAR
    shares = [b.mixes[index][camp.far] / b.size for b in batches if b.mixes and b.left]
    return min(FAR, max([NEAR, *shares]))
