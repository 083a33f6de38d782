"""What a change of a question means for the room and for its moderators."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.actions import SessionChanged
from conference.agenda.topics import room
from conference.live import Broadcast, PresenceChanged, Topic, present
from conference.qa import queries
from conference.qa.actions import BoardChanged, NumberChanged, QuestionChanged
from conference.qa.lists import MODERATED, list_of
from conference.qa.parts import BOARD
from conference.web import Fragment, morph, remove, upsert

QUESTION = "qa/_question.html"


def in_room(change: QuestionChanged | NumberChanged | BoardChanged | SessionChanged) -> Topic:
    return room(change.session_id)


def moderators(change: QuestionChanged | BoardChanged) -> Topic:
    return Topic(f"session/{change.session_id}/moderators")


async def question_in_room(db: AsyncSession, change: QuestionChanged) -> Sequence[Fragment]:
    view = await queries.question(db, change.question_id)
    if view is None or not view.is_shown:
        return [remove(f"question-{change.question_id}")]
    return [upsert("questions", QUESTION, "question", view)]


async def number_in_room(db: AsyncSession, change: NumberChanged) -> Sequence[Fragment]:
    return [morph("questions-count", BOARD, "count", await queries.count(db, change.session_id))]


async def board_in_room(
    db: AsyncSession, change: BoardChanged | SessionChanged
) -> Sequence[Fragment]:
    """What is cancelled takes no questions either."""
    view = await queries.board(db, change.session_id)
    return [morph("questions-state", BOARD, "state", view)]


async def question_for_moderators(db: AsyncSession, change: QuestionChanged) -> Sequence[Fragment]:
    view = await queries.question(db, change.question_id)
    if view is None:
        return [remove(f"moderated-{change.question_id}")]
    return [upsert(list_of(view), MODERATED, "item", view)]


async def board_for_moderators(db: AsyncSession, change: BoardChanged) -> Sequence[Fragment]:
    view = await queries.board(db, change.session_id)
    return [morph("moderated-switches", MODERATED, "switches", view)]


def moderators_of(change: PresenceChanged) -> Topic:
    return Topic(f"{change.topic}/moderators")


async def audience_for_moderators(db: AsyncSession, change: PresenceChanged) -> Sequence[Fragment]:
    """Exact, where the room sees about how many it is."""
    return [morph("moderated-audience", MODERATED, "audience", await present(db, change.topic))]


BROADCASTS = (
    Broadcast(QuestionChanged, in_room, question_in_room),
    Broadcast(NumberChanged, in_room, number_in_room),
    Broadcast(BoardChanged, in_room, board_in_room),
    Broadcast(SessionChanged, in_room, board_in_room),
    Broadcast(QuestionChanged, moderators, question_for_moderators),
    Broadcast(BoardChanged, moderators, board_for_moderators),
    Broadcast(PresenceChanged, moderators_of, audience_for_moderators),
)
