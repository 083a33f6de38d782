"""What the landing page says of a programme: its hours, and where to go in. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain

from conference.agenda.mastheads import Masthead
from conference.agenda.programme import AgendaView
from conference.agenda.views import Item


@dataclass(frozen=True)
class Hours:
    """The earliest start and the latest end of all days, as moments of the days they occur on.

    `ends_at` is None where the longest night ends after the earliest morning has begun.
    """

    starts_at: datetime
    ends_at: datetime | None


def hours(programme: AgendaView) -> Hours | None:
    """None for a programme without sessions. 01:00 after midnight is later than 23:00."""
    if not programme.items:
        return None
    event = programme.event
    first = min(programme.items, key=lambda item: _into_the_day(event, item, item.starts_at))
    last = max(programme.items, key=lambda item: _into_the_day(event, item, item.ends_at))
    begins = _into_the_day(event, first, first.starts_at)
    ends = _into_the_day(event, last, last.ends_at)
    is_told = ends - begins < timedelta(days=1)
    return Hours(first.starts_at, last.ends_at if is_told else None)


def way_in(programme: AgendaView, now: datetime) -> str:
    """Where somebody who comes in now wants to be: what is on, keynotes before all, else what
    comes next, else the agenda."""
    running = sorted(programme.on_now(now), key=lambda item: not item.is_keynote)
    first = next(chain(running, programme.up_next(now)), None)
    return f"/sessions/{first.id}" if first else f"/events/{programme.event.slug}/agenda"


def _into_the_day(event: Masthead, item: Item, moment: datetime) -> timedelta:
    return event.local(moment).replace(tzinfo=None) - datetime.combine(item.day, time())
