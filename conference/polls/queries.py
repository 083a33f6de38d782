"""Reads of polls: views that are the same for everyone in the room, or for its moderators.

Nothing here knows who answered, or how many did while a poll is open.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conference.agenda.models import Event, Session
from conference.errors import NotFound
from conference.i18n import Text, Translated
from conference.polls.models import Poll, PollKind, PollState, ResultsShown
from conference.polls.results import ResultView, result
from conference.privacy import ScopeKind, releases
from conference.privacy.models import ScopeState
from conference.privacy.releases import Released, ScopeView

IN_ROOM = (PollState.OPEN, PollState.CLOSED)
FOR_MODERATORS = (PollState.DRAFT, *IN_ROOM)
SCALE = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Option:
    """What can be ticked: `value` is sent."""

    value: str
    label: Translated | Text


@dataclass(frozen=True)
class Place:
    session_id: int
    event_id: int
    title: Translated


@dataclass(frozen=True)
class PollView:
    """`is_open`: ballots are taken. `is_closing`: no more, and the figures are being formed.
    `invited`: companies that count in it. `result`: what this audience may see, if anything."""

    id: int
    session_id: int
    event_id: int
    kind: PollKind
    wording: Translated
    options: tuple[Option, ...]
    least: int
    most: int
    minutes: int
    shown: ResultsShown
    state: PollState
    is_open: bool
    is_closing: bool
    is_void: bool
    is_result_shown: bool
    invited: int
    closes_at: datetime | None
    closed_at: datetime | None
    zone: ZoneInfo
    version: int
    result: ResultView | None

    @property
    def takes_several(self) -> bool:
        return self.kind == PollKind.MULTIPLE

    @property
    def is_live(self) -> bool:
        return self.shown == ResultsShown.LIVE


@dataclass(frozen=True)
class PollsView:
    """Of one session, the newest first; the room sees no drafts."""

    session_id: int
    polls: tuple[PollView, ...]

    @property
    def opened(self) -> tuple[PollView, ...]:
        return self._in(PollState.OPEN)

    @property
    def closed(self) -> tuple[PollView, ...]:
        return self._in(PollState.CLOSED)

    @property
    def drafts(self) -> tuple[PollView, ...]:
        return self._in(PollState.DRAFT)

    def _in(self, state: PollState) -> tuple[PollView, ...]:
        return tuple(poll for poll in self.polls if poll.state == state)


async def place(db: AsyncSession, session_id: int) -> Place:
    """Raises NotFound."""
    session = await db.get(Session, session_id)
    if session is None:
        raise NotFound
    return Place(session.id, session.event_id, session.title)


async def place_of(db: AsyncSession, poll_id: int) -> Place:
    """The session a poll belongs to. Raises NotFound."""
    session_id = await db.scalar(select(Poll.session_id).where(Poll.id == poll_id))
    if session_id is None:
        raise NotFound
    return await place(db, session_id)


async def polls_of(db: AsyncSession, session_id: int) -> PollsView:
    """What everybody in the room sees."""
    query = _polls(IN_ROOM).where(Poll.session_id == session_id)
    return PollsView(session_id, await _views(db, query, is_moderator=False))


async def moderated(db: AsyncSession, session_id: int) -> PollsView:
    """With drafts, and with results that are not shown to the room."""
    query = _polls(FOR_MODERATORS).where(Poll.session_id == session_id)
    return PollsView(session_id, await _views(db, query, is_moderator=True))


async def polls(db: AsyncSession, poll_ids: Collection[int]) -> dict[int, PollView]:
    """As the room sees them: without drafts and what is archived."""
    views = await _views(db, _polls(IN_ROOM).where(Poll.id.in_(poll_ids)), is_moderator=False)
    return {view.id: view for view in views}


async def poll(db: AsyncSession, poll_id: int) -> PollView:
    """The same of one. Raises NotFound."""
    found = await polls(db, [poll_id])
    if not found:
        raise NotFound
    return found[poll_id]


async def stored(db: AsyncSession, poll_id: int) -> Poll:
    """The row with its choices, for the form. Raises NotFound."""
    query = select(Poll).where(Poll.id == poll_id).options(selectinload(Poll.choices))
    found = await db.scalar(query)
    if found is None:
        raise NotFound
    return found


def _polls(states: Iterable[PollState]) -> Select[Poll, int, str]:
    return (
        select(Poll, Event.id, Event.timezone)
        .join(Session, Session.id == Poll.session_id)
        .join(Event, Event.id == Session.event_id)
        .where(Poll.state.in_(tuple(states)))
        .options(selectinload(Poll.choices))
        .order_by(Poll.id.desc())
    )


async def _views(
    db: AsyncSession, query: Select[Poll, int, str], *, is_moderator: bool
) -> tuple[PollView, ...]:
    rows = (await db.execute(query)).all()
    scopes = await releases.scopes(db, ScopeKind.POLL, [row.id for row, _, _ in rows])
    seen = [row.id for row, _, _ in rows if _is_result_seen(row, is_moderator)]
    released = await releases.latest(db, ScopeKind.POLL, seen) if seen else {}
    return tuple(
        _view(row, event_id, ZoneInfo(zone), scopes.get(row.id), _result(row, released))
        for row, event_id, zone in rows
    )


def _is_result_seen(row: Poll, is_moderator: bool) -> bool:
    """Before the end nobody sees more than the room, which sees live results only."""
    if row.state == PollState.CLOSED:
        return row.is_result_shown or is_moderator
    return row.shown == ResultsShown.LIVE


def _result(row: Poll, released: dict[int, Released]) -> ResultView | None:
    if row.id not in released:
        return None
    wordings = {str(choice.id): choice.wording for choice in row.choices}
    return result(released[row.id].figures, wordings)


def _view(
    row: Poll, event_id: int, zone: ZoneInfo, scope: ScopeView | None, seen: ResultView | None
) -> PollView:
    takes_ballots = scope is not None and scope.state == ScopeState.OPEN
    return PollView(
        id=row.id,
        session_id=row.session_id,
        event_id=event_id,
        kind=row.kind,
        wording=row.wording,
        options=_options(row),
        least=row.least,
        most=row.most,
        minutes=row.minutes,
        shown=row.shown,
        state=row.state,
        is_open=row.state == PollState.OPEN and takes_ballots,
        is_closing=row.state == PollState.OPEN and not takes_ballots,
        is_void=scope is not None and scope.state == ScopeState.VOID,
        is_result_shown=row.is_result_shown,
        invited=scope.invited if scope else 0,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        zone=zone,
        version=row.version,
        result=seen,
    )


def _options(row: Poll) -> tuple[Option, ...]:
    if row.kind == PollKind.SCALE:
        return tuple(Option(value, Text(value)) for value in SCALE)
    return tuple(Option(str(choice.id), choice.wording) for choice in row.choices)
