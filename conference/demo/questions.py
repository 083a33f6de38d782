"""The questions on the demo's running keynote, at least one in every state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conference.demo.cast import Attendee, read_seed
from conference.privacy import KeyFolder
from conference.qa.actions import Asking, ask_question
from conference.qa.models import Question
from conference.qa.moderation import Wording, answer, approve, decline, put_on_stage
from conference.qa.shifting import shift_questions
from conference.qa.upvotes import Cast, cast_upvotes

# How far apart askers and voters stand in the list of attendees, so that they are of many firms.
STEP = 7
# They were asked one after another since the keynote began.
APART = timedelta(seconds=45)


@dataclass(frozen=True)
class Keynote:
    event_id: int
    session_id: int
    moderator_id: int


async def plant_questions(
    db: AsyncSession, keys: KeyFolder, keynote: Keynote, people: dict[int, Attendee]
) -> None:
    """`people`: those who may ask, by person id; each asks once at most."""
    person_ids = list(people)
    for place, row in enumerate(read_seed("questions")):
        await shift_questions(db, keynote.event_id, -APART)
        person_id = person_ids[(place + 1) * STEP]
        asking = Asking(
            session_id=keynote.session_id,
            person_id=person_id,
            text=row["text"],
            language=row["language"],
            is_anonymous=row["is_anonymous"],
            company="" if row["is_anonymous"] else people[person_id].company.name,
        )
        question_id = await ask_question(db, keys, asking)
        if row["state"] in {"live", "stage", "answered"}:
            await approve(db, question_id)
            await _upvote(db, keys, question_id, row["upvotes"], person_ids)
        await _moderate(db, question_id, row, keynote.moderator_id)


async def _upvote(
    db: AsyncSession, keys: KeyFolder, question_id: int, votes: int, people: Sequence[int]
) -> None:
    voters = [people[(question_id * STEP + place) % len(people)] for place in range(votes)]
    await cast_upvotes(db, [Cast(question_id, voter, True, keys) for voter in voters])


async def _moderate(
    db: AsyncSession, question_id: int, row: dict[str, Any], moderator_id: int
) -> None:
    if row["state"] == "declined":
        await decline(db, question_id, row["reason"])
    if row["state"] == "stage":
        await put_on_stage(db, question_id)
    if row["state"] == "answered":
        version = (await db.get_one(Question, question_id)).version
        wording = Wording(row["answer"], moderator_id, row["by"])
        await answer(db, question_id, wording, version=version)
