"""How often a topic ticks: a small room ten times a second, a crowd as often as its share of a core
allows, and none never. Pure.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

TICK_S = 0.1
# Of a core: what all ticks together may take.
SHARE = 0.5

Key = TypeVar("Key", bound=Hashable)


def rests_s(costs_s: Mapping[Key, float]) -> dict[Key, float]:
    """From the beginning of a tick to that of the next, by what the last one cost in CPU.

    Who needs less than an equal part of the share is not slowed down by others; the rest of it
    goes to those who need more, in equal parts.
    """
    rests, left = {}, SHARE
    for done, (key, cost_s) in enumerate(sorted(costs_s.items(), key=lambda item: item[1])):
        part = left / (len(costs_s) - done)
        rests[key] = max(TICK_S, cost_s / part)
        left -= cost_s / rests[key]
    return rests
