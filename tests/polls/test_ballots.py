"""Ballots: one a person, changed and withdrawn at will, refused for what was not asked."""

import asyncio
import re

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select, update

from conference import clock
from conference.privacy.models import Release, Scope, Sealed
from tests.polls.conftest import MULTIPLE, SCALE, SINGLE, Room, vote, withdraw


async def boxes(room: Room) -> list[bytes]:
    async with room.app.database.reading() as db:
        return list(await db.scalars(select(Sealed.box)))


def said(answer: httpx.Response) -> str:
    place = BeautifulSoup(answer.text, "html.parser").select_one(".poll__said")
    return place.get_text(" ", strip=True) if place else ""


def ticked(answer: httpx.Response) -> list[str]:
    page = BeautifulSoup(answer.text, "html.parser")
    return [str(box["value"]) for box in page.select("input[name=choice][checked]")]


async def test_an_answer_is_saved_once_changed_and_withdrawn(room: Room) -> None:
    poll_id = await room.open()
    yes, no, _ = await room.choices(poll_id)

    counts = []
    for answer in (
        await vote(room.sabine, poll_id, yes),
        await vote(room.sabine, poll_id, yes),
        await vote(room.sabine, poll_id, no),
        await vote(room.anna, poll_id, no),
    ):
        assert answer.headers["location"] == f"/polls/{poll_id}?said=saved"
    counts.append(len(await boxes(room)))
    for _ in range(2):
        answer = await withdraw(room.sabine, poll_id)
        assert answer.headers["location"] == f"/polls/{poll_id}?said=withdrawn"
        counts.append(len(await boxes(room)))

    assert counts == [2, 1, 1]


async def test_no_page_shows_an_answer_again(room: Room) -> None:
    poll_id = await room.open()
    yes, *_ = await room.choices(poll_id)
    before = [
        await room.sabine.get(path)
        for path in (f"/polls/{poll_id}", f"/sessions/{room.session_id}")
    ]

    sent = await vote(room.sabine, poll_id, yes)
    thanks = await room.sabine.get(sent.headers["location"])

    after = [
        await room.sabine.get(path)
        for path in (f"/polls/{poll_id}", f"/sessions/{room.session_id}")
    ]
    assert [page.text for page in after] == [page.text for page in before]
    assert ticked(thanks) == []
    assert said(thanks) == (
        "Saved. For your protection we do not show your answer again; "
        "answer once more to replace it."
    )


async def test_htmx_gets_the_same_words_in_their_place(room: Room) -> None:
    poll_id = await room.open()
    yes, no, _ = await room.choices(poll_id)

    saved = await vote(room.sabine, poll_id, yes, **{"hx-request": "true"})
    refused = await vote(room.sabine, poll_id, yes, no, **{"hx-request": "true"})

    partials = [
        re.search(r'hx-target="#([\w-]+)".*?notice__text">([^<]*)<', answer.text, re.DOTALL)
        for answer in (saved, refused)
    ]
    assert (saved.status_code, refused.status_code) == (200, 422)
    assert [match and match[1] for match in partials] == [f"ballot-said-{poll_id}"] * 2
    assert [match and match[2].strip()[:6] for match in partials] == ["Saved.", "Please"]


@pytest.mark.parametrize(
    ("form", "places", "status"),
    [
        (SINGLE, [], 422),
        (SINGLE, [0], 303),
        (SINGLE, [0, 1], 422),
        (SINGLE, [0, 1, 2], 422),
        (SINGLE, [0, 0], 422),
        (MULTIPLE, [], 422),
        (MULTIPLE, [2], 303),
        (MULTIPLE, [0, 2], 303),
        (MULTIPLE, [0, 1, 2], 422),
        (MULTIPLE, [1, 1], 422),
    ],
)
async def test_only_what_the_poll_asks_for_is_taken(
    room: Room, form: dict[str, str], places: list[int], status: int
) -> None:
    poll_id = await room.open(form)
    choices = await room.choices(poll_id)
    chosen = [choices[place] for place in places]

    answer = await vote(room.sabine, poll_id, *chosen)

    assert answer.status_code == status
    assert len(await boxes(room)) == (status == 303)
    if status == 422:
        assert set(ticked(answer)) == set(chosen)
        assert said(answer).startswith("Please choose")


@pytest.mark.parametrize("value", ["0", "6", "3.5", "", "x", "٣", "-1", "3,4"])
async def test_a_scale_takes_one_to_five(room: Room, value: str) -> None:
    poll_id = await room.open(SCALE)

    refused = await vote(room.sabine, poll_id, value)
    taken = await vote(room.sabine, poll_id, "5")

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert len(await boxes(room)) == 1


async def test_a_choice_of_another_poll_is_none_of_this_one(room: Room) -> None:
    poll_id, other_id = await room.open(), await room.open()
    foreign, *_ = await room.choices(other_id)

    answer = await vote(room.sabine, poll_id, foreign)

    assert answer.status_code == 422
    assert await boxes(room) == []


async def test_two_browsers_of_one_person_200_times_at_once_are_one_answer(room: Room) -> None:
    poll_id = await room.open()
    choices = await room.choices(poll_id)
    people = [(room.sabine_id, 0)]

    await asyncio.gather(
        *(room.answer(poll_id, people, {"choices": [choices[number % 3]]}) for number in range(200))
    )

    assert len(await boxes(room)) == 1


async def test_before_opening_and_after_closing_nothing_is_taken(room: Room) -> None:
    poll_id = await room.create()
    yes, *_ = await room.choices(poll_id)

    early = [await vote(room.sabine, poll_id, yes), await withdraw(room.sabine, poll_id)]
    await room.act(poll_id, "opening", version="1")
    await room.close(poll_id)
    late = [await vote(room.sabine, poll_id, yes), await withdraw(room.sabine, poll_id)]

    assert [answer.status_code for answer in early] == [404, 404]
    assert [answer.status_code for answer in late] == [409, 409]
    assert all("This poll has just closed. Your last answer counts." in page.text for page in late)
    assert await boxes(room) == []


async def test_closed_between_showing_and_sending_is_said_in_place(room: Room) -> None:
    """Its time is over, and the loop that closes it has not come yet."""
    poll_id = await room.open()
    yes, *_ = await room.choices(poll_id)
    async with room.app.database.writing() as db:
        await db.execute(update(Scope).values(closes_at=clock.now()))

    answer = await vote(room.sabine, poll_id, yes, **{"hx-request": "true"})

    assert answer.status_code == 409
    assert f"#ballot-said-{poll_id}" in answer.text
    assert "This poll has just closed. Your last answer counts." in answer.text


async def test_who_waits_or_is_not_registered_is_told_why(room: Room) -> None:
    poll_id = await room.open()
    yes, *_ = await room.choices(poll_id)

    waiting = await vote(room.waiting, poll_id, yes)
    nobody = await vote(room.nobody, poll_id, yes)

    assert (waiting.status_code, ticked(waiting)) == (403, [yes])
    assert said(waiting).startswith("Please open the link in the mail we have sent you")
    assert nobody.status_code == 401
    assert "Polls are open to everyone who has registered." in nobody.text
    assert await boxes(room) == []


async def test_the_31st_ballot_within_a_minute_is_refused_and_kept(room: Room) -> None:
    poll_id = await room.open()
    yes, *_ = await room.choices(poll_id)

    answers = [await vote(room.sabine, poll_id, yes) for _ in range(31)]

    assert [answer.status_code for answer in answers] == [303] * 30 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert ticked(answers[-1]) == [yes]


async def test_nothing_in_the_database_moves_but_the_box(room: Room) -> None:
    poll_id = await room.open()
    before = await room.poll(poll_id)

    await vote(room.sabine, poll_id, (await room.choices(poll_id))[0])

    async with room.app.database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(Release)) == 0
    assert (await room.poll(poll_id)).version == before.version
