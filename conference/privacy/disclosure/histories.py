"""Histories: which companies' answers a cell consists of, release by release."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from conference.privacy.disclosure.ledger import Batch, History, Parts, Row
from conference.privacy.disclosure.scale import Vector
from conference.privacy.disclosure.voices import Company


def moved(history: History, moving: Sequence[Company], number: int) -> History:
    """Whoever moves leaves the batch they came with and joins the one of this release."""
    batches = {batch.number: batch for batch in history.batches}
    for company in moving:
        if company.released:
            left = batches[company.since].left - company.released.weight
            batches[company.since] = replace(batches[company.since], left=left)
    stands = [company.now for company in moving if company.now]
    if stands:
        size = sum(stand.weight for stand in stands)
        mixed = sum(stand.persons > stand.weight for stand in stands)
        batches[number] = Batch(number, size, size, mixed)
    return replace(history, batches=tuple(batches.values()))


def parts_of(history: History) -> Parts:
    return tuple(
        (place, batch.left / batch.size)
        for place, batch in enumerate(history.batches)
        if batch.left
    )


def settled(history: History, mixes: Mapping[int, tuple[Vector, ...]]) -> History:
    """With these mixes of batches, by place. What is told of settled batches alone is true of their
    mixes, and batches of which nothing is left and nothing open is told are forgotten."""
    batches = [
        replace(batch, mixes=mixes.get(place, batch.mixes))
        for place, batch in enumerate(history.batches)
    ]
    rows = [row for row in history.rows if any(not batches[place].mixes for place, _ in row.parts)]
    told = {place for row in rows for place, _ in row.parts}
    kept = [place for place, batch in enumerate(batches) if batch.left or place in told]
    places = {place: new for new, place in enumerate(kept)}
    return History(
        tuple(batches[place] for place in kept), tuple(_moved_row(row, places) for row in rows)
    )


def _moved_row(row: Row, places: Mapping[int, int]) -> Row:
    return replace(row, parts=tuple((places[place], share) for place, share in row.parts))
