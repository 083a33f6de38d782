"""What the landing page says of a programme: its hours, and where to go in. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from conference.agenda.mastheads import Masthead
from conference.agenda.onward import ahead
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


def way_in(programme: AgendaView, bookmarked: Collection[int], now: datetime) -> str:
    """Where somebody who comes in now wants to be: in what is on, if it is clear in what, else
    where they find what is on and what comes."""
    found = ahead(programme, bookmarked, now)
    if found.first and found.is_on:
        return f"/sessions/{found.first.id}"
    return f"/events/{programme.event.slug}"


def _into_the_day(event: Masthead, item: Item, moment: datetime) -> timedelta:
    return event.local(moment).replace(tzinfo=None) - datetime.combine(item.day, time())
