"""Who was in which of the demo's sessions, from when to when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from random import Random

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.models import Session, SessionKind, SessionState, Slot
from conference.demo.chance import chance
from conference.demo.editions import Edition
from conference.demo.guests import People
from conference.registration.attendance import Stay, write_stays

# Of a hundred: who comes on a day; and is in a session of a time, by its kind.
COME = 64
STAY = {SessionKind.KEYNOTE: 90, SessionKind.EXCHANGE: 38}
STAY_OTHERWISE = 64
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class _Slot:
    session_id: int
    day: date
    starts_at: datetime
    ends_at: datetime
    kind: SessionKind


async def plant_stays(db: AsyncSession, edition: Edition, people: People) -> None:
    """In all that has begun. Nobody has left yet what is still on."""
    rng, slots = chance(), await _slots(db, edition)
    stays = [stay for person_id in people for stay in _stays(rng, slots, person_id)]
    await write_stays(db, [stays])


async def _slots(db: AsyncSession, edition: Edition) -> Sequence[_Slot]:
    query = (
        select(Slot.session_id, Slot.day, Slot.starts_at, Slot.ends_at, Session.kind)
        .join(Session, Session.id == Slot.session_id)
        .where(
            Session.event_id == edition.event_id,
            Session.kind != SessionKind.BREAK,
            Session.state == SessionState.CONFIRMED,
            Slot.starts_at < clock.now(),
        )
        .order_by(Slot.starts_at, Slot.session_id)
    )
    return [_Slot(*row) for row in await db.execute(query)]


def _stays(rng: Random, slots: Sequence[_Slot], person_id: int) -> Iterator[Stay]:
    """One session at a time, in their order."""
    days = {day for day in sorted({slot.day for slot in slots}) if _happens(rng, COME)}
    free_from: datetime | None = None
    for begins_at, group in groupby(slots, attrgetter("starts_at")):
        slot = rng.choice(list(group))
        is_free = slot.day in days and (free_from is None or free_from <= begins_at)
        if is_free and _happens(rng, STAY.get(slot.kind, STAY_OTHERWISE)):
            stay = _stay(rng, slot, person_id)
            free_from = stay.ends_at
            yield stay


def _stay(rng: Random, slot: _Slot, person_id: int) -> Stay:
    """From a little before or after the beginning on; one in five leaves early."""
    begins_at = slot.starts_at + rng.randint(-3, 6) * MINUTE
    ends_at = min(slot.ends_at, clock.now())
    if ends_at == slot.ends_at and _happens(rng, 20):
        ends_at = begins_at + (ends_at - begins_at) * rng.uniform(0.2, 0.9)
    return Stay(slot.session_id, person_id, begins_at, ends_at.replace(microsecond=0))


def _happens(rng: Random, of_hundred: int) -> bool:
    return rng.randrange(100) < of_hundred
