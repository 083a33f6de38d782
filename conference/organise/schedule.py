"""Reads of the schedule: a day's grid, what is not scheduled yet, and all that is in conflict."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, joinedload

from conference.accounts.models import Role, RoleKind
from conference.agenda.conflicts import ConflictKind, Planned, ScheduleConflict, conflicts
from conference.agenda.editing import parts
from conference.agenda.editions import masthead
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event, Room, Session, SessionKind, SessionState, Slot
from conference.agenda.streams import refused_source
from conference.i18n import Text, Translated, _
from conference.organise.grid import Column, Line, extent, lanes, lines
from conference.organise.offered import days_of
from conference.organise.sessions import speaker_names

KINDS: dict[ConflictKind, Text] = {
    ConflictKind.ROOM: _("Room taken twice"),
    ConflictKind.SPEAKER: _("Speaker in two places"),
    ConflictKind.OUTSIDE: _("Outside the event"),
    ConflictKind.NO_STREAM: _("No stream"),
    ConflictKind.REFUSED_STREAM: _("Stream is not played"),
    ConflictKind.NO_MODERATOR: _("No moderator"),
}
NO_ROOM = _("No room yet")
# Whoever reads so many does not look for the next.
MOST_NAMED = 200


@dataclass(frozen=True)
class Block:
    """A session in the grid. `conflicts`: each kind of its conflicts once."""

    id: int
    title: Translated
    kind: SessionKind
    is_cancelled: bool
    starts_at: datetime
    ends_at: datetime
    speakers: tuple[str, ...]
    conflicts: tuple[ConflictKind, ...]


@dataclass(frozen=True)
class DayTab:
    """`errors`: how many conflicts of its sessions cannot be left so."""

    date: date
    is_current: bool
    errors: int


@dataclass(frozen=True)
class ScheduleView:
    """`columns` and `lines`: the grid of the day; `beside`: what has no place in it, as too much is
    in its room at once, by room. `placing`: the session, by id and title, that a place is looked
    for. `conflicts`: those of the day's sessions; `titles`: by session."""

    event: Masthead
    day: date
    days: tuple[DayTab, ...]
    columns: tuple[Column[Block], ...]
    lines: tuple[Line[Block], ...]
    beside: Mapping[str, Sequence[Block]]
    conflicts: tuple[ScheduleConflict, ...]
    unscheduled: tuple[tuple[int, Translated], ...]
    placing: tuple[int, Translated] | None
    titles: Mapping[int, Translated]

    @property
    def headings(self) -> list[tuple[str, int]]:
        """The rooms, and how many columns each has."""
        rooms = groupby(self.columns, lambda column: (column.room_id, column.name))
        return [(name, len(list(columns))) for (_room_id, name), columns in rooms]

    def is_offered(self, column: Column[Block], at: datetime) -> bool:
        """Whether what is being placed could begin then in the column's room. A room with more than
        one column offers its free time in the first."""
        if self.placing is None or column.room_id is None:
            return False
        ours = self._by_room[column.room_id]
        blocks = (block for each in ours for block in each.blocks)
        return column is ours[0] and not any(
            block.starts_at <= at < block.ends_at for block in blocks if not block.is_cancelled
        )

    @cached_property
    def _by_room(self) -> Mapping[int | None, list[Column[Block]]]:
        rooms = groupby(self.columns, lambda column: column.room_id)
        return {room_id: list(columns) for room_id, columns in rooms}


async def schedule(
    db: AsyncSession,
    event: Event,
    wished: date | None,
    placing_id: int | None,
    allowed: Collection[str],
) -> ScheduleView:
    """Of the day that is wished for, else of the first with a session. `allowed`:
    `agenda.streams.sources`."""
    rows = await _sessions(db, event.id)
    rooms = await parts(db, Room, event.id)
    speakers = await speaker_names(db, event.id)
    shown = masthead(event)
    moderated = await _moderated(db, event.id)
    planned = _planned(rows, rooms, speakers, moderated, allowed)
    found = conflicts(planned, shown.begins_at, shown.ends_at)
    days = {row.id: row.slot.day for row in rows if row.slot}
    day = wished or min(days.values(), default=event.starts_on)
    blocks = _blocks(rows, day, found, speakers)
    columns, beside = _columns(rooms, blocks)
    titles = {row.id: row.title for row in rows}
    is_open = placing_id in titles
    begins_at, ends_at = extent(shown, day, [b for _room, b in blocks], is_open=is_open)
    return ScheduleView(
        event=shown,
        day=day,
        days=_tabs(shown, day, days, found),
        columns=tuple(columns),
        lines=tuple(lines(columns, begins_at, ends_at, is_open=is_open)),
        beside=beside,
        conflicts=tuple(each for each in found if day in {days[id_] for id_ in each.sessions}),
        unscheduled=tuple((row.id, row.title) for row in rows if _is_waiting(row)),
        placing=(placing_id, titles[placing_id]) if placing_id in titles else None,
        titles=titles,
    )


async def _sessions(db: AsyncSession, event_id: int) -> list[Session]:
    query = (
        select(Session)
        .outerjoin(Slot, Slot.session_id == Session.id)
        .where(Session.event_id == event_id, Session.state != SessionState.WITHDRAWN)
        .order_by(Slot.starts_at, Session.id)
        .options(joinedload(Session.slot), defer(Session.description), defer(Session.abstract))
    )
    return list(await db.scalars(query))


def _planned(
    rows: Iterable[Session],
    rooms: Iterable[Room],
    speakers: Mapping[int, Mapping[int, str]],
    moderated: frozenset[int | None],
    allowed: Collection[str],
) -> list[Planned]:
    """What takes place."""
    names = {room.id: room.name for room in rooms}
    return [
        Planned(
            id=row.id,
            title=row.title,
            starts_at=row.slot.starts_at,
            ends_at=row.slot.ends_at,
            room_id=row.slot.room_id,
            room=names.get(row.slot.room_id or 0, ""),
            speakers=speakers.get(row.id, {}),
            is_break=row.kind == SessionKind.BREAK,
            has_stream=bool(row.video),
            refused_source=refused_source(row.video, allowed),
            is_moderated=not moderated.isdisjoint({row.id, None}),
        )
        for row in rows
        if row.slot and row.state == SessionState.CONFIRMED
    ]


async def _moderated(db: AsyncSession, event_id: int) -> frozenset[int | None]:
    """Sessions with a moderator; None among them where somebody moderates them all."""
    ours = (Role.event_id == event_id, Role.kind == RoleKind.MODERATOR)
    return frozenset(await db.scalars(select(Role.session_id).where(*ours)))


def _blocks(
    rows: Iterable[Session],
    day: date,
    found: Iterable[ScheduleConflict],
    speakers: Mapping[int, Mapping[int, str]],
) -> list[tuple[int | None, Block]]:
    """With the id of their rooms."""
    kinds: defaultdict[int, dict[ConflictKind, None]] = defaultdict(dict)
    for conflict in found:
        for id_ in conflict.sessions:
            kinds[id_][conflict.kind] = None
    return [
        (
            row.slot.room_id,
            Block(
                id=row.id,
                title=row.title,
                kind=row.kind,
                is_cancelled=row.state == SessionState.CANCELLED,
                starts_at=row.slot.starts_at,
                ends_at=row.slot.ends_at,
                speakers=tuple(speakers.get(row.id, {}).values()),
                conflicts=tuple(kinds[row.id]),
            ),
        )
        for row in rows
        if row.slot and row.slot.day == day
    ]


def _columns(
    rooms: Iterable[Room], blocks: list[tuple[int | None, Block]]
) -> tuple[list[Column[Block]], dict[str, list[Block]]]:
    """Every room, and one more where something has none; and what is left, by room."""
    by_room: defaultdict[int | None, list[Block]] = defaultdict(list)
    for room_id, block in blocks:
        by_room[room_id].append(block)
    places: list[tuple[int | None, str]] = [(room.id, room.name) for room in rooms]
    if by_room[None]:
        places.append((None, str(NO_ROOM)))
    columns: list[Column[Block]] = []
    beside: dict[str, list[Block]] = {}
    for room_id, name in places:
        found, left = lanes(room_id, name, by_room[room_id])
        columns += found
        if left:
            beside[name] = left
    return columns, beside


def _tabs(
    event: Masthead,
    day: date,
    days: Mapping[int, date],
    found: Iterable[ScheduleConflict],
) -> tuple[DayTab, ...]:
    wrong: defaultdict[date, int] = defaultdict(int)
    for conflict in found:
        if conflict.is_error:
            wrong[days[conflict.sessions[0]]] += 1
    shown = sorted({*days_of(event), *days.values(), day})
    return tuple(DayTab(each, each == day, wrong[each]) for each in shown)


def _is_waiting(row: Session) -> bool:
    return row.slot is None and row.state == SessionState.CONFIRMED
