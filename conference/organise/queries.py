"""Reads that several of the organisers' pages need."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.models import Session, SessionState, Slot
from conference.i18n import Translated


async def sessions_of(db: AsyncSession, event_id: int) -> dict[int, Translated]:
    """Those in the programme, in its order, unscheduled ones last: by id their titles."""
    rows = await db.execute(
        select(Session.id, Session.title)
        .outerjoin(Slot, Slot.session_id == Session.id)
        .where(Session.event_id == event_id, Session.state != SessionState.WITHDRAWN)
        .order_by(Slot.starts_at.is_(None), Slot.starts_at, Session.id)
    )
    return {row.id: row.title for row in rows}
