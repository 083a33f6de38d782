"""Speakers: who of a file's persons is the same one, and what is known of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from conference.agenda.formats.bounds import check_biographies
from conference.agenda.formats.links import read_url
from conference.agenda.formats.model import ImportedSpeaker
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.shapes import items
from conference.agenda.formats.texts import LINE_LIMIT, folded, read_line, read_text
from conference.i18n import _

PERSONS_LIMIT = 200
NAME_LIMIT = 200
NAMES = ("public_name", "full_public_name", "name")
NO_IDS = ("", "0", "00000000-0000-0000-0000-000000000000")


@dataclass(frozen=True)
class _Mention:
    """A person as one session lists them; the speaker's key is still open."""

    id: str
    speaker: ImportedSpeaker


class Persons:
    """All persons of a file. Has to see every session before the first one is read.

    Raises AgendaUnreadable for too long biographies.
    """

    def __init__(self, sessions: Iterable[dict[str, Any]], base_url: str | None) -> None:
        self._base_url = base_url
        self._folded: dict[str, str] = {}
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._speakers: dict[str, ImportedSpeaker] = {}
        unheard = Notes("")
        mentions = [m for session in sessions for m in self._mentions(session, unheard)]
        for mention in mentions:
            self._names[mention.id].add(self._fold(mention.speaker.name))
        keys = [self._key(mention) for mention in mentions]
        for key, mention in zip(keys, mentions, strict=True):
            self._speakers[key] = _filled(self._speakers.get(key), mention.speaker, key)
        check_biographies(len(self._speakers[key].biography) for key in keys)

    def of_session(self, session: dict[str, Any], notes: Notes) -> tuple[ImportedSpeaker, ...]:
        """In the file's order, each once, with the same values in every session."""
        mentions = self._mentions(session, notes)
        keys = [self._key(mention) for mention in mentions]
        if len(set(keys)) < len(keys):
            notes.repair(_("A person is listed twice; they were taken once."))
        if any(
            self._speakers[k].name != m.speaker.name for k, m in zip(keys, mentions, strict=True)
        ):
            notes.repair(_("A person goes by several names; the first one was taken."))
        return tuple(self._speakers[key] for key in dict.fromkeys(keys))

    def _mentions(self, session: dict[str, Any], notes: Notes) -> list[_Mention]:
        listed = items(session.get("persons"), "persons", notes, PERSONS_LIMIT)
        return [m for m in (self._mention(person, notes) for person in listed) if m]

    def _mention(self, person: object, notes: Notes) -> _Mention | None:
        fields = person if isinstance(person, dict) else {"name": person}
        written = next((fields[key] for key in NAMES if fields.get(key)), None)
        name = read_line(written, "persons", notes, NAME_LIMIT)
        if not name:
            notes.repair(_("A person without a name was left out."))
            return None
        speaker = ImportedSpeaker(
            key="",
            name=name,
            guid=_identifier(fields.get("guid")) or None,
            biography=read_text(fields.get("biography"), "biography", notes),
            url=read_url(fields.get("url"), "persons", self._base_url, notes),
            avatar_url=read_url(fields.get("avatar"), "avatar", self._base_url, notes),
        )
        return _Mention(_identifier(fields.get("id")), speaker)

    def _key(self, mention: _Mention) -> str:
        if mention.speaker.guid:
            return f"guid:{mention.speaker.guid}"
        if mention.id and len(self._names[mention.id]) == 1:
            return f"id:{mention.id}"
        return f"name:{self._fold(mention.speaker.name)}"

    def _fold(self, name: str) -> str:
        """Once each: it may take long, and lengthen a name beyond what a line may have."""
        if name not in self._folded:
            self._folded[name] = folded(name)[:LINE_LIMIT]
        return self._folded[name]


def _identifier(value: object) -> str:
    written = read_line(str(value), "", Notes("")) if type(value) in (int, str) else ""
    return "" if written in NO_IDS else written


def _filled(known: ImportedSpeaker | None, other: ImportedSpeaker, key: str) -> ImportedSpeaker:
    """The first mention that has a value gives it."""
    if known is None:
        return replace(other, key=key)
    return replace(
        known,
        biography=known.biography or other.biography,
        url=known.url or other.url,
        avatar_url=known.avatar_url or other.avatar_url,
    )
