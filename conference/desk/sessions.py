"""Reads of the sessions' page: feedback and polls of an event's sessions, from releases alone.

Three statements for feedback and four for polls, however many sessions there are. Whether anybody
has answered what is not released yet shows nowhere.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conference.agenda.editions import masthead
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event, Session
from conference.agenda.pages import current_agenda
from conference.agenda.views import Item
from conference.desk.charts import Band, band
from conference.desk.mood_parts import ShareRow, shares_of
from conference.desk.wording import LEVELS
from conference.i18n import Translated
from conference.polls.models import Poll, PollState
from conference.polls.results import result
from conference.privacy import ScopeKind, releases
from conference.privacy.figures import Cell, Figures
from conference.privacy.releases import CommentView, Released

ASKED = (PollState.OPEN, PollState.CLOSED, PollState.ARCHIVED)


@dataclass(frozen=True)
class PollReport:
    """While it is open only that is said. `total`: None with fewer than ten companies."""

    id: int
    wording: Translated
    is_open: bool
    closes_at: datetime | None
    total: Cell | None
    bars: tuple[ShareRow, ...]


@dataclass(frozen=True)
class Rating:
    """What a session's feedback says so far."""

    cell: Cell
    is_final: bool

    @property
    def band(self) -> Band | None:
        return band(self.cell.mean) if self.cell.mean else None

    @property
    def bars(self) -> tuple[ShareRow, ...]:
        return shares_of(self.cell, LEVELS)


@dataclass(frozen=True)
class SessionReport:
    item: Item
    rating: Rating | None
    comments: tuple[CommentView, ...]
    polls: tuple[PollReport, ...]


@dataclass(frozen=True)
class SessionsView:
    """`reports`: in the order of the programme; of sessions with something to report."""

    event: Masthead
    reports: tuple[SessionReport, ...]


async def sessions(db: AsyncSession, event: Event) -> SessionsView:
    agenda = await current_agenda(db, event)
    ids = [item.id for item in agenda.items]
    rated = await releases.latest(db, ScopeKind.FEEDBACK, ids)
    comments = await releases.comments_of(db, ScopeKind.FEEDBACK, ids)
    polls = await _polls(db, event.id)
    reports = (
        SessionReport(item, _rating(rated.get(item.id)), comments.get(item.id, ()), polls[item.id])
        for item in agenda.items
    )
    told = tuple(each for each in reports if each.rating or each.comments or each.polls)
    return SessionsView(masthead(event), told)


async def sessions_of_event(db: AsyncSession, event_id: int) -> SessionsView:
    return await sessions(db, await db.get_one(Event, event_id))


async def event_of(db: AsyncSession, session_id: int) -> int | None:
    return await db.scalar(select(Session.event_id).where(Session.id == session_id))


async def session_ids(db: AsyncSession, event_id: int) -> Sequence[int]:
    return (await db.scalars(select(Session.id).where(Session.event_id == event_id))).all()


def _rating(released: Released | None) -> Rating | None:
    total = released.total if released else None
    return Rating(total, released.is_final) if released and total else None


async def _polls(db: AsyncSession, event_id: int) -> Mapping[int, tuple[PollReport, ...]]:
    """By session, in the order in which they were opened."""
    query = (
        select(Poll)
        .join(Session, Session.id == Poll.session_id)
        .where(Session.event_id == event_id, Poll.state.in_(ASKED))
        .options(selectinload(Poll.choices))
        .order_by(Poll.opened_at, Poll.id)
    )
    rows = (await db.scalars(query)).all()
    released = await releases.latest(db, ScopeKind.POLL, [row.id for row in rows])
    by_session: defaultdict[int, tuple[PollReport, ...]] = defaultdict(tuple)
    for row in rows:
        by_session[row.session_id] += (_report(row, released.get(row.id)),)
    return by_session


def _report(row: Poll, released: Released | None) -> PollReport:
    is_open = row.state == PollState.OPEN
    # Of one that is open the room may see more; here it is not judged before its end.
    figures = released.figures if released and not is_open else Figures()
    found = result(figures, {str(choice.id): choice.wording for choice in row.choices})
    rows = (ShareRow(each.label, each.share) for each in found.bars)
    return PollReport(row.id, row.wording, is_open, row.closes_at, found.total, tuple(rows))
