"""A day of the schedule as a table, rooms across and time down: which cell spans which rows. Pure.

A row ends at every quarter of an hour and wherever anything begins or ends, so that a session of
any length fills whole rows. What shares a room at one time stands side by side, in lanes, as far as
anybody could still read that.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar

from conference.agenda.clashes import Timed
from conference.agenda.mastheads import Masthead

STEP = timedelta(minutes=15)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MOST_LANES = 6
# Of a day on which there is nothing yet, and where one looks for a place.
FROM, UNTIL = timedelta(hours=9), timedelta(hours=18)
AROUND = timedelta(hours=1)
# Beyond these the free time of a table is in one piece, as if nothing were to be placed in it.
MOST_CELLS = 5_000
Block = TypeVar("Block", bound=Timed)


@dataclass(frozen=True)
class Column(Generic[Block]):
    """A lane of a room, which may have several. `room_id`: None for what has no room yet."""

    room_id: int | None
    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Cell(Generic[Block]):
    """`block`: None where the column is free."""

    column: Column[Block]
    block: Block | None
    rows: int


@dataclass(frozen=True)
class Line(Generic[Block]):
    """A row, and the cells that begin in it."""

    starts_at: datetime
    cells: tuple[Cell[Block], ...]


def lanes(
    room_id: int | None, name: str, blocks: Iterable[Block]
) -> tuple[list[Column[Block]], list[Block]]:
    """As few as will do, at least one; and what is left where more than MOST_LANES would have to
    stand side by side."""
    left: list[Block] = []
    found: list[list[Block]] = [[]]
    for block in sorted(blocks, key=lambda each: each.starts_at):
        free = (lane for lane in found if not lane or lane[-1].ends_at <= block.starts_at)
        lane = next(free, None)
        if lane is None and len(found) < MOST_LANES:
            found.append(lane := [])
        (left if lane is None else lane).append(block)
    return [Column(room_id, name, tuple(lane)) for lane in found], left


def extent(
    event: Masthead, day: date, blocks: Collection[Timed], *, is_open: bool
) -> tuple[datetime, datetime]:
    """From when to when the table goes: within a conference day, however long something lasts."""
    begins, ends = (
        datetime.combine(each, event.day_change, event.zone).astimezone(UTC)
        for each in (day, day + timedelta(days=1))
    )
    midnight = datetime.combine(day, datetime.min.time(), event.zone).astimezone(UTC)
    first = min((block.starts_at for block in blocks), default=midnight + FROM)
    last = max((block.ends_at for block in blocks), default=midnight + UNTIL)
    if is_open:
        first = min(first - AROUND, midnight + FROM)
        last = max(last + AROUND, midnight + UNTIL)
    return max(first, begins), min(last, ends)


def lines(
    columns: list[Column[Block]], begins_at: datetime, ends_at: datetime, *, is_open: bool
) -> list[Line[Block]]:
    """From one moment to the other, and every block lies between them, at least in part.

    `is_open`: free time comes row by row, to choose one from; else in one piece.
    """
    edges = _edges(columns, begins_at, ends_at)
    place = {edge: at for at, edge in enumerate(edges)}
    is_open = is_open and len(columns) * len(edges) <= MOST_CELLS
    starting: list[list[Cell[Block]]] = [[] for _row in edges[:-1]]
    for column in columns:
        for first, last, block in _spans(column, place, is_open=is_open):
            starting[first].append(Cell(column, block, last - first))
    return [Line(edge, tuple(cells)) for edge, cells in zip(edges[:-1], starting, strict=True)]


def _edges(columns: list[Column[Block]], begins_at: datetime, ends_at: datetime) -> list[datetime]:
    first, last = (begins_at - EPOCH) // STEP, -((EPOCH - ends_at) // STEP)
    found = {EPOCH + number * STEP for number in range(first, last + 1)}
    low, high = min(found), max(found)
    for column in columns:
        for block in column.blocks:
            found |= {min(max(at, low), high) for at in (block.starts_at, block.ends_at)}
    return sorted(found)


def _spans(
    column: Column[Block], place: dict[datetime, int], *, is_open: bool
) -> Iterator[tuple[int, int, Block | None]]:
    """First row, the row after the last, and what is there: all rows, in their order. `place`: of
    the edges in their order."""
    begins_at, ends_at = next(iter(place)), next(reversed(place))
    free_from = 0
    for block in column.blocks:
        first = place[max(block.starts_at, begins_at)]
        last = place[min(block.ends_at, ends_at)]
        yield from _free(free_from, first, is_open=is_open)
        yield first, last, block
        free_from = last
    yield from _free(free_from, place[ends_at], is_open=is_open)


def _free(first: int, last: int, *, is_open: bool) -> Iterator[tuple[int, int, None]]:
    if is_open:
        yield from ((row, row + 1, None) for row in range(first, last))
    elif first < last:
        yield first, last, None
