"""Crowds: what may be known of a cell's size, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtrit

from conference.privacy.disclosure.waves import Part


@dataclass(frozen=True)
class Crowd:
    """What may be known of a cell's size. `weight`: companies, or persons where these count.

    `effective`: of as many independent answers the figures are worth if colleagues all agree
    (Kish 1965). `reach`: half of what the `k` weightiest companies weigh; as much of any smaller
    group's answers must stay open.
    """

    companies: int
    persons: int
    weight: int
    effective: float
    reach: float

    @property
    def half_widths(self) -> dict[float, float]:
        """Half the 95 % interval of a mean, by twentieths, and the sum of squares that gives it:
        h = t·√(V / (W·(n−1))) (Student 1908)."""
        t = float(stdtrit(self.effective - 1, 0.975))
        per_square = self.weight * (self.effective - 1) / t**2
        return {step / 20: (step / 20) ** 2 * per_square for step in range(1, 60)}


def crowd_of(parts: Sequence[Part], k: int) -> Crowd:
    stands = [stand for part in parts for stand in part.held]
    weights = sorted((stand.weight for stand in stands), reverse=True)
    weight = sum(weights)
    return Crowd(
        companies=sum(part.companies for part in parts),
        persons=sum(stand.persons for stand in stands),
        weight=weight,
        effective=weight**2 / sum(w * w for w in weights),
        reach=sum(weights[:k]) / 2,
    )
