"""Answers: one a person, replaced and withdrawn at will while the vote is open, and not after."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from conference.db import Database
from conference.errors import Conflict, Invalid, Refused
from conference.privacy.answers import TEXT_BYTES, seal_answers
from conference.privacy.boxes import box_key, open_box
from conference.privacy.scopes import begin_closing
from conference.privacy.sealed import sealer
from tests.privacy.voting import MOOD, POLL, SUBJECT, Room

SEVEN, EIGHT = {"choices": ["7"]}, {"choices": ["8"]}


async def answers(room: Room, scope_id: int) -> list[Any]:
    """What lies in the boxes, opened with the key."""
    key = room.keys.read(scope_id)
    assert key is not None
    boxes = (await room.boxes()).items()
    return [open_box(box_key(key, scope_id), who, box)["answer"] for who, (box, _) in boxes]


async def test_two_hundred_double_votes_over_two_connections_are_two_hundred_votes(
    room: Room, database_url: str
) -> None:
    scope_id = await room.open(POLL)
    other = Database(database_url)

    for person in range(1, 201):
        answering = room.answering(person, SEVEN)
        await asyncio.gather(
            room.database.grouped(seal_answers, answering), other.grouped(seal_answers, answering)
        )

    await other.close()
    assert await answers(room, scope_id) == [SEVEN] * 200


async def test_the_last_answer_of_a_person_counts(room: Room) -> None:
    scope_id = await room.open(POLL)
    batch = [
        *(room.answering(1, SEVEN), room.answering(2, SEVEN), room.answering(3, SEVEN)),
        *(room.answering(1, EIGHT), room.answering(2, None), room.answering(3, None)),
        room.answering(3, EIGHT),
    ]

    async with room.database.writing() as db:
        assert await seal_answers(db, batch) == [None] * 7

    assert await answers(room, scope_id) == [EIGHT, EIGHT]


async def test_an_answer_is_changed_withdrawn_and_sent_again(room: Room) -> None:
    scope_id = await room.open(POLL)
    seen = []

    for content in (SEVEN, EIGHT, EIGHT, None, None, SEVEN):
        await room.say(1, content)
        seen.append(await answers(room, scope_id))

    assert seen == [[SEVEN], [EIGHT], [EIGHT], [], [], [SEVEN]]


async def test_the_same_answer_sent_again_cannot_be_told_from_another(room: Room) -> None:
    await room.open(POLL)
    await room.say(1, SEVEN)
    before = await room.boxes()

    await room.say(1, SEVEN)

    after = await room.boxes()
    assert after.keys() == before.keys()
    assert list(after.values()) != list(before.values())


async def test_the_boxes_of_a_vote_have_one_length(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.feel(1, 5)
    await mood.feel(2, 1, "Ä" * (TEXT_BYTES // 2))
    await mood.feel(3, 3, "Short")

    lengths = {len(box) for box, _ in (await mood.boxes()).values()}

    assert lengths == {28 + 2_304}


async def test_a_text_too_long_for_its_box_is_refused_and_the_others_are_kept(mood: Room) -> None:
    scope_id = await mood.open(MOOD)
    long = {"value": 1, "text": "x" * (TEXT_BYTES + 1), "language": "en"}
    batch = [mood.answering(1, long), mood.answering(2, {"value": 4})]

    async with mood.database.writing() as db:
        refused, accepted = await seal_answers(db, batch)

    assert (type(refused), accepted) == (Invalid, None)
    assert await answers(mood, scope_id) == [{"value": 4}]


async def refusal(room: Room, content: dict[str, Any] | None) -> Refused | None:
    try:
        await room.say(1, content)
    except Refused as refused:
        return refused
    return None


@pytest.mark.parametrize("content", [SEVEN, None])
async def test_nothing_is_taken_before_opening_or_after_closing(
    content: dict[str, Any] | None, room: Room
) -> None:
    before = await refusal(room, content)
    await room.open(POLL)
    during = await refusal(room, content)
    async with room.database.writing() as db:
        await begin_closing(db, room.kind, SUBJECT)
    closing = await refusal(room, content)
    await room.close()
    after = await refusal(room, content)

    assert [type(refused) for refused in (before, during, closing, after)] == [
        *(Conflict, type(None)),
        *(Conflict, Conflict),
    ]
    assert await room.boxes() == {}


async def test_nothing_is_taken_after_the_announced_time_though_the_loop_is_late(
    room: Room,
) -> None:
    await room.open(POLL)
    await room.end()

    assert type(await refusal(room, SEVEN)) is Conflict


async def test_nothing_is_taken_without_the_key(room: Room) -> None:
    scope_id = await room.open(POLL)
    room.keys.destroy(scope_id)

    assert type(await refusal(room, SEVEN)) is Conflict
    assert await room.boxes() == {}


async def test_who_somebody_is_stands_nowhere(room: Room) -> None:
    scope_id = await room.open(POLL)
    await room.say(17, SEVEN)

    key = room.keys.read(scope_id)
    assert key is not None
    assert list(await room.boxes()) == [sealer(key, scope_id)(17)]
    async with room.database.reading() as db:
        (row,) = (await db.execute(text("SELECT * FROM sealed"))).mappings()
    assert set(row) == {"scope_id", "who", "box", "released"}
