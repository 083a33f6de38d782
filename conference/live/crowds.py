"""How many there are, as it is told to all: of a crowd about, so that it changes seldom. Pure."""

from dataclasses import dataclass

EXACT_BELOW = 100


@dataclass(frozen=True)
class Crowd:
    count: int
    is_exact: bool


def crowd(count: int) -> Crowd:
    """To two digits, the second one a 0 or a 5 from 50 on: steps of two to ten in a hundred."""
    if count < EXACT_BELOW:
        return Crowd(count, is_exact=True)
    unit = 10 ** (len(str(count)) - 2)
    step = unit if count < 50 * unit else 5 * unit
    return Crowd((count + step // 2) // step * step, is_exact=False)
