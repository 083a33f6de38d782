"""kill -9 at each step of closing: whoever starts next finishes it, with the same result."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from conference.privacy.closing import close_due
from conference.privacy.models import ScopeState
from tests.privacy.voting import POLL, Room

CHILD = Path(__file__).with_name("closing_child.py")
ROOT = CHILD.parents[2]
VOTERS = 40

# What is left when it dies there: the scope's state, how many releases and boxes, and whether
# the key is there, and still is the key.
STEPS = {
    ("commit", 1): (ScopeState.OPEN, 0, VOTERS, "whole"),
    ("commit", 2): (ScopeState.CLOSING, 0, VOTERS, "whole"),
    ("fsync", 1): (ScopeState.CLOSED, 1, 0, "overwritten"),
    ("unlink", 1): (ScopeState.CLOSED, 1, 0, "overwritten"),
    ("fsync", 2): (ScopeState.CLOSED, 1, 0, "gone"),
    ("commit", 3): (ScopeState.CLOSED, 1, 0, "gone"),
}


async def killed(url: str, room: Room, what: str, number: int) -> int | None:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.privacy.closing_child"),
        *(url, str(room.keys.path), what, str(number)),
        cwd=ROOT,
    )
    return await child.wait()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"before-{step[0]}-{step[1]}")
async def test_a_closing_that_is_killed_is_finished_by_the_next_start(
    step: tuple[str, int], room: Room, database_url: str
) -> None:
    scope_id = await room.open(POLL)
    key = room.keys.read(scope_id)
    await everybody_votes(room)
    await room.end()

    returned = await killed(database_url, room, *step)
    left = room.keys.read(scope_id)
    found = {None: "gone", key: "whole"}.get(left, "overwritten")
    ((state, is_noted),) = await room.states()
    before = state, len(await room.releases()), len(await room.boxes()), found
    await close_due(room.database, room.keys, room.owners)

    assert (returned, before, is_noted) == (-signal.SIGKILL, STEPS[step], False)
    assert (await room.states(), await room.boxes()) == ([(ScopeState.CLOSED, True)], {})
    assert list(room.keys.path.iterdir()) == []
    assert await room.releases() == [await undisturbed(room)]


async def undisturbed(room: Room) -> tuple[int, bool, object]:
    """The release of a vote with the same answers that nothing happened to."""
    other = Room(room.database, room.keys, subject_id=room.subject_id + 1)
    await other.open(POLL)
    await everybody_votes(other)
    await other.close()
    return (await other.releases())[-1]


async def everybody_votes(room: Room) -> None:
    await room.all_say(range(1, 31), {"choices": ["7"]})
    await room.all_say(range(31, VOTERS + 1), {"choices": ["8"]})
