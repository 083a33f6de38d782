"""What is stored of an event, put as a file would say it, so that the two can be compared."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from conference.agenda.formats.model import ImportedAgenda, ImportedSession, ImportedSpeaker
from conference.agenda.formats.texts import uid_of
from conference.agenda.matching import StoredSession
from conference.agenda.models import Session, SessionState, Slot, Speaker, Speaking, Track
from conference.agenda.outward import (
    cleaned,
    cleaned_line,
    kind_word,
    links_of,
    person_guid,
    said,
)
from conference.i18n import UNKNOWN, Translated

LINES = ("title", "subtitle")
TEXTS = (*LINES, "abstract", "description")
ABOUT = ("biography", "url", "avatar_url")
AT_ONCE = 500
# What a session says of its times that has none.
NEVER = datetime.max.replace(microsecond=0, tzinfo=UTC)


@dataclass(frozen=True)
class Reading:
    """How a file says what is stored.

    `told`: its texts by a session's guid and the field, its biographies by a person's key.
    `language`: that of them all, where it is one. `tracks`: ids by its names for them; `called`:
    its names by their ids. `persons`: the guids in it. `about`: what it tells of anybody at all:
    that a schedule.xml tells nobody's biography is no word against one. `speakers`: those put so
    already, by id, as one may speak in hundreds of sessions.
    """

    told: Mapping[tuple[str, str], Set[str]]
    language: str | None
    tracks: Mapping[str, int]
    called: Mapping[int, str]
    persons: Set[str]
    about: Set[str]
    speakers: dict[int, ImportedSpeaker] = field(default_factory=dict)


async def stored_sessions(
    db: AsyncSession, event_id: int, only: Collection[int] | None = None
) -> dict[int, Session]:
    """Of an event by id, with all that a file could say of them; `only` those of these ids."""
    query = (
        select(Session)
        .where(Session.event_id == event_id)
        .options(
            joinedload(Session.track),
            joinedload(Session.slot).joinedload(Slot.room),
            selectinload(Session.speaking).joinedload(Speaking.speaker),
            selectinload(Session.links),
        )
        .order_by(Session.id)
    )
    if only is not None:
        query = query.where(Session.id.in_(only))
    # In parts, between which others have their turn.
    rows = await db.stream_scalars(query.execution_options(yield_per=AT_ONCE))
    return {row.id: row async for row in rows}


def reading_of(
    imported: ImportedAgenda, rows: Iterable[Session], tracks: Iterable[Track]
) -> Reading:
    speakers = {s.key: s for session in imported.sessions for s in session.speakers}.values()
    told = _told(imported.sessions, speakers)
    named = _tracks({track.name for track in imported.tracks}, list(tracks))
    return Reading(
        told=told,
        language=_language(rows, told) if imported.is_own else None,
        tracks=named,
        called={track_id: name for name, track_id in reversed(named.items())},
        persons={uid for s in speakers if s.guid and (uid := uid_of(s.guid))},
        about={name for name in ABOUT if any(getattr(s, name) for s in speakers)},
    )


def as_read(row: Session, reading: Reading) -> StoredSession:
    """A session as the file would say it, so that the two can be compared."""
    slot = row.slot
    read = ImportedSession(
        guid=row.guid,
        day=slot.day if slot else date.max,
        starts_at=slot.starts_at if slot else NEVER,
        ends_at=slot.ends_at if slot else NEVER,
        room=cleaned_line(slot.room.name) if slot and slot.room else None,
        track=_track(row.track, reading) if row.track else None,
        title=_text(row, "title", reading),
        subtitle=_text(row, "subtitle", reading),
        abstract=_text(row, "abstract", reading),
        description=_text(row, "description", reading),
        kind=kind_word(row),
        languages=tuple(filter(None, row.languages.split(","))),
        speakers=tuple(_known(speaking.speaker, reading) for speaking in row.speaking),
        url=row.url or None,
        links=links_of(row),
        is_cancelled=row.state == SessionState.CANCELLED,
    )
    is_withdrawn = row.state == SessionState.WITHDRAWN
    return StoredSession(row.id, row.source, read, row.uid, slot is not None, is_withdrawn)


def speaker_key(row: Speaker, persons: Set[str]) -> str:
    """By which a file of those persons knows one of whatever source."""
    guid = person_guid(row)
    return f"guid:{guid}" if guid in persons else row.key


def _text(row: Session, name: str, reading: Reading) -> str:
    texts = getattr(row, name)
    told = [reading.told.get((guid, name), set()) for guid in (row.uid, row.guid)]
    found = _of(texts, told, reading.language)
    return cleaned_line(found) if name in LINES else found


def _of(texts: Translated, told: Sequence[Set[str]], language: str | None) -> str:
    """That of a text's languages which the file has, so that it is told of no change."""
    written = (cleaned(text) for text in texts.values())
    return next((t for t in written if any(t in each for each in told)), said(texts, language))


def _known(row: Speaker, reading: Reading) -> ImportedSpeaker:
    if row.id not in reading.speakers:
        reading.speakers[row.id] = _speaker(row, reading)
    return reading.speakers[row.id]


def _speaker(row: Speaker, reading: Reading) -> ImportedSpeaker:
    key = speaker_key(row, reading.persons)
    kind, _colon, guid = key.partition(":")
    told = reading.told.get((key, "biography"), set())
    biography = _of(row.biography, [told], reading.language)
    return ImportedSpeaker(
        key=key,
        name=cleaned_line(row.name),
        guid=guid if kind == "guid" else None,
        biography=biography if "biography" in reading.about else "",
        url=row.url or None if "url" in reading.about else None,
        avatar_url=row.avatar_url or None if "avatar_url" in reading.about else None,
    )


def _track(row: Track, reading: Reading) -> str:
    return reading.called.get(row.id) or cleaned_line(said(row.name, reading.language))


def _tracks(names: set[str], tracks: list[Track]) -> dict[str, int]:
    """By the name an import gave it; else by what it is called, in any language."""
    keyed = {track.key: track.id for track in tracks if track.key in names}
    called = {cleaned_line(n): track.id for track in tracks[::-1] for n in track.name.values()}
    return {name: called[name] for name in names if name in called} | keyed


def _told(
    sessions: Iterable[ImportedSession], speakers: Iterable[ImportedSpeaker]
) -> dict[tuple[str, str], set[str]]:
    told: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for session in sessions:
        for guid in {session.guid, uid_of(session.guid) or session.guid}:
            for name in TEXTS:
                told[guid, name].add(getattr(session, name))
    for speaker in speakers:
        told[speaker.key, "biography"].add(speaker.biography)
    return dict(told)


def _language(rows: Iterable[Session], told: Mapping[tuple[str, str], Set[str]]) -> str | None:
    """In which most of those texts stand that are stored in several languages."""
    return commonest(
        language
        for row in rows
        for name in TEXTS
        for guid in (row.uid, row.guid)
        for language in languages_of(getattr(row, name), told.get((guid, name), ()))
    )


def languages_of(texts: Translated, told: Collection[str]) -> list[str]:
    """In which one of several languages the file has a text; empty where it does not show."""
    found = [language for language, text in texts.items() if cleaned(text) in told]
    return found if len(found) < len(texts) else []


def commonest(languages: Iterable[str]) -> str | None:
    found = Counter(language for language in languages if language != UNKNOWN)
    return max(found, key=found.__getitem__) if found else None
