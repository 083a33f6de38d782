"""What a change of a named message means for the channel team: its row, the counts, its page."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.models import Event
from conference.desk import feedback
from conference.live import Broadcast, Topic
from conference.sentiment.actions import NamedFeedbackChanged
from conference.web import Fragment, morph, remove, upsert

MACROS = "desk/_feedback.html"


def desk(change: NamedFeedbackChanged) -> Topic:
    return Topic(f"event/{change.event_id}/desk")


async def message(db: AsyncSession, change: NamedFeedbackChanged) -> Sequence[Fragment]:
    """Out of the lists it has left; a page shows one list, so only that one takes it in again."""
    event = await db.get_one(Event, change.event_id)
    view = await feedback.message(db, event, change.feedback_id)
    counts = await feedback.counts(db, change.event_id)
    return [
        remove(f"feedback-{view.id}"),
        *(upsert(place, MACROS, "row", view) for place in view.lists),
        *(morph(f"feedback-count-{name}", MACROS, "count", name, n) for name, n in counts.items()),
        morph(f"message-{view.id}", MACROS, "state", view, await feedback.team(db, event.id)),
    ]


BROADCASTS = (Broadcast(NamedFeedbackChanged, desk, message),)
