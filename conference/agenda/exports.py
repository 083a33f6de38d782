"""Loads what an agenda is written to a file from. The files themselves: `formats.write_xml`,
`write_json` and, by `agenda.calendars`, `write_ical`."""

from collections.abc import Collection, Mapping
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.formats.outgoing import (
    OutgoingAgenda,
    OutgoingRoom,
    OutgoingSession,
    OutgoingSpeaker,
)
from conference.agenda.import_parts import load_tracks
from conference.agenda.models import Event, Room, Session, SessionState, Slot, Speaker
from conference.agenda.outward import cleaned_line, kind_word, links_of, person_guid, said
from conference.agenda.stored import stored_sessions

ROOMS = UUID("5c0e2b57-8d0f-4f0c-9a43-7b7f5f0d9e21")


async def outgoing(
    db: AsyncSession, event: Event, locale: str, only: Collection[int] | None = None
) -> OutgoingAgenda:
    """All that is scheduled, or `only` the sessions of these ids, also what was cancelled or
    withdrawn. Texts are in the locale, as far as they are written in it."""
    rows = await stored_sessions(db, event.id, only)
    places = select(Room).where(Room.event_id == event.id).order_by(Room.position, Room.id)
    rooms = [_room(room) for room in await db.scalars(places)]
    order = {room.name: at for at, room in enumerate(rooms)}
    sessions = [_session(row, row.slot, locale) for row in rows.values() if row.slot]
    return OutgoingAgenda(
        slug=event.slug,
        source=event.imported_from or event.slug,
        title=cleaned_line(said(event.title, locale)),
        version=str(event.agenda_version),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        zone=event.zone,
        day_change=event.day_change,
        rooms=tuple(rooms),
        tracks=tuple(
            cleaned_line(said(track.name, locale)) for track in await load_tracks(db, event.id)
        ),
        sessions=tuple(sorted(sessions, key=lambda session: _place(session, order))),
        summary=cleaned_line(said(event.summary, locale)),
        colour=event.accent,
        logo=event.logo or "",
        card=event.card or "",
    )


def _room(row: Room) -> OutgoingRoom:
    return OutgoingRoom(cleaned_line(row.name), str(uuid5(ROOMS, f"{row.event_id} {row.id}")))


def _session(row: Session, slot: Slot, locale: str) -> OutgoingSession:
    return OutgoingSession(
        id=row.id,
        uid=row.uid,
        day=slot.day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        room=cleaned_line(slot.room.name) if slot.room else "",
        track=cleaned_line(said(row.track.name, locale)) if row.track else "",
        kind=kind_word(row),
        title=cleaned_line(said(row.title, locale)),
        subtitle=cleaned_line(said(row.subtitle, locale)),
        abstract=said(row.abstract, locale),
        description=said(row.description, locale),
        languages=tuple(filter(None, row.languages.split(","))),
        speakers=tuple(_speaker(speaking.speaker, locale) for speaking in row.speaking),
        url=row.url or None,
        links=links_of(row),
        changed_at=row.changed_at,
        sequence=row.sequence,
        is_cancelled=row.state == SessionState.CANCELLED,
        is_withdrawn=row.state == SessionState.WITHDRAWN,
    )


def _speaker(row: Speaker, locale: str) -> OutgoingSpeaker:
    return OutgoingSpeaker(
        id=row.id,
        guid=person_guid(row),
        name=cleaned_line(row.name),
        biography=said(row.biography, locale),
        url=row.url or None,
        avatar_url=row.avatar_url or None,
    )


def _place(session: OutgoingSession, rooms: Mapping[str, int]) -> tuple[object, ...]:
    return session.starts_at, rooms.get(session.room, len(rooms)), session.id
