"""The account page's part for those with roles: the sessions they work on."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Viewer
from conference.accounts.models import RoleKind
from conference.agenda.models import Event, Session, Slot
from conference.agenda.pages import current_agenda
from conference.i18n import Translated
from conference.web.templates import render_macro


@dataclass(frozen=True)
class WorkView:
    """A session to work on; `moderates`: whether its questions are the viewer's to decide."""

    session_id: int
    title: Translated
    moderates: bool


async def own_sessions(db: AsyncSession, viewer: Viewer) -> Markup | None:
    """None for those who have no session to work on, or came by the attendee's link."""
    work = [*await _given(db, viewer), *await _running(db, viewer)]
    unique = tuple({view.session_id: view for view in work}.values())
    return render_macro("stage/_account.html", "own_sessions", unique) if unique else None


async def _given(db: AsyncSession, viewer: Viewer) -> Sequence[WorkView]:
    """Those a role was given for, in the programme's order."""
    moderated = {grant.session_id for grant in viewer.grants if grant.kind == RoleKind.MODERATOR}
    ids = [grant.session_id for grant in viewer.grants if grant.session_id is not None]
    rows = await db.execute(
        select(Session.id, Session.title)
        .outerjoin(Slot, Slot.session_id == Session.id)
        .where(Session.id.in_(ids))
        .order_by(Slot.starts_at, Session.id)
    )
    return [WorkView(id_, title, id_ in moderated) for id_, title in rows]


async def _running(db: AsyncSession, viewer: Viewer) -> Sequence[WorkView]:
    """For organisers: what is on now, or comes next, at their events."""
    events = [grant.event_id for grant in viewer.grants if grant.kind == RoleKind.ORGANISER]
    now = clock.now()
    work: list[WorkView] = []
    for event in await db.scalars(select(Event).where(Event.id.in_(events))):
        programme = await current_agenda(db, event)
        items = programme.on_now(now) or programme.up_next(now)
        work += [WorkView(item.id, item.title, moderates=True) for item in items]
    return work


SECTIONS = (own_sessions,)
