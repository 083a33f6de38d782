"""What people are told and asked of their own company: on the account page, and once registered."""

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.partners.models import Membership, Organisation, Source
from conference.web.templates import render_macro

TEMPLATE = "partners/_own.html"


@dataclass(frozen=True)
class OwnCompany:
    """`is_right`: what the person said; None while they have not."""

    id: int
    name: str
    is_assigned: bool
    is_right: bool | None


async def own_company(db: AsyncSession, person_id: int | None) -> OwnCompany | None:
    query = (
        select(Organisation.id, Organisation.name, Membership.source, Membership.is_right)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id == person_id)
    )
    row = (await db.execute(query)).one_or_none()
    if row is None:
        return None
    return OwnCompany(row.id, row.name, row.source == Source.STAFF, row.is_right)


async def section(db: AsyncSession, viewer: Viewer) -> Markup | None:
    """The account page's part. None for who belongs to no company."""
    own = await own_company(db, viewer.person_id)
    return render_macro(TEMPLATE, "own_company", own) if own else None


async def question(db: AsyncSession, viewer: Viewer) -> Markup | None:
    """For other pages: only while the person has not said whether it is right."""
    own = await own_company(db, viewer.person_id)
    return render_macro(TEMPLATE, "question", own) if own and own.is_right is None else None


SECTIONS = (section,)
