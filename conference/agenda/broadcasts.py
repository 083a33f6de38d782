"""What changes of a programme mean for those who look at it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.actions import AgendaChanged
from conference.agenda.models import Event
from conference.agenda.pages import current_agenda
from conference.agenda.topics import agenda_topic
from conference.live import Broadcast, Topic
from conference.web import Fragment, morph


def _topic(change: AgendaChanged) -> Topic:
    return agenda_topic(change.event_id)


async def now_and_next(db: AsyncSession, change: AgendaChanged) -> Sequence[Fragment]:
    """Of the list itself only the version is told; a page that shows another fetches its own
    part again (js/agenda.js), since the whole is too long to be pushed to everyone."""
    event = await db.get(Event, change.event_id)
    if event is None:
        return []
    agenda = await current_agenda(db, event)
    return [morph("agenda-now", "agenda/_now.html", "region", agenda, clock.now())]


BROADCASTS = (Broadcast(AgendaChanged, _topic, now_and_next),)
