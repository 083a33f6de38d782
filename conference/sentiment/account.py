"""The account page's part: what somebody has sent by name, and what became of it."""

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.sentiment import queries
from conference.web.templates import render_macro


async def own_messages(db: AsyncSession, viewer: Viewer) -> Markup | None:
    if viewer.person_id is None:
        return None
    views = await queries.own_messages(db, viewer.person_id)
    return render_macro("sentiment/_account.html", "own_messages", views) if views else None


SECTIONS = (own_messages,)
