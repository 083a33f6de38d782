"""Stays: who is in which session, from when to when, while a socket of its page is open.

That somebody was there is all that is noted, never what they did; those who have not opened the
mailed link are not noted at all.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.models import Session
from conference.db import Database, Turn, take_turn
from conference.registration.models import Attendance, Registration

# What a crash may cost is 30 s, and writing takes its time.
WRITE_EVERY_S = 25.0
GAP = timedelta(minutes=1)
CHUNK = 500

Place = tuple[int, int]


@dataclass(frozen=True)
class Stay:
    session_id: int
    person_id: int
    begins_at: datetime
    ends_at: datetime

    @property
    def place(self) -> Place:
        return self.session_id, self.person_id

    def continues(self, begins_at: datetime, ends_at: datetime) -> bool:
        """Whether it is one with the stay that is written so."""
        return self.begins_at <= ends_at + GAP and begins_at <= self.ends_at + GAP


@dataclass(slots=True)
class _Held:
    """`left_at`: when the last of somebody's sockets in a session closed."""

    begins_at: datetime
    sockets: int = 0
    left_at: datetime | None = None

    def leave(self) -> None:
        self.sockets -= 1
        self.left_at = None if self.sockets else clock.now()


class Stays:
    """The stays this process sees. What it has not written yet is lost with it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[Place, _Held] = {}
        self._ended: list[Stay] = []

    def come(self, session_id: int, person_id: int | None) -> Callable[[], None]:
        """One more socket; returns what to call as it closes. Several at once are one stay, and so
        are two less than `GAP` apart."""
        if person_id is None:
            return _stay_unnoted
        held = self._take((session_id, person_id))
        held.sockets += 1
        return held.leave

    async def write(self) -> None:
        """All that has begun, gone on or ended since the last time. Some at a time, between which
        votes get their turn to write, and sockets theirs."""
        ended, places = list(self._ended), list(self._held)
        for start in range(0, len(ended), CHUNK):
            await self._database.grouped(write_stays, ended[start : start + CHUNK])
        del self._ended[: len(ended)]
        for start in range(0, len(places), CHUNK):
            await self._write_held(places[start : start + CHUNK])

    async def _write_held(self, places: Sequence[Place]) -> None:
        stays = self._seen(places)
        if stays:
            await self._database.grouped(write_stays, stays)
        written = {stay.place: stay.ends_at for stay in stays}
        for place in places:
            held = self._held[place]
            # Whoever came or left while it was written waits for the next time.
            if held.left_at and written.get(place, held.left_at) == held.left_at:
                del self._held[place]

    def _take(self, place: Place) -> _Held:
        now, held = clock.now(), self._held.get(place)
        if held and held.left_at and held.left_at + GAP < now:
            if held.left_at > held.begins_at:
                self._ended.append(Stay(*place, held.begins_at, held.left_at))
            held = None
        held = self._held[place] = held or _Held(now)
        held.left_at = None
        return held

    def _seen(self, places: Sequence[Place]) -> list[Stay]:
        """A moment is no stay."""
        now = clock.now()
        held = [(place, self._held[place]) for place in places]
        stays = [Stay(*place, each.begins_at, each.left_at or now) for place, each in held]
        return [stay for stay in stays if stay.ends_at > stay.begins_at]


def _stay_unnoted() -> None:
    """Of those who have not opened the mailed link."""


async def write_stays(db: AsyncSession, batches: Sequence[Sequence[Stay]]) -> list[None]:
    """For `grouped`. A stay that continues one goes on in its row; only attendees get a new one.

    In turns, as another process may see the same person.
    """
    await take_turn(db, Turn.STAYING, 0)
    for batch in batches:
        await _write(db, batch)
    return [None for _ in batches]


async def _write(db: AsyncSession, stays: Sequence[Stay]) -> None:
    rows = await _rows(db, stays)
    longer: dict[datetime, list[int]] = defaultdict(list)
    new: list[Stay] = []
    for stay in stays:
        row = next((row for row in rows[stay.place] if stay.continues(*row[1:])), None)
        if row is None:
            new.append(stay)
        else:
            longer[stay.ends_at].append(row[0])
    for ends_at, ids in longer.items():
        grown = Attendance.id.in_(ids) & (Attendance.ends_at < ends_at)
        await db.execute(update(Attendance).where(grown).values(ends_at=ends_at))
    await _add(db, new)


async def _rows(
    db: AsyncSession, stays: Sequence[Stay]
) -> dict[Place, list[tuple[int, datetime, datetime]]]:
    """Those that may be gone on with, as id, begin and end; the latest of each place first."""
    query = (
        select(
            Attendance.session_id,
            Attendance.person_id,
            Attendance.id,
            Attendance.begins_at,
            Attendance.ends_at,
        )
        .where(
            Attendance.session_id.in_({stay.session_id for stay in stays}),
            Attendance.person_id.in_({stay.person_id for stay in stays}),
            Attendance.ends_at >= min(stay.begins_at for stay in stays) - GAP,
        )
        .order_by(Attendance.ends_at.desc(), Attendance.id)
    )
    rows = defaultdict(list)
    for session_id, person_id, id_, begins_at, ends_at in await db.execute(query):
        rows[session_id, person_id].append((id_, begins_at, ends_at))
    return rows


async def _add(db: AsyncSession, stays: Sequence[Stay]) -> None:
    if not stays:
        return
    query = (
        select(Session.id, Registration.person_id)
        .join(Registration, Registration.event_id == Session.event_id)
        .where(
            Session.id.in_({stay.session_id for stay in stays}),
            Registration.person_id.in_({stay.person_id for stay in stays}),
            Registration.confirmed_at.is_not(None),
        )
    )
    attendees = {(session_id, person_id) for session_id, person_id in await db.execute(query)}
    rows = [vars(stay) for stay in stays if stay.place in attendees]
    if rows:
        await db.execute(insert(Attendance), rows)
