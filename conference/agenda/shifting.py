"""Moving a whole event in time; one session at a time is moved by `agenda.actions`."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.actions import agenda_changed
from conference.agenda.days import conference_day
from conference.agenda.models import Event, Session, Slot


async def shift_event(db: AsyncSession, event_id: int, delta: timedelta) -> None:
    """Moves the event's days and all its sessions by the same span.

    The hour at which its days change moves along, so that no conference day is torn in two.
    """
    event = await db.get_one(Event, event_id)
    began = datetime.combine(event.starts_on, event.day_change, event.zone)
    begins = (began.astimezone(UTC) + delta).astimezone(event.zone)
    lasts = event.ends_on - event.starts_on
    event.day_change = begins.time().replace(tzinfo=None)
    event.starts_on, event.ends_on = begins.date(), begins.date() + lasts
    slots = await db.scalars(
        select(Slot)
        .join(Session, Session.id == Slot.session_id)
        .where(Session.event_id == event_id)
        .with_for_update()
    )
    moved = [_shift(slot, event, delta) for slot in slots]
    await db.flush()
    await agenda_changed(db, event_id, moved)


def _shift(slot: Slot, event: Event, delta: timedelta) -> int:
    slot.starts_at += delta
    slot.ends_at += delta
    if slot.delayed_from:
        slot.delayed_from += delta
    slot.day = conference_day(slot.starts_at, event.zone, event.day_change)
    return slot.session_id
