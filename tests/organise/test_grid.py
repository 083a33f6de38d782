"""The grid of a day: every session over its own time, every row whole."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conference.organise.grid import MOST_CELLS, MOST_LANES, STEP, Cell, Column, Line, lanes, lines

START = datetime(2026, 9, 17, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Block:
    starts_at: datetime
    ends_at: datetime


def block(start: int, end: int) -> Block:
    return Block(START + start * MINUTE, START + end * MINUTE)


def said(found: list[Line[Block]]) -> list[list[tuple[Block | None, int]]]:
    return [[(cell.block, cell.rows) for cell in line.cells] for line in found]


SPANS = st.tuples(st.integers(-30, 300), st.integers(1, 90))
BLOCKS = st.lists(SPANS.map(lambda span: block(span[0], sum(span))), max_size=8)


@given(st.lists(BLOCKS, min_size=1, max_size=3), st.booleans())
def test_every_block_spans_its_time_and_every_column_is_full(
    rooms: list[list[Block]], is_open: bool
) -> None:
    columns: list[Column[Block]] = []
    beside: list[Block] = []
    for number, blocks in enumerate(rooms):
        found_lanes, left = lanes(number, f"Room {number}", blocks)
        assert len(found_lanes) == MOST_LANES or not left
        columns += found_lanes
        beside += left
    begins, ends = START - 30 * MINUTE, START + 420 * MINUTE

    found = lines(columns, begins, ends, is_open=is_open)

    edges = [line.starts_at for line in found] + [ends]
    assert edges == sorted(set(edges))
    for column in columns:
        cells = [
            (at, cell)
            for at, line in enumerate(found)
            for cell in line.cells
            if cell.column is column
        ]
        assert sum(cell.rows for _at, cell in cells) == len(found)
        placed = [(edges[at], edges[at + cell.rows]) for at, cell in cells if cell.block]
        assert placed == [(each.starts_at, each.ends_at) for each in column.blocks]
    assert sum(len(each.blocks) for each in columns) + len(beside) == sum(map(len, rooms))


def test_a_free_hour_is_one_cell_or_four_to_choose_from() -> None:
    talk, after = block(0, 15), block(75, 90)
    columns, _left = lanes(1, "Elbe", [after, talk])

    whole = lines(columns, START, START + 90 * MINUTE, is_open=False)
    rows = lines(columns, START, START + 90 * MINUTE, is_open=True)

    assert said(whole) == [[(talk, 1)], [(None, 4)], [], [], [], [(after, 1)]]
    assert said(rows) == [[(talk, 1)], *[[(None, 1)]] * 4, [(after, 1)]]


def test_what_begins_between_quarters_has_a_row_of_its_own() -> None:
    early, late = block(0, 20), block(20, 30)

    (first, second, third) = lines(
        lanes(1, "Elbe", [early, late])[0], START, START + 30 * MINUTE, is_open=False
    )

    assert [line.starts_at - START for line in (first, second, third)] == [
        *(0 * MINUTE, STEP, 20 * MINUTE)
    ]
    assert said([first, second, third]) == [[(early, 2)], [], [(late, 1)]]


def test_two_at_a_time_stand_side_by_side() -> None:
    long, short, after = block(0, 60), block(15, 30), block(30, 60)

    columns, left = lanes(1, "Elbe", [short, after, long])

    assert ([column.blocks for column in columns], left) == ([(long,), (short, after)], [])


def test_what_goes_on_beyond_the_day_is_cut_there() -> None:
    endless = block(-600, 100_000)

    ((column,), _left) = lanes(None, "No room", [endless])

    (only,) = lines([column], START, START + STEP, is_open=False)

    assert only == Line(START, (Cell(column, endless, 1),))


def test_of_thousands_at_one_time_a_few_stand_side_by_side_and_the_others_are_left() -> None:
    together = [block(0, 45) for _number in range(20_000)]
    apart = [block(30 * number, 30 * number + 1) for number in range(2, 1_000)]

    columns, left = lanes(1, "Elbe", [*together, *apart])
    found = lines(columns, START, START + 40_000 * MINUTE, is_open=True)

    assert (len(columns), len(left)) == (MOST_LANES, len(together) - MOST_LANES)
    assert sum(len(line.cells) for line in found) < MOST_CELLS
