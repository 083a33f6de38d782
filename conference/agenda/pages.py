"""What of the agenda's pages is kept between requests, since hundreds of sessions are slow to
read and to render.

Right with any number of processes: what is kept belongs to an `agenda_version`, which every
request reads anew and every write raises.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.agenda import queries
from conference.agenda.models import Event
from conference.agenda.programme import AgendaView, DayView, Filter
from conference.web.templates import render_macro

KEPT_AGENDAS = 8
KEPT_LISTS = 100
# Above this, a page shows one day at a time.
LONG = 150


@dataclass
class Kept:
    """Of one database. The least recently asked for goes first."""

    agendas: OrderedDict[int, AgendaView] = field(default_factory=OrderedDict)
    lists: OrderedDict[tuple[Any, ...], Markup] = field(default_factory=OrderedDict)


_kept: WeakKeyDictionary[Any, Kept] = WeakKeyDictionary()


@dataclass(frozen=True)
class Choice:
    """Which part of a programme a page shows. `day`: None shows them all.

    `is_long`: the programme is so long that one day at a time is the rule.
    """

    wanted: Filter
    day: date | None
    is_long: bool

    def days(self, agenda: AgendaView) -> tuple[DayView, ...]:
        return tuple(day for day in agenda.days if self.day in (None, day.date))


async def current_agenda(db: AsyncSession, event: Event) -> AgendaView:
    """The programme as of the event's version; read from the database once for each."""
    agendas = _of(db).agendas
    known = agendas.get(event.id)
    if known is None or known.version != event.agenda_version:
        known = agendas[event.id] = await queries.agenda(db, event)
    _trim(agendas, event.id, KEPT_AGENDAS)
    return known


def choose(agenda: AgendaView, wanted: Filter, day: str, now: datetime) -> Choice:
    """One day of a long programme, the one asked for or today's; else, and for whoever looks
    for something, all days."""
    is_long = len(agenda.items) > LONG
    known = {each.date.isoformat(): each.date for each in agenda.days}
    if day in known:
        return Choice(wanted, known[day], is_long)
    shows_all = day == "all" or not is_long or not wanted.is_empty
    return Choice(wanted, None if shows_all else agenda.day_at(now), is_long)


def list_of(db: AsyncSession, agenda: AgendaView, choice: Choice, now: datetime) -> Markup:
    """The rendered days. Nothing in them changes between two moments of the programme."""
    lists = _of(db).lists
    stage = bisect_right(agenda.moments, now)
    key = (agenda.event.id, agenda.version, choice, stage, i18n.locale())
    known = lists.get(key)
    if known is None:
        found = agenda.matching(choice.wanted)
        known = render_macro(
            "agenda/_days.html", "days", found, choice.days(found), bool(agenda.items), now
        )
        # What somebody typed is hardly ever asked for again.
        if choice.wanted.text:
            return known
        lists[key] = known
    _trim(lists, key, KEPT_LISTS)
    return known


def forget(db: AsyncSession, event_id: int) -> None:
    """Of an event that is deleted: SQLite gives its id to another one."""
    kept = _of(db)
    kept.agendas.pop(event_id, None)
    for key in [key for key in kept.lists if key[0] == event_id]:
        del kept.lists[key]


def _of(db: AsyncSession) -> Kept:
    return _kept.setdefault(db.get_bind(), Kept())


def _trim(kept: OrderedDict[Any, Any], used: Hashable, most: int) -> None:
    kept.move_to_end(used)
    while len(kept) > most:
        kept.popitem(last=False)
