"""Announcements: what organisers say to everybody, or to those in a session, for a while."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.models import Session
from conference.agenda.models_beside import Announcement
from conference.db import Change, announce
from conference.errors import NotFound
from conference.i18n import Translated


@dataclass(frozen=True)
class AnnouncementChanged(Change):
    """Made, taken back, or expired. `session_id`: None for one that is for all."""

    event_id: int
    session_id: int | None


@dataclass(frozen=True)
class AnnouncementView:
    """`session`: the title of the one it is for, None if it is for all."""

    id: int
    text: Translated
    session: Translated | None
    at: datetime
    expires_at: datetime
    is_shown: bool


@dataclass(frozen=True)
class Shown:
    """What one region shows. `at`: where to get it again; "" if only with all of its page."""

    id: str
    at: str
    announcements: tuple[AnnouncementView, ...]


async def announce_to(
    db: AsyncSession,
    event_id: int,
    session_id: int | None,
    text: Translated,
    lasts: timedelta,
) -> int:
    """The id. Raises NotFound for a session of another event."""
    if session_id is not None:
        session = await db.get(Session, session_id)
        if session is None or session.event_id != event_id:
            raise NotFound
    now = clock.now()
    values = {"text": text, "at": now, "expires_at": now + lasts}
    row = Announcement(event_id=event_id, session_id=session_id, **values)
    db.add(row)
    await db.flush()
    announce(db, AnnouncementChanged(event_id, session_id))
    return row.id


async def take_back(db: AsyncSession, event_id: int, announcement_id: int) -> Translated:
    """Its text. Raises NotFound, for another event's as well."""
    row = await db.get(Announcement, announcement_id)
    if row is None or row.event_id != event_id:
        raise NotFound
    if row.taken_back_at is None:
        row.taken_back_at = clock.now()
        announce(db, AnnouncementChanged(event_id, row.session_id))
    return row.text


async def for_all(db: AsyncSession, event_id: int, slug: str) -> Shown:
    return _to_all(slug, await _shown(db, event_id, Announcement.session_id.is_(None)))


async def in_session(db: AsyncSession, event_id: int, session_id: int) -> Shown:
    rows = await _shown(db, event_id, Announcement.session_id == session_id)
    return _to_session(rows)


async def on_page_of(
    db: AsyncSession, event_id: int, slug: str, session_id: int
) -> tuple[Shown, Shown]:
    """Those for all and those in the session, read at once."""
    ours = Announcement.session_id == session_id
    rows = await _shown(db, event_id, Announcement.session_id.is_(None) | ours)
    to_all = [row for row in rows if row.session_id is None]
    to_session = [row for row in rows if row.session_id is not None]
    return _to_all(slug, to_all), _to_session(to_session)


async def all_announcements(db: AsyncSession, event_id: int) -> list[AnnouncementView]:
    """For organisers, those that are over as well; the newest first."""
    query = (
        select(Announcement, Session.title)
        .outerjoin(Session, Session.id == Announcement.session_id)
        .where(Announcement.event_id == event_id)
        .order_by(Announcement.id.desc())
        .limit(100)
    )
    return [_view(row, title) for row, title in await db.execute(query)]


async def expired(db: AsyncSession, since: datetime, until: datetime) -> set[Change]:
    """What to announce for those that went out of date after `since`, up to `until`."""
    rows = await db.execute(
        select(Announcement.event_id, Announcement.session_id).where(
            Announcement.expires_at > since, Announcement.expires_at <= until
        )
    )
    return {AnnouncementChanged(*row) for row in rows}


async def _shown(
    db: AsyncSession, event_id: int, which: ColumnElement[bool]
) -> Sequence[Announcement]:
    """The newest first."""
    query = select(Announcement).where(
        Announcement.event_id == event_id,
        which,
        Announcement.expires_at > clock.now(),
        Announcement.taken_back_at.is_(None),
    )
    return (await db.scalars(query.order_by(Announcement.id.desc()))).all()


def _to_all(slug: str, rows: Iterable[Announcement]) -> Shown:
    return Shown("announcements-all", f"/events/{slug}/announcements", _views(rows))


def _to_session(rows: Iterable[Announcement]) -> Shown:
    return Shown("announcements-here", "", _views(rows))


def _views(rows: Iterable[Announcement]) -> tuple[AnnouncementView, ...]:
    return tuple(_view(row, None) for row in rows)


def _view(row: Announcement, session: Translated | None) -> AnnouncementView:
    is_shown = row.taken_back_at is None and row.expires_at > clock.now()
    return AnnouncementView(row.id, row.text, session, row.at, row.expires_at, is_shown)
