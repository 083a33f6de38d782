"""Releases: ten companies at once or nothing, and between two of them nothing at all moves."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from conference import clock
from conference.db import Base, Database
from conference.privacy import ScopeKind, releases
from conference.privacy.boxes import BoxKey, box_key, open_box
from conference.privacy.figures import Figures, read_figures
from conference.privacy.releasing import Releaser, form, take_stock
from tests.privacy.voting import MOOD, POLL, SUBJECT, Room

FEW = 9
ENOUGH = 10


async def figures(room: Room) -> list[Figures]:
    return [read_figures(stored) for _, _, stored in await room.releases()]


def companies(shown: list[Figures]) -> list[int]:
    return [figures.total.companies if figures.total else 0 for figures in shown]


async def test_a_wave_comes_with_the_tenth_company(mood: Room) -> None:
    await mood.open(MOOD)
    seen = []

    for person in range(1, ENOUGH + 1):
        await mood.feel(person, 4)
        await mood.releaser.release_due()
        seen.append(len(await mood.releases()))

    assert seen == [0] * FEW + [1]
    assert companies(await figures(mood)) == [ENOUGH]
    assert mood.counted == [ENOUGH]


async def test_what_is_out_is_sealed_as_well_and_all_alike_long(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.all_feel(range(1, ENOUGH + 1), text="More margin")
    await mood.feel(ENOUGH + 1, 1)

    await mood.releaser.release_due()

    released = [released for _, released in (await mood.boxes()).values()]
    assert {len(box) for box in released if box} == {28 + 256}
    assert all(b"margin" not in box for box in released if box)


async def test_nine_who_change_their_minds_wait_for_a_tenth(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.all_feel(range(1, 21), value=5)
    await mood.releaser.release_due()

    await mood.all_feel(range(1, 1 + FEW), value=1)
    await mood.releaser.release_due()
    before = await mood.releases()
    await mood.all_feel(range(11, 21), value=1)
    await mood.releaser.release_due()
    after = await mood.releases()

    assert [len(before), len(after)] == [1, 2]
    assert before[0] == after[0]


async def test_a_repeated_answer_moves_nothing(mood: Room) -> None:
    await mood.open(MOOD)
    for _ in range(3):
        await mood.all_feel(range(1, 21))
        await mood.releaser.release_due()

    assert len(await mood.releases()) == 1


async def test_who_withdraws_stays_in_the_figures_until_a_wave(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.all_feel(range(1, 41))
    await mood.releaser.release_due()

    await mood.all_say(range(1, 1 + FEW), None)
    await mood.releaser.release_due()
    waiting = len(await mood.boxes()), len(await mood.releases())
    await mood.all_say(range(10, 21), None)
    await mood.releaser.release_due()

    assert waiting == (40, 1)
    assert len(await mood.releases()) == 2
    assert len(await mood.boxes()) == 20


async def test_a_poll_that_is_not_live_shows_nothing_while_it_is_open(room: Room) -> None:
    await room.open(POLL)
    await room.all_say(range(1, 31), {"choices": ["7"]})

    await room.releaser.release_due()
    before = await room.releases()
    await room.close()

    assert before == []
    assert [(number, is_final) for number, is_final, _ in await room.releases()] == [(1, True)]
    assert room.counted == [30]


async def test_fewer_than_ten_companies_are_never_shown(room: Room) -> None:
    await room.open(POLL)
    await room.all_say(range(1, 1 + FEW), {"choices": ["7"]})

    await room.close()

    assert await figures(room) == [Figures()]
    assert await room.boxes() == {}


async def test_people_of_no_company_are_no_company(mood: Room) -> None:
    await mood.open(MOOD, companies=FEW)
    await mood.all_feel(range(1, 41))

    await mood.releaser.release_due()
    await mood.close()

    assert await figures(mood) == [Figures()]


async def test_an_answer_sent_while_a_wave_is_formed_waits_for_the_next(mood: Room) -> None:
    """And who withdraws meanwhile is taken out by the next."""
    scope_id = await mood.open(MOOD)
    await mood.all_feel(range(1, 41), value=2)
    key = mood.keys.read(scope_id)
    assert key is not None
    async with mood.database.reading() as db:
        stock = await take_stock(db, scope_id, mood.owners[ScopeKind.MOOD])
    formed = form(stock, key)
    await mood.all_feel(range(1, 21), value=5)
    await mood.all_say(range(21, 41), None)
    assert formed is not None

    await mood.releaser.write(formed)
    first = await shown_values(mood, box_key(key, scope_id))
    await mood.releaser.release_due()
    second = await shown_values(mood, box_key(key, scope_id))

    assert (first, second) == ([2] * 40, [5] * 20)
    assert companies(await figures(mood)) == [40, 20]


async def shown_values(mood: Room, key: BoxKey) -> list[int]:
    boxes = (await mood.boxes()).items()
    return [open_box(key, who, shown)["answer"]["value"] for who, (_, shown) in boxes if shown]


async def test_of_two_processes_one_writes_the_wave(mood: Room, database_url: str) -> None:
    scope_id = await mood.open(MOOD)
    await mood.all_feel(range(1, 21))
    key = mood.keys.read(scope_id)
    assert key is not None
    async with mood.database.reading() as db:
        stock = await take_stock(db, scope_id, mood.owners[ScopeKind.MOOD])
    late = form(stock, key)
    assert late is not None
    other = Database(database_url)
    await Releaser(other, mood.keys, mood.owners).release_due()
    await other.close()
    before = await mood.boxes()

    await mood.releaser.write(late)

    assert [number for number, _, _ in await mood.releases()] == [1]
    assert await mood.boxes() == before


async def test_a_release_is_dated_to_the_minute(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.all_feel(range(1, 21))

    await mood.releaser.release_due()

    async with mood.database.reading() as db:
        (released,) = await releases.series(db, ScopeKind.MOOD, SUBJECT)
    assert (released.at.second, released.at.microsecond) == (0, 0)
    assert clock.now() - released.at < timedelta(minutes=2)


@pytest.mark.parametrize("people", [1, FEW])
async def test_nothing_in_the_database_moves_with_a_single_answer(mood: Room, people: int) -> None:
    """Beside the boxes themselves."""
    await mood.open(MOOD)
    await mood.all_feel(range(1, 31), value=3, text="Fair")
    await mood.releaser.release_due()
    before = await outside(mood)

    for person in range(1, 1 + people):
        await mood.feel(person, 1, "Unfair")
        await mood.releaser.release_due()
    for person in range(1, 1 + people):
        await mood.say(person, None)
        await mood.releaser.release_due()

    assert await outside(mood) == before
    assert len(before) > 30


async def outside(mood: Room) -> list[Any]:
    async with mood.database.reading() as db:
        return [
            tuple(row)
            for table in ("scope", "frame", "release", "comment")
            for row in await db.execute(select(Base.metadata.tables[table]))
        ]


async def test_a_look_at_a_vote_where_nothing_was_sent_opens_no_box(mood: Room) -> None:
    """With a wrong key, opening one is an error."""
    scope_id = await mood.open(MOOD)
    await mood.all_feel(range(1, 21))
    await mood.releaser.release_due()
    mood.keys.path.joinpath(f"{scope_id}.key").write_bytes(bytes(32))

    with capture_logs() as nothing_sent:
        await mood.releaser.release_due()
    await mood.feel(1, 1)
    with capture_logs() as one_sent:
        await mood.releaser.release_due()

    assert nothing_sent == []
    assert [(line["event"], line["scope"]) for line in one_sent] == [("releasing", scope_id)]
    assert len(await mood.releases()) == 1
