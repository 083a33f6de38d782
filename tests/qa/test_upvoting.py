"""Upvotes: one a person, taken back at will, right under any number of clicks at once."""

import asyncio

from bs4 import BeautifulSoup
from sqlalchemy import func, select

from conference.privacy.models import Scope
from conference.qa.actions import unlink_authors
from conference.qa.models import Question, Upvote
from conference.qa.upvotes import Cast, cast_upvotes
from tests.qa.conftest import Keynote
from tests.support.waiting import PATIENCE_S


async def a_live_question(keynote: Keynote, *, anonymous: bool = False) -> int:
    await keynote.ask("Will the threshold hold?", anonymous=anonymous)
    async with keynote.app.database.reading() as db:
        question_id: int | None = await db.scalar(select(func.max(Question.id)))
    assert question_id is not None
    await keynote.decide(question_id, "approval")
    return question_id


async def rows(keynote: Keynote) -> int:
    async with keynote.app.database.reading() as db:
        return await db.scalar(select(func.count()).select_from(Upvote)) or 0


async def shown_votes(keynote: Keynote, question_id: int) -> str:
    """Once the room was told."""
    await keynote.app.live.settled()
    page = await keynote.jonas.get(f"/sessions/{keynote.session_id}")
    element = BeautifulSoup(page.text, "html.parser").select_one(f"#question-{question_id} .upvote")
    assert element is not None
    return element.get_text(strip=True)


async def test_an_upvote_counts_once_and_can_be_taken_back(keynote: Keynote) -> None:
    question_id = await a_live_question(keynote)
    path = f"/questions/{question_id}/upvote"

    counts = []
    for method in ("put", "put", "delete", "delete", "put"):
        answer = await keynote.anna.post(f"{path}?_method={method}")
        assert answer.status_code == 303
        counts.append((await rows(keynote), await shown_votes(keynote, question_id)))

    assert counts == [(1, "2"), (1, "2"), (0, "1"), (0, "1"), (1, "2")]


async def test_the_same_upvote_200_times_at_once_is_one_row(keynote: Keynote) -> None:
    question_id = await a_live_question(keynote)
    cast = Cast(question_id, keynote.anna_id, wanted=True, keys=keynote.app.keys)

    await asyncio.gather(*(keynote.app.database.grouped(cast_upvotes, cast) for _ in range(200)))

    assert await rows(keynote) == 1
    assert await shown_votes(keynote, question_id) == "2"


async def test_the_askers_own_voice_is_counted_and_is_no_row(keynote: Keynote) -> None:
    for anonymous in (False, True):
        question_id = await a_live_question(keynote, anonymous=anonymous)
        answer = await keynote.sabine.put(f"/questions/{question_id}/upvote")

        assert answer.status_code == 303
        assert (await rows(keynote), await shown_votes(keynote, question_id)) == (0, "1")
        if not anonymous:
            await keynote.decide(question_id, "refusal")


async def test_a_question_that_is_not_shown_takes_no_upvote(keynote: Keynote) -> None:
    await keynote.ask("Not approved yet")

    waiting = await keynote.anna.put("/questions/1/upvote")
    missing = await keynote.anna.put("/questions/999/upvote")

    assert (waiting.status_code, missing.status_code) == (404, 404)
    assert await rows(keynote) == 0


async def test_an_answered_question_keeps_its_votes(keynote: Keynote) -> None:
    question_id = await a_live_question(keynote)
    await keynote.anna.put(f"/questions/{question_id}/upvote")
    await keynote.decide(question_id, "closure")

    answer = await keynote.anna.delete(f"/questions/{question_id}/upvote")

    assert answer.status_code == 409
    assert await rows(keynote) == 1


async def test_the_61st_upvote_within_a_minute_is_refused(keynote: Keynote) -> None:
    question_id = await a_live_question(keynote)

    statuses = [
        (await keynote.anna.put(f"/questions/{question_id}/upvote")).status_code for _ in range(61)
    ]

    assert statuses == [303] * 60 + [429]


async def test_upvoting_needs_the_mailed_link(keynote: Keynote) -> None:
    question_id = await a_live_question(keynote)

    waiting = await keynote.waiting.put(f"/questions/{question_id}/upvote")
    nobody = await keynote.nobody.put(f"/questions/{question_id}/upvote")

    assert (waiting.status_code, nobody.status_code) == (403, 401)
    assert await rows(keynote) == 0


async def test_an_upvote_and_the_end_of_anonymity_do_not_wait_for_each_other(
    keynote: Keynote,
) -> None:
    path = f"/questions/{await a_live_question(keynote, anonymous=True)}/upvote?_method=put"

    async with keynote.app.database.writing() as db:
        (scope,) = await db.scalars(select(Scope).with_for_update())
        clicking = asyncio.create_task(keynote.anna.post(path))
        if not keynote.app.database.is_sqlite:
            await asyncio.wait([clicking], timeout=PATIENCE_S)
        is_free = clicking.done()
        await unlink_authors(db, scope)

    assert (await clicking).status_code == 303
    assert is_free != keynote.app.database.is_sqlite
    assert await rows(keynote) == 1
