"""What released figures and polls mean for the channel team's pages: the same for all of it, also
for those who are limited to regions. Named messages: `feedback_broadcasts`."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.desk.mood import mood_of_event
from conference.desk.mood_fragments import live_parts
from conference.desk.sessions import event_of, sessions_of_event
from conference.live import Broadcast, Topic
from conference.polls.actions import PollChanged
from conference.sentiment.actions import FeedbackReleased, MoodReleased
from conference.web import Fragment, morph


def event_topic(event_id: int) -> Topic:
    return Topic(f"event/{event_id}/desk")


def session_topic(session_id: int) -> Topic:
    return Topic(f"session/{session_id}/desk")


def messages_topic(event_id: int) -> Topic:
    """Of those who are limited to no region."""
    return Topic(f"event/{event_id}/desk/messages")


def regional_topic(event_id: int) -> Topic:
    return Topic(f"event/{event_id}/desk/regional")


def desk(change: MoodReleased | FeedbackReleased) -> Topic:
    return event_topic(change.event_id)


def desk_of_session(change: PollChanged) -> Topic:
    return session_topic(change.session_id)


async def barometer(db: AsyncSession, change: MoodReleased) -> Sequence[Fragment]:
    return live_parts(await mood_of_event(db, change.event_id))


async def feedback(db: AsyncSession, change: FeedbackReleased) -> Sequence[Fragment]:
    return await _reports(db, change.event_id)


async def polls(db: AsyncSession, change: PollChanged) -> Sequence[Fragment]:
    event_id = await event_of(db, change.session_id)
    return await _reports(db, event_id) if event_id else []


async def _reports(db: AsyncSession, event_id: int) -> Sequence[Fragment]:
    view = await sessions_of_event(db, event_id)
    return [morph("desk-sessions", "desk/_sessions.html", "region", view)]


BROADCASTS = (
    Broadcast(MoodReleased, desk, barometer),
    Broadcast(FeedbackReleased, desk, feedback),
    Broadcast(PollChanged, desk_of_session, polls),
)
