"""Writes what a file says into rows: of those that exist, only what differs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from itertools import chain

from conference.agenda.formats.model import ImportedSession, ImportedSpeaker
from conference.agenda.kinds import kind_of
from conference.agenda.models import (
    Room,
    Session,
    SessionLink,
    SessionState,
    Slot,
    Speaker,
    Speaking,
    Track,
)
from conference.agenda.outward import cleaned
from conference.agenda.stored import TEXTS, commonest, languages_of
from conference.i18n import UNKNOWN, Translated

FIELDS = frozenset(field.name for field in fields(ImportedSession))


@dataclass(frozen=True)
class Parts:
    """What sessions refer to, by the file's names for it; `language`: that of its texts."""

    rooms: Mapping[str, Room]
    tracks: Mapping[str, Track]
    speakers: Mapping[str, Speaker]
    language: str | None


def fill(row: Session, read: ImportedSession, names: Collection[str], parts: Parts) -> None:
    """`names`: the fields that differ, as a plan has them."""
    if "kind" in names:
        row.kind, row.kind_word = kind_of(read.kind), read.kind
    if "is_cancelled" in names or "is_withdrawn" in names:
        row.state = SessionState.CANCELLED if read.is_cancelled else SessionState.CONFIRMED
    _write_texts(row, read, names, parts.language)
    if "languages" in names:
        row.languages = ",".join(read.languages)
    if "url" in names:
        row.url = read.url or ""
    if "track" in names:
        row.track = parts.tracks[read.track] if read.track else None
    if not {"day", "starts_at", "ends_at", "room"}.isdisjoint(names):
        _place(row, read, parts.rooms)
    if "speakers" in names:
        _set_speakers(row, [parts.speakers[speaker.key] for speaker in read.speakers])
    if "links" in names:
        _set_links(row, read)


def describe(
    row: Speaker, speaker: ImportedSpeaker, about: Collection[str], language: str | None
) -> None:
    """Leaves alone what the file tells of nobody. `about`: as of `stored.Reading`."""
    before = (row.name, row.biography, row.url, row.avatar_url)
    row.name = speaker.name
    known = [cleaned(text) for text in row.biography.values()]
    if "biography" in about and speaker.biography not in known:
        row.biography = rewritten(row.biography, speaker.biography, (), language)
    if "url" in about:
        row.url = speaker.url or ""
    if "avatar_url" in about:
        row.avatar_url = speaker.avatar_url or ""
    if row.id is not None and before != (row.name, row.biography, row.url, row.avatar_url):
        row.version += 1


def rewritten(
    before: Translated, text: str, languages: tuple[str, ...], language: str | None
) -> Translated:
    """The file's text in its language, if that is known; what is written in others stays.

    Else in the session's, in place of what there is, unless that is in several languages: then
    it takes the place of one of them. No text at all is none in any language.
    """
    if not text:
        return Translated()
    read = Translated.of(text, (language,) if language else languages)
    others = before if language in before else {k: before[k] for k in before if k != UNKNOWN}
    if language:
        return Translated({**others, **read})
    if len(before) < 2:
        return read
    key = next(iter(read))
    return Translated({**before, key if key in before else next(iter(before)): text})


def _write_texts(
    row: Session, read: ImportedSession, names: Collection[str], language: str | None
) -> None:
    """Texts that did not change tell which language the session's are in."""
    shown = (languages_of(getattr(row, n), {getattr(read, n)}) for n in TEXTS if n not in names)
    known = commonest(chain.from_iterable(shown)) or language
    for name in names:
        if name in TEXTS:
            before = getattr(row, name) or Translated()
            setattr(row, name, rewritten(before, getattr(read, name), read.languages, known))


def _place(row: Session, read: ImportedSession, rooms: Mapping[str, Room]) -> None:
    slot = row.slot or Slot()
    if slot.starts_at != read.starts_at:
        slot.delayed_from = None
    slot.day, slot.starts_at, slot.ends_at = read.day, read.starts_at, read.ends_at
    slot.room = rooms[read.room] if read.room else None
    row.slot = slot


def _set_speakers(row: Session, speakers: list[Speaker]) -> None:
    """Keeps the rows of those who stay: the same key deleted and inserted would collide."""
    known = {speaking.speaker: speaking for speaking in row.speaking}
    row.speaking = [known.get(speaker) or Speaking(speaker=speaker) for speaker in speakers]
    for at, speaking in enumerate(row.speaking):
        speaking.position = at


def _set_links(row: Session, read: ImportedSession) -> None:
    """Without the recording that the organisers have entered: it stands beside them."""
    links = [link for link in read.links if link.url != row.recording]
    row.links = [
        SessionLink(position=at, kind=link.kind, title=link.title, url=link.url)
        for at, link in enumerate(links)
    ]
