"""The questions on the demo's sessions, at least one in every state on the running keynote."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conference.demo.answers import Circle
from conference.demo.cast import WHOLE
from conference.demo.editions import Edition
from conference.qa.actions import Asking, ask_question
from conference.qa.models import Question
from conference.qa.moderation import (
    Wording,
    answer,
    approve,
    decline,
    mark_answered,
    put_on_stage,
)
from conference.qa.shifting import shift_questions
from conference.qa.upvotes import Cast, cast_upvotes

# How far apart askers and voters stand in the list of attendees, so that they are of many firms.
STEP = 7
# They were asked one after another since the keynote began: so many a minute.
A_MINUTE = 4
MINUTE = timedelta(minutes=1)
SHOWN = {"live", "stage", "answered"}


async def plant_questions(
    db: AsyncSession, edition: Edition, circle: Circle, moderator_id: int
) -> None:
    """Each person asks once at most."""
    person_ids = list(circle.people)
    for place, row in enumerate(edition.seed("questions")):
        if place % A_MINUTE == 0:
            await shift_questions(db, edition.event_id, -MINUTE)
        person_id = person_ids[(place * STEP + 1) % len(person_ids)]
        asking = _asking(edition, circle, person_id, row)
        question_id = await ask_question(db, circle.keys, asking)
        if row["state"] in SHOWN:
            await approve(db, question_id)
            await _upvote(db, circle, question_id, row["upvotes"])
        await _moderate(db, question_id, row, moderator_id)


def _asking(edition: Edition, circle: Circle, person_id: int, row: Mapping[str, Any]) -> Asking:
    is_anonymous = row["is_anonymous"]
    return Asking(
        session_id=edition.sessions[row.get("session", "opening-keynote")],
        person_id=person_id,
        text=row["text"],
        language=row["language"],
        is_anonymous=is_anonymous,
        company="" if is_anonymous else circle.people[person_id].company.name,
    )


async def _upvote(db: AsyncSession, circle: Circle, question_id: int, votes: int) -> None:
    """`votes`: of the whole crowd; a smaller one has as many fewer."""
    people: Sequence[int] = list(circle.people)
    count = min(-(-votes * len(people) // WHOLE.attendees), len(people))
    voters = [people[(question_id * STEP + place) % len(people)] for place in range(count)]
    await cast_upvotes(db, [Cast(question_id, voter, True, circle.keys) for voter in voters])


async def _moderate(
    db: AsyncSession, question_id: int, row: Mapping[str, Any], moderator_id: int
) -> None:
    if row["state"] == "declined":
        await decline(db, question_id, row["reason"])
    if row["state"] == "stage":
        await put_on_stage(db, question_id)
    if row["state"] == "answered" and "answer" not in row:
        await mark_answered(db, question_id)
    elif row["state"] == "answered":
        version = (await db.get_one(Question, question_id)).version
        wording = Wording(row["answer"], moderator_id, row["by"])
        await answer(db, question_id, wording, version=version)
