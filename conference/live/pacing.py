"""How often a topic ticks: a small room ten times a second, a crowd as often as its share of a core
allows, and none never. Pure.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

TICK_S = 0.1
# Of a core: what all ticks together may take.
SHARE = 0.5
# A topic that has not ticked for so long is forgotten. Longer than any that is busy has to rest.
LATELY_S = 60.0

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Tick:
    """The last one of a topic. `cost_s`: in CPU; `gap_s`: from the beginning of the one before, 0
    without one: then it counts as if it went on at its fastest."""

    began_at: float
    cost_s: float
    gap_s: float = 0.0

    def use(self, now: float) -> float:
        """Of a core; the less the longer no other comes."""
        return self.cost_s / max(TICK_S, self.gap_s, now - self.began_at)


def rests_s(ticks: Mapping[Key, Tick], now: float) -> dict[Key, float]:
    """From the beginning of a tick to that of the next, by what the last one cost.

    Who uses less than an equal part of the share is not slowed down by others; the rest of it
    goes to those who use more, in equal parts.
    """
    uses = {key: tick.use(now) for key, tick in ticks.items()}
    rests, left = {}, SHARE
    for done, (key, use) in enumerate(sorted(uses.items(), key=lambda item: item[1])):
        part = left / (len(uses) - done)
        rests[key] = max(TICK_S, ticks[key].cost_s / part)
        left -= min(use, part)
    return rests
