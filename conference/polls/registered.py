"""How large the room may be: the companies whose people are registered."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.partners.models import Membership, Organisation
from conference.partners.queries import counts, is_theirs
from conference.registration.models import Registration


async def companies_at(db: AsyncSession, event_id: int) -> int:
    """Companies that count and have somebody at the event who opened the mailed link."""
    here = (
        select(func.coalesce(Organisation.merged_into_id, Organisation.id))
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(Registration, Registration.person_id == Membership.person_id)
        .where(Registration.event_id == event_id, Registration.confirmed_at.is_not(None))
        .where(is_theirs())
    )
    query = select(func.count(Organisation.id)).where(Organisation.id.in_(here), counts(event_id))
    return int(await db.scalar(query) or 0)
