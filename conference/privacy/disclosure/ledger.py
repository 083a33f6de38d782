"""Ledger: what a later release must know of the earlier ones. Counts and published figures only,
no answer; still it is stored sealed, since it tells how many companies moved when."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from conference.privacy.disclosure.crowds import Crowd
from conference.privacy.disclosure.merging import Group
from conference.privacy.disclosure.scale import Vector


@dataclass(frozen=True)
class Claim:
    """What a release says of one measure: `low` ≤ figure < `high`. `center`: of a spread."""

    name: str
    low: float
    high: float
    step: float
    center: float | None = None


@dataclass(frozen=True)
class Batch:
    """The companies that came into a cell with one release. `size`: their weight then; `left`: of
    those whose answer of then is still released. `mixed`: companies of several persons.

    `mixes`: for each doubt, what it takes their answers to have been; () as long as that is open.
    """

    number: int
    size: int
    left: int
    mixed: int
    mixes: tuple[Vector, ...] = ()


# Batches by place, and how much of each.
Parts = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Row:
    """A sum over answers that has been told to lie between `low` and `high` (None: not told).

    `parts`: the batches in it. `weights`: of the points of the
    scale; `within`: of that by which companies spread less than their persons. `reach`: see
    `Crowd`.
    """

    parts: Parts
    weights: Vector
    within: float
    reach: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class History:
    """Of one cell: who came when, and what has been told of it, as far as that is still open."""

    batches: tuple[Batch, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Standing:
    """A cell as last released; `group` () is the total, which has no history of its own."""

    group: Group
    crowd: Crowd
    claims: tuple[Claim, ...]
    history: History = History()

    def claim(self, name: str) -> Claim | None:
        return next((claim for claim in self.claims if claim.name == name), None)


@dataclass(frozen=True)
class Ledger:
    """`number`: of the last release; they count from 1 without a gap. `is_split`: the cells are
    shown besides the total, being less than all categories together."""

    number: int = 0
    total: Standing | None = None
    cells: tuple[Standing, ...] = ()
    is_split: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


EMPTY = Ledger()


def read_ledger(stored: Mapping[str, Any]) -> Ledger:
    """The inverse of `as_json`, after a round through JSON."""
    return Ledger(
        number=stored["number"],
        total=_standing(stored["total"]) if stored["total"] else None,
        cells=tuple(_standing(cell) for cell in stored["cells"]),
        is_split=stored["is_split"],
    )


def _standing(stored: Mapping[str, Any]) -> Standing:
    return Standing(
        group=tuple(stored["group"]),
        crowd=Crowd(**stored["crowd"]),
        claims=tuple(Claim(**claim) for claim in stored["claims"]),
        history=History(
            batches=tuple(_batch(batch) for batch in stored["history"]["batches"]),
            rows=tuple(_row(row) for row in stored["history"]["rows"]),
        ),
    )


def _batch(stored: Mapping[str, Any]) -> Batch:
    return Batch(**{**stored, "mixes": tuple(tuple(mix) for mix in stored["mixes"])})


def _row(stored: Mapping[str, Any]) -> Row:
    parts = tuple((place, share) for place, share in stored["parts"])
    return Row(**{**stored, "parts": parts, "weights": tuple(stored["weights"])})
