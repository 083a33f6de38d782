"""Reads of an event's sessions for its organisers: the list, and one with its moderators."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, joinedload, selectinload

from conference.accounts.models import Person, Role, RoleKind
from conference.accounts.queries import CALLED
from conference.agenda.formats.texts import folded
from conference.agenda.models import (
    Event,
    Session,
    SessionKind,
    SessionState,
    Slot,
    Speaker,
    Speaking,
)
from conference.agenda.streams import refused_source
from conference.desk.listing import Choice, Known, Part, one_of
from conference.errors import NotFound
from conference.i18n import Text, Translated, _
from conference.organise import gaps
from conference.organise.session_entry import missing

REFUSED, MISSING, CANCELLED = "refused", "missing", "cancelled"
SHOWN: dict[str, Text] = {
    **{gap.value: words for gap, words in gaps.WORDS.items()},
    REFUSED: _("with a stream that browsers do not play"),
    MISSING: _("with a text missing"),
    CANCELLED: _("cancelled or withdrawn"),
}
KNOWN: Known = {"show": one_of(*SHOWN)}
STATES: dict[SessionState, Text] = {
    SessionState.CONFIRMED: _("Takes place"),
    SessionState.CANCELLED: _("Cancelled"),
    SessionState.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True)
class SessionRow:
    """`missing`: names of fields, see `session_entry`. `refused_source`: see `agenda.streams`. Not
    scheduled: no day, no times."""

    id: int
    kind: SessionKind
    state: SessionState
    title: Translated
    speakers: tuple[str, ...]
    room: str
    day: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    missing: tuple[str, ...]
    refused_source: str


@dataclass(frozen=True)
class SessionList:
    rows: tuple[SessionRow, ...]
    part: Part
    choice: Choice


@dataclass(frozen=True)
class Helper:
    """Somebody with a role; `role_id`: None where it is not of this session."""

    person_id: int
    name: str
    role_id: int | None = None


async def session_list(
    db: AsyncSession, event: Event, choice: Choice, allowed: Collection[str]
) -> SessionList:
    """By time, those without one last. `allowed`: `agenda.streams.sources`."""
    speakers = await speaker_names(db, event.id)
    query = (
        select(Session)
        .where(Session.event_id == event.id)
        .outerjoin(Slot, Slot.session_id == Session.id)
        .order_by(Slot.starts_at.is_(None), Slot.starts_at, Session.id)
        .options(joinedload(Session.slot).joinedload(Slot.room), defer(Session.description))
    )
    shown = choice.value("show")
    if shown in gaps.WORDS:
        query = query.where(gaps.lacks(gaps.Gap(shown), event.id))
    languages = tuple(event.languages.split(","))
    rows = [
        _row(session, tuple(speakers.get(session.id, {}).values()), languages, allowed)
        for session in await db.scalars(query)
    ]
    found = [row for row in rows if _is_wanted(row, choice)]
    part = Part(choice.page, len(found))
    return SessionList(tuple(part.of(found)), part, choice)


async def session_of(db: AsyncSession, event_id: int, session_id: int) -> Session:
    """With its slot, speakers and links. Raises NotFound, for another event's as well."""
    query = (
        select(Session)
        .where(Session.id == session_id, Session.event_id == event_id)
        .options(
            selectinload(Session.slot),
            selectinload(Session.speaking),
            selectinload(Session.links),
        )
    )
    session = (await db.scalars(query)).one_or_none()
    if session is None:
        raise NotFound
    return session


async def speaker_names(db: AsyncSession, event_id: int) -> Mapping[int, Mapping[int, str]]:
    """By session names by id, in the order of the programme."""
    rows = await db.execute(
        select(Speaking.session_id, Speaker.id, Speaker.name)
        .join(Speaker, Speaker.id == Speaking.speaker_id)
        .where(Speaker.event_id == event_id)
        .order_by(Speaking.session_id, Speaking.position)
    )
    names: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for session_id, speaker_id, name in rows:
        names[session_id][speaker_id] = name
    return names


async def moderators(db: AsyncSession, session: Session) -> list[Helper]:
    """Of this session alone."""
    ours = (Role.kind == RoleKind.MODERATOR, Role.session_id == session.id)
    query = select(Person.id, CALLED, Role.id).join(Role, Role.person_id == Person.id)
    return [Helper(*row) for row in await db.execute(query.where(*ours).order_by(CALLED))]


async def helpers(db: AsyncSession, event_id: int) -> list[Helper]:
    """Who has any role in the event."""
    name = func.min(CALLED)
    query = select(Person.id, name).join(Role, Role.person_id == Person.id).group_by(Person.id)
    ours = query.where(Role.event_id == event_id).order_by(name, Person.id)
    return [Helper(*row) for row in await db.execute(ours)]


def _row(
    session: Session,
    speakers: tuple[str, ...],
    languages: tuple[str, ...],
    allowed: Collection[str],
) -> SessionRow:
    slot = session.slot
    return SessionRow(
        id=session.id,
        kind=session.kind,
        state=session.state,
        title=session.title,
        speakers=speakers,
        room=slot.room.name if slot and slot.room else "",
        day=slot.day if slot else None,
        starts_at=slot.starts_at if slot else None,
        ends_at=slot.ends_at if slot else None,
        missing=missing(session.kind, session.title, session.abstract, languages),
        refused_source=refused_source(session.video, allowed),
    )


def _is_wanted(row: SessionRow, choice: Choice) -> bool:
    takes_place = row.state == SessionState.CONFIRMED
    match choice.value("show"):
        case "refused":
            shown = takes_place and bool(row.refused_source)
        case "missing":
            shown = takes_place and bool(row.missing)
        case "cancelled":
            shown = not takes_place
        case _:
            shown = True
    text = folded(" ".join((*row.title.values(), *row.speakers, row.room)))
    return shown and all(word in text for word in folded(choice.text).split())
