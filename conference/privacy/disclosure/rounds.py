"""Rounds: telling a release of all cells and of the total, once or again and again."""

from collections.abc import Sequence
from dataclasses import replace

from conference.privacy.disclosure.crowds import crowd_of
from conference.privacy.disclosure.doubts import Cap, Distances, Swaps
from conference.privacy.disclosure.histories import moved, parts_of, settled
from conference.privacy.disclosure.ledger import History, Ledger, Row, Standing
from conference.privacy.disclosure.measures import MEAN
from conference.privacy.disclosure.merging import Group
from conference.privacy.disclosure.polytope import Array
from conference.privacy.disclosure.scale import scale_of
from conference.privacy.disclosure.sums import Sums
from conference.privacy.disclosure.telling import Teller
from conference.privacy.disclosure.topics import Topic
from conference.privacy.disclosure.waves import Part
from conference.privacy.plan import Plan

# Of a cell's batches as many are open; older ones are settled: a doubt takes their answers to have
# been one of the possible sets, so that a release need not look at all before it. Fewer sets are
# then left to doubt with, so what is told is less exact, never less safe.
WINDOW = 12


def tell_once(plan: Plan, parts: Sequence[Part]) -> tuple[Standing, list[Standing]]:
    """The total and the cells of the only release of a vote.

    The cells come first: a room that nearly agrees may be told of as a whole, but then not of its
    cells, while these leave enough to be told of the whole.
    """
    scale = scale_of(plan)
    batches = [moved(History(), part.moving, 1).batches[0] for part in parts]
    limits = [
        batch.size - crowd_of([part], plan.k).reach
        for batch, part in zip(batches, parts, strict=True)
    ]
    everything = Swaps(
        scale,
        batches,
        [Cap(camp, place, limit) for place, limit in enumerate(limits) for camp in scale.camps],
    )
    cells = []
    for place, part in enumerate(parts if len(parts) > 1 else ()):
        # Until the total is told, the sums of a cell bear on no other.
        own = Swaps(scale, [batches[place]], [Cap(camp, 0, limits[place]) for camp in scale.camps])
        teller = Teller(plan, Topic(part.group, (part,), ((0, 1.0),)), own, is_final=True)
        cells.append(teller.standing())
        for row in teller.rows:
            everything.tell(replace(row, parts=((place, 1.0),)))
    places = tuple((place, 1.0) for place in range(len(batches)))
    topic = Topic((), tuple(parts), places, cells=tuple(cells))
    total = Teller(plan, topic, everything, is_final=True).standing()
    return total, cells or [replace(total, group=parts[0].group)]


def tell_again(
    plan: Plan, ledger: Ledger, parts: Sequence[Part], *, is_final: bool
) -> tuple[Standing, list[Standing]] | None:
    """The total and the cells of one release among others. None: no doubt could be named for the
    next one.

    Each cell has its own history. While the vote is open, nothing is told of the total but the sum
    of the cells, so that no cell's sums bear on another's; at the end it is told of on its own.
    """
    cells = [_Cell(plan, ledger, part, is_alone=len(parts) == 1) for part in parts]
    tellers = [cell.teller(is_final=is_final) for cell in cells]
    told = [teller.standing() for teller in tellers]
    settled = [
        cell.settled(standing, teller.rows)
        for cell, standing, teller in zip(cells, told, tellers, strict=True)
    ]
    if any(standing is None for standing in settled):
        return None
    standings = [standing for standing in settled if standing]
    if len(parts) == 1:
        total = replace(standings[0], history=History())
        return total, [replace(standings[0], group=parts[0].group)]
    topic = Topic((), tuple(parts), before=ledger.total, cells=tuple(standings))
    sums = Sums(scale_of(plan), [cell.corners() for cell in cells]) if is_final else None
    return Teller(plan, topic, sums, is_final=is_final).standing(), standings


class _Cell:
    """One cell of a release among others. The only one tells what a total tells."""

    def __init__(self, plan: Plan, ledger: Ledger, part: Part, *, is_alone: bool) -> None:
        # A cell may have grown, by companies that had not been shown before.
        before = next((c for c in ledger.cells if set(c.group) <= set(part.group)), None)
        history = before.history if before else History()
        self._plan, self._scale = plan, scale_of(plan)
        self._history = moved(history, part.moving, ledger.number + 1)
        self._distances = Distances(self._scale, self._history.batches)
        for row in self._history.rows:
            self._distances.tell(row)
        group: Group = () if is_alone else part.group
        self._topic = Topic(group, (part,), parts_of(self._history), before)

    def teller(self, *, is_final: bool) -> Teller:
        return Teller(self._plan, self._topic, self._distances, is_final=is_final)

    def settled(self, standing: Standing, rows: Sequence[Row]) -> Standing | None:
        batches = self._history.batches
        ripe = [place for place, batch in enumerate(batches[:-WINDOW]) if not batch.mixes]
        mean = standing.claim(MEAN)
        center = (mean.low + mean.high) / 2 if mean else None
        mixes = self._distances.mixes(ripe, center)
        if mixes is None:
            return None
        history = replace(self._history, rows=(*self._history.rows, *rows))
        return replace(standing, history=settled(history, mixes))

    def corners(self) -> list[list[Array]]:
        points = len(self._scale.points)
        ways = [tuple(map(float, range(points)))]
        ways += [tuple(float(i == point) for i in range(points)) for point in range(points)]
        return self._distances.corners(self._topic.batches, ways)
