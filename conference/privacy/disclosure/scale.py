"""Scale: what one answer can be, and the camps in which answers are alike for an observer."""

from collections.abc import Sequence
from dataclasses import dataclass

from conference.privacy.plan import Plan, Statistic

LEVELS = (1, 2, 3, 4, 5)

# Of the answers in a batch, at most how many are at a camp's outermost point.
NEAR, FAR = 0.5, 1.0

Vector = tuple[float, ...]


@dataclass(frozen=True)
class Camp:
    """Answers whose majority in a small group must stay open: low, middle, high, or one choice.

    `exits`: how a unit that leaves for another camp changes the counts of the points, one vector
    for each way it may go. `far_exits`: the same from the camp's outermost point `far`, which a
    unit leaves last; without one, as `exits`.
    """

    name: str
    points: tuple[int, ...]
    exits: tuple[Vector, ...]
    far: int | None = None
    far_exits: tuple[Vector, ...] = ()

    def shift(self, weights: Sequence[float], farness: float) -> tuple[float, float]:
        """How far a sum over the points can fall and rise per unit that leaves.

        `farness`: the largest share of the camp's outermost point anywhere, 1/2 to 1. Half of a
        group is to leave: up to 1/2, those nearer the middle suffice; beyond, the rest is from
        the outermost point.
        """
        near, far = _ways(weights, self.exits), _ways(weights, self.far_exits or self.exits)
        fall = 2 * (1 - farness) * max(0, -min(near)) + (2 * farness - 1) * max(0, -min(far))
        rise = 2 * (1 - farness) * max(0, *near) + (2 * farness - 1) * max(0, *far)
        return fall, rise


@dataclass(frozen=True)
class Scale:
    """`least` to `most`: how many of the points one answer names."""

    points: tuple[str, ...]
    camps: tuple[Camp, ...]
    least: int = 1
    most: int = 1

    @property
    def is_exclusive(self) -> bool:
        return self.least == self.most == 1


def scale_of(plan: Plan) -> Scale:
    if plan.statistic == Statistic.LEVELS:
        return Scale(tuple(map(str, LEVELS)), _LEVEL_CAMPS)
    count, (least, most) = len(plan.choices), plan.picks
    camps = tuple(
        Camp(name, (index,), _exits(index, count, is_exclusive=most == 1))
        for index, name in enumerate(plan.choices)
    )
    return Scale(plan.choices, camps, least, most)


def _exits(leaving: int, count: int, *, is_exclusive: bool) -> tuple[Vector, ...]:
    """Of one choice, spread evenly over the others; of several, dropped or replaced by any."""
    others = [index for index in range(count) if index != leaving]
    if is_exclusive:
        return (tuple(-1.0 if i == leaving else 1 / len(others) for i in range(count)),)
    swaps = [tuple(float(i == to) - (i == leaving) for i in range(count)) for to in others]
    return (tuple(-float(i == leaving) for i in range(count)), *swaps)


def _ways(weights: Sequence[float], exits: Sequence[Vector]) -> list[float]:
    return [sum(w * x for w, x in zip(weights, way, strict=True)) for way in exits]


# To the middle from the ends, and to both sides from the middle, which moves no mean.
_LEVEL_CAMPS = (
    Camp("low", (0, 1), ((0, -1, 1, 0, 0),), 0, ((-1, 0, 1, 0, 0),)),
    Camp("middle", (2,), ((0, 0.5, -1, 0.5, 0),)),
    Camp("high", (3, 4), ((0, 0, 1, -1, 0),), 4, ((0, 0, 1, 0, -1),)),
)
