"""What is stored of an import, put as its file would say it, so that the two can be compared."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from conference.agenda.formats.model import (
    ImportedLink,
    ImportedSession,
    ImportedSpeaker,
    LinkKind,
)
from conference.agenda.models import Session, SessionLink, SessionState, Slot, Speaker, Speaking
from conference.agenda.plan import StoredSession
from conference.i18n import Translated


async def stored_sessions(db: AsyncSession, event_id: int, source: str) -> dict[int, Session]:
    """The scheduled ones of a source by id, with all that a file could have said of them."""
    query = (
        select(Session)
        .where(Session.event_id == event_id, Session.source == source)
        .options(
            joinedload(Session.track),
            joinedload(Session.slot).joinedload(Slot.room),
            selectinload(Session.speaking).joinedload(Speaking.speaker),
            selectinload(Session.links),
        )
        .order_by(Session.id)
    )
    return {row.id: row for row in await db.scalars(query) if row.slot}


def as_read(row: Session) -> StoredSession:
    """A session as the file would say it, so that the two can be compared."""
    slot = row.slot
    assert slot is not None  # noqa: S101  # `stored_sessions` leaves out the others
    read = ImportedSession(
        guid=row.guid,
        day=slot.day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        room=slot.room.name if slot.room else None,
        track=row.track.key if row.track else None,
        title=_said(row.title),
        subtitle=_said(row.subtitle),
        abstract=_said(row.abstract),
        description=_said(row.description),
        kind=row.kind_word,
        languages=tuple(filter(None, row.languages.split(","))),
        speakers=tuple(_speaker(speaking.speaker) for speaking in row.speaking),
        url=row.url or None,
        links=tuple(_link(link) for link in row.links),
        is_cancelled=row.state == SessionState.CANCELLED,
    )
    return StoredSession(row.id, row.source, read)


def _speaker(row: Speaker) -> ImportedSpeaker:
    kind, _colon, id_ = row.key.partition(":")
    return ImportedSpeaker(
        key=row.key,
        name=row.name,
        guid=id_ if kind == "guid" else None,
        biography=_said(row.biography),
        url=row.url or None,
        avatar_url=row.avatar_url or None,
    )


def _link(row: SessionLink) -> ImportedLink:
    kind: LinkKind = row.kind  # type: ignore[assignment]
    return ImportedLink(url=row.url, title=row.title, kind=kind)


def _said(text: Translated) -> str:
    """In the language of the file: the one it was written in first."""
    return next(iter(text.values()), "")
