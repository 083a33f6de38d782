"""Knowledge: what anyone can tell of a sum before it is asked about: from the other sums of the
cell, from the cells of a total, from the last release and the number of those who moved since.

It decides how a figure is worded, and nothing about what is told.
"""

from collections.abc import Sequence
from math import inf

from conference.privacy.disclosure.crowds import Crowd
from conference.privacy.disclosure.ledger import Batch, Claim, Row
from conference.privacy.disclosure.measures import Measure
from conference.privacy.disclosure.polytope import Polytope
from conference.privacy.disclosure.scale import Scale
from conference.privacy.disclosure.topics import Topic


class Knowledge:
    """Of one topic, all companies in it taken together. Its sums are those of the measures."""

    def __init__(
        self, scale: Scale, crowd: Crowd, topic: Topic, measures: Sequence[Measure]
    ) -> None:
        whole = Batch(0, crowd.weight, crowd.weight, 0)
        self._polytope = Polytope(scale, [whole])
        for measure in measures:
            self.learn(measure, *_since(measure, topic))
            self.learn(measure, *_from_cells(measure, topic))

    def learn(self, measure: Measure, low: float, high: float) -> None:
        if (low, high) != (-inf, inf):
            self._polytope.keep(self._polytope.sum(_row(measure))[0], low, high)

    def range(self, measure: Measure) -> tuple[float, float]:
        line, _ = self._polytope.sum(_row(measure))
        ends = [self._polytope.least_of(costs) for costs in (line, -line)]
        low, high = (inf if end is None else float(line @ end) for end in ends)
        return (low, high) if low <= high < inf else (-inf, inf)


def spread_known(measure: Measure, topic: Topic) -> float:
    """The most that the spreads and means of a total's cells leave it, by the parallel axis
    theorem: Σ(x−c)² = Σ(x−d)² + 2(d−c)·Σ(x−d) + W(d−c)²."""
    most = 0.0 if topic.cells else inf
    for cell in topic.cells:
        mean, spread = cell.claim("mean"), cell.claim("spread")
        if not (mean and spread and spread.center and measure.center):
            return inf
        apart = abs(spread.center - measure.center)
        drift = max(mean.high - spread.center, spread.center - mean.low)
        most += spread.high + cell.crowd.weight * apart * (2 * drift + apart)
    return most


def _row(measure: Measure) -> Row:
    return Row(((0, 1.0),), measure.weights, 0, 0)


def _since(measure: Measure, topic: Topic) -> tuple[float, float]:
    claim = topic.claim(measure.name)
    if claim is None or topic.before is None:
        return -inf, inf
    came = sum(company.now.weight for company in topic.moving if company.now)
    went = sum(company.released.weight for company in topic.moving if company.released)
    low, high = _sums(claim, topic.before.crowd)
    least, most = min(measure.weights), max(measure.weights)
    return low + came * least - went * most, high + came * most - went * least


def _from_cells(measure: Measure, topic: Topic) -> tuple[float, float]:
    """Cells that say nothing of it may hold as little or as much as there can be."""
    if not topic.cells:
        return -inf, inf
    sums = [
        _sums(cell.claim(measure.name) or Claim(measure.name, *measure.ends, 0), cell.crowd)
        for cell in topic.cells
    ]
    return sum(low for low, _ in sums), sum(high for _, high in sums)


def _sums(claim: Claim, crowd: Crowd) -> tuple[float, float]:
    """Of a mean from 1 to 5, or of a share from 0 to 100."""
    factor = crowd.weight * (1 if claim.name == "mean" else 0.01)
    return claim.low * factor, claim.high * factor
