"""Figures: what one release says, rounded for good. Pages, pushes, charts and exports show these
numbers and no others."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class End(StrEnum):
    """UNDER and OVER: the figure lies beyond `value`, and how far is not said."""

    EXACT = ""
    UNDER = "under"
    OVER = "over"


@dataclass(frozen=True)
class Value:
    """`low` to `high`: the 95 % interval, rounded outwards. All in the unit of the figure: means
    from 1 to 5 by tenths, shares from 0 to 100 by whole points."""

    value: float
    end: End
    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """`name`: "low", "middle", "high", "1" to "5", or a choice of the plan."""

    name: str
    share: Value


@dataclass(frozen=True)
class Cell:
    """The total, or one group of companies. `group`: the categories it holds; none is the total.

    `companies` to the next 5; `answers`: persons to the next 10 where persons are counted, else 0.
    `mean` is None where shares are shown instead (and always for choices).
    """

    group: tuple[str, ...]
    companies: int
    answers: int
    mean: Value | None
    shares: tuple[Share, ...]

    @property
    def distinct_shares(self) -> tuple[Share, ...]:
        """To be listed: single levels come first, and stand for the class that holds but one."""
        levels = [share for share in self.shares if share.name.isdigit()]
        classes = [share for share in self.shares if not share.name.isdigit()]
        repeated = {"middle"} if any(share.name == "3" for share in levels) else set[str]()
        return (*levels, *(share for share in classes if share.name not in repeated))


@dataclass(frozen=True)
class Figures:
    """No cell at all: fewer than `k` companies, and nothing is said. The total comes first."""

    cells: tuple[Cell, ...] = ()

    @property
    def total(self) -> Cell | None:
        return self.cells[0] if self.cells else None

    @property
    def groups(self) -> tuple[Cell, ...]:
        return self.cells[1:]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_figures(stored: Mapping[str, Any]) -> Figures:
    """The inverse of `as_json`, after a round through the database."""
    return Figures(tuple(_cell(cell) for cell in stored["cells"]))


def _cell(stored: Mapping[str, Any]) -> Cell:
    return Cell(
        group=tuple(stored["group"]),
        companies=stored["companies"],
        answers=stored["answers"],
        mean=_value(stored["mean"]) if stored["mean"] else None,
        shares=tuple(Share(share["name"], _value(share["share"])) for share in stored["shares"]),
    )


def _value(stored: Mapping[str, Any]) -> Value:
    return Value(stored["value"], End(stored["end"]), stored["low"], stored["high"])
