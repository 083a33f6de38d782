"""Bookmarks: what somebody has put on their own agenda. `agenda.own_agenda` shows them."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Viewer
from conference.agenda.models import Event, Session, SessionState
from conference.agenda.models_beside import Bookmark
from conference.agenda.visibility import require_visible
from conference.db import insert_missing
from conference.errors import Conflict, NotFound
from conference.i18n import _


async def visible_session(
    db: AsyncSession, session_id: int, viewer: Viewer | None
) -> tuple[Session, Event]:
    """Raises NotFound."""
    query = select(Session, Event).join(Event, Event.id == Session.event_id)
    found = (await db.execute(query.where(Session.id == session_id))).one_or_none()
    if found is None:
        raise NotFound
    session, event = found
    require_visible(event, viewer)
    return session, event


async def add_bookmark(db: AsyncSession, person_id: int, session: Session) -> None:
    """Repeating it changes nothing. Raises Conflict for what is no longer in the programme."""
    await add_bookmarks(db, [(person_id, session)])


async def add_bookmarks(db: AsyncSession, marks: Sequence[tuple[int, Session]]) -> None:
    """The same for many, by person id."""
    if any(session.state == SessionState.WITHDRAWN for _person_id, session in marks):
        raise Conflict(_("This session is no longer in the programme and cannot be bookmarked."))
    now = clock.now()
    rows = [{"person_id": id_, "session_id": session.id, "at": now} for id_, session in marks]
    await insert_missing(db, Bookmark, rows)


async def remove_bookmark(db: AsyncSession, person_id: int, session_id: int) -> None:
    """Repeating it changes nothing."""
    await db.execute(
        delete(Bookmark).where(Bookmark.person_id == person_id, Bookmark.session_id == session_id)
    )


async def bookmarked(db: AsyncSession, person_id: int, event_id: int) -> frozenset[int]:
    """The ids of the event's sessions."""
    asked = {"event_id": event_id, "person_ids": [person_id]}
    rows = await db.execute(bookmarking(), asked)
    return frozenset(session_id for _person_id, session_id in rows)


@cache
def bookmarking() -> Select[int, int]:
    """`person_ids`, and sessions of `event_id`. To build it takes as long as to send it."""
    return (
        select(Bookmark.person_id, Bookmark.session_id)
        .join(Session, Session.id == Bookmark.session_id)
        .where(Bookmark.person_id.in_(bindparam("person_ids", expanding=True)))
        .where(Session.event_id == bindparam("event_id"))
    )


async def bookmarked_by(
    db: AsyncSession, viewer: Viewer | None, event_id: int
) -> frozenset[int] | None:
    """None for those who cannot bookmark anything yet."""
    if viewer is None or viewer.person_id is None:
        return None
    return await bookmarked(db, viewer.person_id, event_id)
