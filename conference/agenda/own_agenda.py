"""Somebody's own agenda: what they have bookmarked by day, and what of it is at the same time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.bookmarks import bookmarked
from conference.agenda.clashes import overlapping
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event, Session, SessionState, Slot
from conference.agenda.pages import current_agenda
from conference.agenda.programme import AgendaView, DayView
from conference.agenda.views import Item
from conference.i18n import Translated


@dataclass(frozen=True)
class GoneView:
    """Bookmarked, and no longer in the programme, or not yet. `starts_at`: None without a time."""

    id: int
    title: Translated
    is_withdrawn: bool
    starts_at: datetime | None


@dataclass(frozen=True)
class OwnAgenda:
    """`programme`: the part of it that is shown, which is what is `bookmarked` and what was
    until a moment ago. `gone`: see there."""

    programme: AgendaView
    bookmarked: frozenset[int]
    gone: tuple[GoneView, ...]

    @property
    def event(self) -> Masthead:
        return self.programme.event

    @property
    def days(self) -> tuple[DayView, ...]:
        return self.programme.days

    @property
    def is_empty(self) -> bool:
        """Nothing is shown; what has just been taken off still is."""
        return not self.programme.items and not self.gone

    @cached_property
    def clashes(self) -> dict[int, tuple[Item, ...]]:
        """By session what else takes place at the same time. Nobody has to be at a break, and
        nobody can be at what is cancelled."""
        found: defaultdict[int, list[Item]] = defaultdict(list)
        for one, other in overlapping(item for item in self.programme.items if self._binds(item)):
            found[one.id].append(other)
            found[other.id].append(one)
        return {id_: tuple(items) for id_, items in found.items()}

    def _binds(self, item: Item) -> bool:
        return item.id in self.bookmarked and not (item.is_break or item.is_cancelled)


async def own_agenda(
    db: AsyncSession, event: Event, person_id: int, removed_id: int | None = None
) -> OwnAgenda:
    """`removed_id`: a session that has just been taken off and is still to be seen, so that the
    list stays as it is under the pointer and one click puts it on again."""
    programme = await current_agenda(db, event)
    own = await bookmarked(db, person_id, event.id)
    shown = own if removed_id is None else own | {removed_id}
    items = tuple(item for item in programme.items if item.id in shown)
    gone = await _gone(db, shown - {item.id for item in items})
    return OwnAgenda(replace(programme, items=items), own, gone)


async def _gone(db: AsyncSession, ids: Iterable[int]) -> tuple[GoneView, ...]:
    wanted = list(ids)
    if not wanted:
        return ()
    rows = await db.execute(
        select(Session.id, Session.title, Session.state, Slot.starts_at)
        .outerjoin(Slot, Slot.session_id == Session.id)
        .where(Session.id.in_(wanted))
        .order_by(Slot.starts_at.is_(None), Slot.starts_at, Session.id)
    )
    return tuple(
        GoneView(id_, title, state == SessionState.WITHDRAWN, starts_at)
        for id_, title, state, starts_at in rows
    )
