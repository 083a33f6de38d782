"""Reads of events: the current one, all that may be seen, one by its short name."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Viewer
from conference.agenda.days import conference_day
from conference.agenda.mastheads import Masthead
from conference.agenda.models import SHOWN, Event, EventState
from conference.agenda.visibility import require_visible
from conference.errors import NotFound


def masthead(event: Event) -> Masthead:
    return Masthead(
        id=event.id,
        slug=event.slug,
        title=event.title,
        motto=event.motto,
        summary=event.summary,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        zone=event.zone,
        day_change=event.day_change,
        state=event.state,
        takes_registrations=event.takes_registrations,
        languages=tuple(event.languages.split(",")),
        accent=event.accent,
        logo=event.logo or "",
        picture=event.picture or "",
        card=event.card or "",
        stream_hosts=tuple(event.stream_hosts.split()),
        contact=event.contact,
        privacy=event.privacy,
    )


async def current_event(db: AsyncSession) -> Event | None:
    """Of those published, the first that is not over, running or to come; else the last one there
    was, archived or not."""
    now = clock.now()
    yesterday = now.date() - timedelta(days=1)  # It may still be yesterday where the event is.
    coming = await db.scalars(
        select(Event)
        .where(Event.state == EventState.PUBLISHED, Event.ends_on >= yesterday)
        .order_by(Event.starts_on, Event.id)
    )
    for event in coming:
        if event.ends_on >= conference_day(now, event.zone, event.day_change):
            return event
    last = select(Event).where(Event.state.in_(SHOWN))
    return (await db.scalars(last.order_by(Event.ends_on.desc(), Event.id.desc()).limit(1))).first()


async def editions(db: AsyncSession) -> list[Masthead]:
    """All events that everybody may see, the latest first."""
    query = select(Event).where(Event.state.in_(SHOWN))
    rows = await db.scalars(query.order_by(Event.starts_on.desc(), Event.id.desc()))
    return [masthead(event) for event in rows]


async def event_by_slug(db: AsyncSession, slug: str, viewer: Viewer | None) -> Event:
    """Raises NotFound, for a draft too where the viewer has no part in it."""
    event = (await db.scalars(select(Event).where(Event.slug == slug))).one_or_none()
    if event is None:
        raise NotFound
    require_visible(event, viewer)
    return event
