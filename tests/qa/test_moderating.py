"""Moderating: what the room sees of each decision, and that two moderators lose nothing."""

import asyncio

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from conference.qa.models import Question
from conference.qa.moderation import put_on_stage
from conference.qa.upvotes import Cast, cast_upvotes
from tests.qa.conftest import Keynote
from tests.support.waiting import until_one_waits


async def a_question(keynote: Keynote, text: str, *, approved: bool = True) -> int:
    await keynote.ask(text)
    async with keynote.app.database.reading() as db:
        question_id: int | None = await db.scalar(select(func.max(Question.id)))
    assert question_id is not None
    if approved:
        await keynote.decide(question_id, "approval")
    return question_id


async def version(keynote: Keynote, question_id: int) -> str:
    async with keynote.app.database.reading() as db:
        return str((await db.get_one(Question, question_id)).version)


async def in_the_room(keynote: Keynote) -> list[tuple[str, list[str]]]:
    """Each question with its tags, as Anna sees them, in order, once the room was told."""
    await keynote.app.live.settled()
    page = await keynote.anna.get(f"/sessions/{keynote.session_id}")
    return [
        (
            question.select_one(".question__text").get_text(),  # type: ignore[union-attr]
            [tag.get_text(strip=True) for tag in question.select(".tag:not([hidden])")],
        )
        for question in BeautifulSoup(page.text, "html.parser").select("#questions > li")
    ]


async def test_approved_is_seen_declined_is_not(keynote: Keynote) -> None:
    await a_question(keynote, "Seen")
    declined = await a_question(keynote, "Not seen")

    await keynote.decide(declined, "refusal", reason="Asked before")

    assert await in_the_room(keynote) == [("Seen", [])]
    own = await keynote.sabine.get(f"/sessions/{keynote.session_id}")
    assert "The moderator says: Asked before" in own.text


async def test_one_question_is_on_stage_and_first(keynote: Keynote) -> None:
    first, second = [await a_question(keynote, text) for text in ("First", "Second")]

    await keynote.decide(first, "stage")
    await keynote.decide(second, "stage")

    assert await in_the_room(keynote) == [("Second", ["On stage"]), ("First", [])]

    await keynote.decide(second, "stage?_method=delete")

    assert await in_the_room(keynote) == [("First", []), ("Second", [])]


async def test_of_two_put_on_stage_at_once_one_is_there(keynote: Keynote) -> None:
    first, second = [await a_question(keynote, text) for text in ("First", "Second")]

    async with keynote.app.database.writing() as db:
        await put_on_stage(db, first)
        meanwhile = asyncio.create_task(keynote.decide(second, "stage"))
        await until_one_waits(keynote.app.database)

    assert (await meanwhile).status_code == 303
    assert await in_the_room(keynote) == [("Second", ["On stage"]), ("First", [])]


async def test_who_upvotes_and_who_puts_on_stage_never_wait_for_each_other(
    keynote: Keynote,
) -> None:
    first, second = [await a_question(keynote, text) for text in ("First", "Second")]
    await keynote.decide(first, "stage")
    cast = [Cast(id_, keynote.anna_id, True, keynote.app.keys) for id_ in (first, second)]

    async with keynote.app.database.writing() as db:
        await cast_upvotes(db, cast[:1])
        meanwhile = asyncio.create_task(keynote.decide(second, "stage"))
        await until_one_waits(keynote.app.database)
        await cast_upvotes(db, cast[1:])

    assert (await meanwhile).status_code == 303
    assert await in_the_room(keynote) == [("Second", ["On stage"]), ("First", [])]


async def test_answered_goes_to_the_end_with_its_answer(keynote: Keynote) -> None:
    first, _ = [await a_question(keynote, text) for text in ("First", "Second")]

    await keynote.decide(
        first, "answer", answer="Yes,\nuntil July.", version=await version(keynote, first)
    )

    assert await in_the_room(keynote) == [("Second", []), ("First", ["Answered"])]
    page = await keynote.anna.get(f"/sessions/{keynote.session_id}")
    quote = BeautifulSoup(page.text, "html.parser").select_one(".question__answer")
    assert quote is not None
    assert quote.get_text().startswith("Yes,\nuntil July.Jonas Feld, in writing")


async def test_of_two_answers_the_later_is_refused_and_kept(keynote: Keynote) -> None:
    question_id = await a_question(keynote, "Contested")
    seen = await version(keynote, question_id)
    await keynote.decide(question_id, "answer", answer="The first", version=seen)

    second = await keynote.decide(question_id, "answer", answer="The second", version=seen)

    page = BeautifulSoup(second.text, "html.parser")
    assert second.status_code == 409
    assert page.select_one("textarea").get_text().strip() == "The second"  # type: ignore[union-attr]
    assert "Someone else has just worked on this question." in second.text
    assert "The first" in second.text

    newer = str(page.select_one("input[name=version]")["value"])  # type: ignore[index]
    again = await keynote.decide(question_id, "answer", answer="The second", version=newer)
    assert again.status_code == 303


@pytest.mark.parametrize("text", ["", "x" * 2001])
async def test_an_impossible_answer_is_refused_at_the_field(keynote: Keynote, text: str) -> None:
    question_id = await a_question(keynote, "A question")

    refused = await keynote.decide(
        question_id, "answer", answer=text, version=await version(keynote, question_id)
    )

    page = BeautifulSoup(refused.text, "html.parser")
    assert refused.status_code == 422
    assert page.select_one(".field__error") is not None
    assert page.select_one("textarea").get_text().strip() == text  # type: ignore[union-attr]


async def test_what_the_room_does_not_see_cannot_go_on_stage(keynote: Keynote) -> None:
    waiting = await a_question(keynote, "Waiting", approved=False)

    on_stage = await keynote.decide(waiting, "stage")
    answered = await keynote.decide(waiting, "closure")

    assert (on_stage.status_code, answered.status_code) == (409, 409)
    assert await in_the_room(keynote) == []


async def test_only_moderators_decide(keynote: Keynote) -> None:
    question_id = await a_question(keynote, "Mine", approved=False)

    for client in (keynote.sabine, keynote.anna, keynote.waiting, keynote.nobody):
        for path in ("approval", "refusal", "stage", "closure", "answer"):
            answer = await client.put(f"/questions/{question_id}/{path}", data={"answer": "No"})
            assert answer.status_code == (401 if client is keynote.nobody else 404)
    assert await in_the_room(keynote) == []
