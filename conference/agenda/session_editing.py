"""Writes of a session by its form: what it is, who speaks, and when and where, all at once."""

from dataclasses import dataclass, fields
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.actions import agenda_changed
from conference.agenda.events import locked_event
from conference.agenda.models import (
    Event,
    Level,
    Session,
    SessionKind,
    SessionLink,
    SessionState,
    Speaker,
    Speaking,
)
from conference.agenda.scheduling import Place, check_rooms, locked_session, place_of, set_place
from conference.agenda.stamping import placement_of, stamp
from conference.i18n import Translated

# Nobody has this id; it stands for a session that is only being added.
NEW = 0


@dataclass(frozen=True)
class LinkFacts:
    """`kind`: see `formats.model.LinkKind`."""

    url: str
    title: str
    kind: str = "related"


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """What an organiser says of a session. Named as the columns of `Session`, but for its links
    and its speakers: those of the event by id, in their order, then new ones by name."""

    kind: SessionKind
    title: Translated
    subtitle: Translated
    abstract: Translated
    description: Translated
    languages: str
    level: Level
    tags: str
    track_id: int | None
    video: str
    recording: str
    links: tuple[LinkFacts, ...]
    speaker_ids: tuple[int, ...]
    new_speakers: tuple[str, ...] = ()


APART = {"links", "speaker_ids", "new_speakers"}
COLUMNS = tuple(each.name for each in fields(SessionFacts) if each.name not in APART)


def facts_of(session: Session) -> SessionFacts:
    """Needs its speakers and links loaded."""
    return SessionFacts(
        **{name: getattr(session, name) for name in COLUMNS},
        links=tuple(LinkFacts(link.url, link.title, link.kind) for link in session.links),
        speaker_ids=tuple(speaking.speaker_id for speaking in session.speaking),
    )


async def new_session(
    db: AsyncSession,
    event_id: int,
    facts: SessionFacts,
    place: Place | None,
    *,
    is_meant: bool = False,
) -> int:
    """The id. Raises RoomTaken, unless it `is_meant` so."""
    event = await locked_event(db, event_id)
    if place and not is_meant:
        await check_rooms(db, event_id, {NEW: place})
    session = Session(
        event_id=event_id,
        guid=str(uuid4()),
        state=SessionState.CONFIRMED,
        slot=None,
        speaking=[],
        links=[],
    )
    db.add(session)
    _fill(session, event, facts)
    set_place(session, event, place)
    await db.flush()
    await agenda_changed(db, event_id, [session.id])
    return session.id


async def edit_session(
    db: AsyncSession,
    event_id: int,
    session_id: int,
    facts: SessionFacts,
    place: Place | None,
    *,
    version: int,
    is_meant: bool = False,
) -> bool:
    """Whether anything has changed. Raises NotFound, Conflict if somebody has written since
    `version`, and RoomTaken where it has moved, unless it `is_meant` so."""
    event, session = await locked_session(db, event_id, session_id, version)
    stands = place_of(session)
    if (facts_of(session), stands) == (facts, place):
        return False
    takes_place = session.state == SessionState.CONFIRMED
    if place and place != stands and takes_place and not is_meant:
        await check_rooms(db, event_id, {session_id: place})
    before = placement_of(session)
    _fill(session, event, facts)
    set_place(session, event, place)
    stamp(session, before)
    await db.flush()
    await agenda_changed(db, event_id, [session_id])
    return True


def _fill(session: Session, event: Event, facts: SessionFacts) -> None:
    for name in COLUMNS:
        setattr(session, name, getattr(facts, name))
    _set_speakers(session, event, facts)
    _set_links(session, facts)


def _set_speakers(session: Session, event: Event, facts: SessionFacts) -> None:
    """Keeps the rows of those who stay: the same key deleted and inserted would collide."""
    known = {speaking.speaker_id: speaking for speaking in session.speaking}
    named = [known.get(id_) or Speaking(speaker_id=id_) for id_ in facts.speaker_ids]
    new = [Speaking(speaker=_speaker(event, name)) for name in facts.new_speakers]
    session.speaking = [*named, *new]
    for at, speaking in enumerate(session.speaking):
        speaking.position = at


def _speaker(event: Event, name: str) -> Speaker:
    empty = Translated()
    return Speaker(event_id=event.id, key=uuid4().hex, name=name, headline=empty, biography=empty)


def _set_links(session: Session, facts: SessionFacts) -> None:
    known = {link.position: link for link in session.links}
    session.links = [known.get(at) or SessionLink(position=at) for at in range(len(facts.links))]
    for link, said in zip(session.links, facts.links, strict=True):
        link.url, link.title, link.kind = said.url, said.title, said.kind
