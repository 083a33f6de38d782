"""Sums: the doubts of several cells together, for what is told last of their total.

Of each cell and camp they know some sets of answers, at the ends of what the cell's own doubts
leave open, and take all between them; sets of different cells go together, since nothing but the
cells' own sums has been told before. The distances are those of `doubts.Distances`.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from conference.privacy.disclosure.doubts import Span, most_distances
from conference.privacy.disclosure.ledger import Row
from conference.privacy.disclosure.polytope import Array
from conference.privacy.disclosure.scale import Camp, Scale


class Sums:
    """`corners`: of each cell, for each camp, sets of answers."""

    def __init__(self, scale: Scale, corners: Sequence[Sequence[Sequence[Array]]]) -> None:
        self._each = [
            _Sum(camp, [cell[index] for cell in corners]) for index, camp in enumerate(scale.camps)
        ]

    def tell(self, row: Row) -> None:
        for each in self._each:
            each.tell(row)

    def spans(self, row: Row) -> list[tuple[Span, ...]]:
        return [each.spans(row) for each in self._each]


class _Sum:
    """Its unknowns: how much of each corner."""

    def __init__(self, camp: Camp, cells: Sequence[Sequence[Array]]) -> None:
        self._camp, self._is_empty = camp, not all(cells)
        self._corners = np.array([corner for cell in cells for corner in cell])
        owners = np.array([place for place, cell in enumerate(cells) for _ in cell])
        self._lines = [(owners == place).astype(float) for place in range(len(cells))]
        self._bounds = [(1.0, 1.0) for _ in cells]

    def tell(self, row: Row) -> None:
        if self._is_empty:
            return
        fall, rise = most_distances(self._camp, row)
        self._lines.append(self._line(row))
        low = -np.inf if row.low is None else row.low + fall
        self._bounds.append((low, np.inf if row.high is None else row.high - rise))

    def spans(self, row: Row) -> tuple[Span, ...]:
        if self._is_empty:
            return ()
        line = self._line(row)
        ends = [self._least_of(line), self._least_of(-line)]
        if ends[0] is None or ends[1] is None:
            return ()
        return (Span(ends[0], -ends[1], *most_distances(self._camp, row)),)

    def _line(self, row: Row) -> Array:
        return np.asarray(self._corners @ np.array([*row.weights, row.within]))

    def _least_of(self, costs: Array) -> float | None:
        lows, highs = zip(*self._bounds, strict=True)
        within = LinearConstraint(np.array(self._lines), lows, highs)
        found = milp(costs, constraints=within, bounds=Bounds(0, 1))
        return float(found.fun) if found.status == 0 else None
