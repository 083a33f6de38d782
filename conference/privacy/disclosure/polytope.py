"""Polytope: all sets of answers that fit what is told, and how far a sum over them can go."""

from collections.abc import Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from conference.privacy.disclosure.ledger import Batch, Parts, Row
from conference.privacy.disclosure.scale import Scale

Array = NDArray[np.float64]


class Polytope:
    """Its columns: of each batch without a mix (`index` says which mix of the others counts) how
    often each point was named, and by how much its companies spread less than their persons; then
    `extras`. `floor`: the least share of each point."""

    def __init__(
        self,
        scale: Scale,
        batches: Sequence[Batch],
        *,
        index: int = 0,
        extras: int = 0,
        floor: float = 0.0,
    ) -> None:
        self._batches, self._index = batches, index
        self.width = len(scale.points) + 1
        unknown = [place for place, batch in enumerate(batches) if not batch.mixes]
        self.starts = {place: self.width * n for n, place in enumerate(unknown)}
        self.columns = self.width * len(unknown) + extras
        self.least, self.most = np.zeros(self.columns), np.zeros(self.columns)
        self._lines: list[Array] = []
        self._lows: list[float] = []
        self._highs: list[float] = []
        for place, start in self.starts.items():
            self._hold(scale, batches[place], start, floor)

    def sum(self, row: Row) -> tuple[Array, float]:
        """The row as coefficients of the columns, and what the batches with a mix add to it."""
        line, known = np.zeros(self.columns), 0.0
        weights = np.array([*row.weights, row.within])
        for place, share in row.parts:
            if place in self.starts:
                start = self.starts[place]
                line[start : start + self.width] = share * weights
            else:
                known += share * float(weights @ self._batches[place].mixes[self._index])
        return line, known

    def composition(self, answers: Array, parts: Parts) -> Array:
        """How often each point is named in these batches, of a solution."""
        found = np.zeros(self.width)
        for place, share in parts:
            if place in self.starts:
                start = self.starts[place]
                found += share * answers[start : start + self.width]
            else:
                found += share * np.array(self._batches[place].mixes[self._index])
        return found

    def keep(self, line: Array, low: float = -inf, high: float = inf) -> None:
        self._lines.append(line)
        self._lows.append(low)
        self._highs.append(high)

    def least_of(self, costs: Array, *more: tuple[Array, float]) -> Array | None:
        """The answers for which `costs` are least; `more`: lines and the most they may be. None:
        there are no such answers."""
        lines = np.array([*self._lines, *(line for line, _ in more)])
        lows = [*self._lows, *(-inf for _ in more)]
        highs = [*self._highs, *(high for _, high in more)]
        found = milp(
            costs,
            constraints=LinearConstraint(lines, lows, highs),
            bounds=Bounds(self.least, self.most),
        )
        return np.asarray(found.x) if found.status == 0 else None

    def _hold(self, scale: Scale, batch: Batch, start: int, floor: float) -> None:
        points = slice(start, start + self.width - 1)
        self.least[points], self.most[points] = floor * batch.size, batch.size
        # That a company's persons differ by one level is always possible.
        self.most[points.stop] = batch.mixed
        line = np.zeros(self.columns)
        line[points] = 1
        self.keep(line, scale.least * batch.size, scale.most * batch.size)
