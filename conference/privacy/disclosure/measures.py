"""Measures: the sums that a release tells, and where each of them is cut into steps.

Which there are, and their steps, follow from the number of companies alone: what depended on the
answers would tell about them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, fsum, inf

from conference.privacy.disclosure.crowds import Crowd
from conference.privacy.disclosure.scale import LEVELS, NEAR, Camp, Scale, Vector
from conference.privacy.disclosure.voices import Stand
from conference.privacy.plan import Plan, Statistic

MEAN, SPREAD = "mean", "spread"
SHARE_STEPS = (1, 2, 5, 10, 20, 50)
WIDEST_ONCE = 10

# Below, a group shows its mean or its shares, not both; above, a total shows all five levels.
BOTH, ALL_LEVELS = 30, 100


@dataclass(frozen=True)
class Measure:
    """A sum over the points of the scale. Times `unit` it is the figure; `step`, `cuts` are of the
    figure. `center`: what the spread is measured from."""

    name: str
    weights: Vector
    unit: float
    step: float
    cuts: tuple[float, ...]
    center: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """Between which the figure lies, whatever is answered."""
        if self.name == SPREAD:
            return 0.0, inf
        return (float(LEVELS[0]), float(LEVELS[-1])) if self.name == MEAN else (0.0, 100.0)

    def of(self, stands: Iterable[Stand]) -> float:
        """The sum. A company's spread is that of its own mean, so of one number."""
        if self.center is None:
            return fsum(
                w * x for stand in stands for w, x in zip(self.weights, stand.mix, strict=True)
            )
        return fsum(_square(stand, self.center) for stand in stands)


def measures(
    plan: Plan, scale: Scale, crowd: Crowd, *, is_total: bool, is_final: bool
) -> Iterator[Measure]:
    """Without the spread, which is measured from the published mean.

    In live votes steps are at least as wide as the distance from their ends that `Distances` keep;
    before the end groups tell their mean alone, and no total tells all five levels.
    """
    names: dict[str, tuple[int, ...]] = {name: (i,) for i, name in enumerate(scale.points)}
    if plan.statistic == Statistic.LEVELS:
        yield _mean(scale, crowd, is_live=plan.is_live)
        names = {camp.name: camp.points for camp in scale.camps}
        if crowd.companies < BOTH or (plan.is_live and not is_total and not is_final):
            names = {}
        if is_total and crowd.companies >= ALL_LEVELS and (is_final or not plan.is_live):
            names |= {name: (index,) for index, name in enumerate(scale.points)}
    for name, points in names.items():
        weights = tuple(float(index in points) for index in range(len(scale.points)))
        yield _share(name, weights, scale, crowd, is_live=plan.is_live)


def spread_around(center: float, crowd: Crowd) -> Measure:
    weights = tuple((level - center) ** 2 for level in LEVELS)
    cuts = tuple(crowd.half_widths.values())
    return Measure(SPREAD, weights, 1, 0, cuts, center)


def _mean(scale: Scale, crowd: Crowd, *, is_live: bool) -> Measure:
    weights = tuple(map(float, LEVELS))
    wide = _distance(weights, scale.camps, crowd) if is_live else 0.1
    step = min(1.0, max(0.1, ceil(round(10 * wide, 6)) / 10))
    cuts = tuple(round(1 + (index + 0.5) * step, 2) for index in range(ceil(4 / step)))
    return Measure(MEAN, weights, 1 / crowd.weight, step, cuts)


def _share(name: str, weights: Vector, scale: Scale, crowd: Crowd, *, is_live: bool) -> Measure:
    """In the smallest step that holds three companies; the first and the last step are whole."""
    wide = min(300 / crowd.companies, WIDEST_ONCE)
    if is_live:
        wide = max(wide, 100 * _distance(weights, scale.camps, crowd))
    step = next((step for step in SHARE_STEPS if step >= wide), SHARE_STEPS[-1])
    inner = [(index + 0.5) * step for index in range(1, ceil(100 / step) - 1)]
    cuts = tuple(sorted({float(step), *inner, float(100 - step)}))
    return Measure(name, weights, 100 / crowd.weight, step, cuts)


def _distance(weights: Vector, camps: Sequence[Camp], crowd: Crowd) -> float:
    """Of the figure, before its unit."""
    return crowd.reach / crowd.weight * max(sum(camp.shift(weights, NEAR)) for camp in camps)


def _square(stand: Stand, center: float) -> float:
    """Of a company's mean; where persons count, of each of them."""
    if stand.weight == stand.persons:
        return fsum(x * (level - center) ** 2 for x, level in zip(stand.mix, LEVELS, strict=True))
    mean = fsum(x * level for x, level in zip(stand.mix, LEVELS, strict=True))
    return (mean - center) ** 2
