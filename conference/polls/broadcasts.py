"""What a change of a poll means for the room and for its moderators. Never a single ballot: none
is announced."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.topics import room
from conference.live import Broadcast, Topic
from conference.polls import queries
from conference.polls.actions import PollChanged
from conference.polls.parts import for_moderators, for_room
from conference.web import Fragment


def in_room(change: PollChanged) -> Topic:
    return room(change.session_id)


def moderators(change: PollChanged) -> Topic:
    return Topic(f"session/{change.session_id}/moderators")


async def polls_in_room(db: AsyncSession, change: PollChanged) -> Sequence[Fragment]:
    return for_room(await queries.polls_of(db, change.session_id))


async def polls_for_moderators(db: AsyncSession, change: PollChanged) -> Sequence[Fragment]:
    return for_moderators(await queries.moderated(db, change.session_id))


BROADCASTS = (
    Broadcast(PollChanged, in_room, polls_in_room),
    Broadcast(PollChanged, moderators, polls_for_moderators),
)
