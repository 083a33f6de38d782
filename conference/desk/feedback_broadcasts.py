"""What a change of a named message means for the channel team: its row, the counts, its page.

Those who are limited to regions are told only that there is something to fetch again: a pushed row
is the same for everybody, and most rows are none of theirs.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.models import Event
from conference.desk import feedback
from conference.desk.broadcasts import messages_topic, regional_topic
from conference.live import Broadcast, Topic
from conference.sentiment.actions import NamedFeedbackChanged
from conference.web import Fragment, morph, remove, upsert

MACROS = "desk/_feedback.html"


def desk(change: NamedFeedbackChanged) -> Topic:
    return messages_topic(change.event_id)


def regional(change: NamedFeedbackChanged) -> Topic:
    return regional_topic(change.event_id)


async def message(db: AsyncSession, change: NamedFeedbackChanged) -> Sequence[Fragment]:
    """Out of the lists it has left; a page shows one list, so only that one takes it in again."""
    event = await db.get_one(Event, change.event_id)
    view = await feedback.message(db, event, None, change.feedback_id)
    counts = await feedback.counts(db, change.event_id, None)
    return [
        remove(f"feedback-{view.id}"),
        *(upsert(place, MACROS, "row", view) for place in view.lists),
        *(morph(f"feedback-count-{name}", MACROS, "count", name, n) for name, n in counts.items()),
        morph(f"message-{view.id}", MACROS, "state", view, await feedback.team(db, view)),
    ]


async def notice(db: AsyncSession, change: NamedFeedbackChanged) -> Sequence[Fragment]:
    """Nothing to show: it names the event's list and the message, which their regions follow."""
    return [remove(f"inbox-{change.event_id}"), remove(f"letter-{change.feedback_id}")]


BROADCASTS = (
    Broadcast(NamedFeedbackChanged, desk, message),
    Broadcast(NamedFeedbackChanged, regional, notice),
)
