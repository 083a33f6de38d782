"""Plan: what a vote will be shown as. It is fixed before the first answer, and cannot grow."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

THRESHOLD = 10


class Unit(StrEnum):
    """Whose voices are counted: persons on stage, companies in the barometer; never both."""

    PERSON = "person"
    COMPANY = "company"


class Statistic(StrEnum):
    """LEVELS: an answer from 1 to 5, shown as mean, low, middle, high. CHOICES: shares of each."""

    LEVELS = "levels"
    CHOICES = "choices"


@dataclass(frozen=True)
class Plan:
    """`choices`: the names of what may be chosen, in order; none for LEVELS. `picks`: how few and
    how many of them one answer may name; who knows that knows more. `dimension`: what
    is shown besides the total, "" for the total alone; persons have none (`privacy` §0.7).
    `neighbours`: for a category, the one it is merged with first. `is_live`: figures come in
    waves while the vote is open; else once, at its end."""

    unit: Unit
    statistic: Statistic
    choices: tuple[str, ...] = ()
    picks: tuple[int, int] = (1, 1)
    dimension: str = ""
    neighbours: tuple[tuple[str, str], ...] = ()
    is_live: bool = False
    k: int = THRESHOLD

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_plan(stored: Mapping[str, Any]) -> Plan:
    """The inverse of `as_json`, after a round through the database."""
    return Plan(
        unit=Unit(stored["unit"]),
        statistic=Statistic(stored["statistic"]),
        choices=tuple(stored["choices"]),
        picks=(stored["picks"][0], stored["picks"][1]),
        dimension=stored["dimension"],
        neighbours=tuple((first, second) for first, second in stored["neighbours"]),
        is_live=stored["is_live"],
        k=stored["k"],
    )
