"""Moving the questions of a whole event in time, along with the event itself."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.models import Session
from conference.db import announce
from conference.qa.actions import BoardChanged
from conference.qa.models import Answer, Question


async def shift_questions(db: AsyncSession, event_id: int, delta: timedelta) -> None:
    """Of questions and answers alike; see `agenda.shifting`."""
    rows = await db.execute(
        select(Question, Answer)
        .join(Session, Session.id == Question.session_id)
        .outerjoin(Answer, Answer.question_id == Question.id)
        .where(Session.event_id == event_id)
    )
    for question, answer in rows:
        question.asked_at += delta
        if answer is not None:
            answer.answered_at += delta
        announce(db, BoardChanged(question.session_id))
