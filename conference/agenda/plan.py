"""What an import would do to the sessions stored so far: decided and counted, not written."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain

from conference.agenda.formats.model import (
    ImportedAgenda,
    ImportedSession,
    Repair,
    Unreadable,
)
from conference.agenda.formats.texts import uid_of
from conference.agenda.matching import StoredSession, partners

TIMES = ("day", "starts_at", "ends_at")


@dataclass(frozen=True)
class Difference:
    """`field` is a name of `ImportedSession`, or "is_withdrawn" of one that comes back."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Match:
    stored: StoredSession
    imported: ImportedSession
    differences: tuple[Difference, ...]

    @property
    def key(self) -> str:
        return self.stored.key

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(difference.field for difference in self.differences)

    @property
    def is_moved(self) -> bool:
        return bool(self.fields & {"day", "starts_at", "room"})

    @property
    def is_retitled(self) -> bool:
        return self.stored.session.title != self.imported.title

    @property
    def is_length_changed(self) -> bool:
        return self.stored.is_scheduled and self.stored.session.length != self.imported.length

    @property
    def is_speakers_changed(self) -> bool:
        """Other names; an order or a biography alone does not count."""
        return _names(self.stored.session) != _names(self.imported)


@dataclass(frozen=True)
class Plan:
    """Every session read is in `new` or `matches`; `gone` are for the organiser to decide on.

    A `key` of the three kinds of entries is nobody else's in the plan.
    """

    new: tuple[ImportedSession, ...]
    matches: tuple[Match, ...]
    gone: tuple[StoredSession, ...]
    unreadable: tuple[Unreadable, ...]
    repairs: tuple[Repair, ...]

    @cached_property
    def changed(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.differences)

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed or self.gone)

    @property
    def digest(self) -> str:
        """Equal for plans that write the same over the same, and ask about the same."""
        over = ((match.key, match.differences) for match in self.changed)
        digest = hashlib.sha256()
        # One by one: all of it may take several times the memory of the file.
        for told in chain(self.new, over, (kept.key for kept in self.gone)):
            digest.update(repr(told).encode())
        return digest.hexdigest()

    def counts(self) -> dict[str, int]:
        """Of sessions. `new`, `changed` and `unchanged` add up to those read; others overlap.

        `repaired` counts sessions read with at least one repair, new or not; repairs of the
        file as a whole are no session's and only listed.
        """
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.matches) - len(self.changed),
            "moved": sum(match.is_moved for match in self.matches),
            "gone": len(self.gone),
            "retitled": sum(match.is_retitled for match in self.matches),
            "length_changed": sum(match.is_length_changed for match in self.matches),
            "speakers_changed": sum(match.is_speakers_changed for match in self.matches),
            "unreadable": len(self.unreadable),
            "repaired": len({repair.where for repair in self.repairs if repair.of_session}),
        }


@dataclass(frozen=True)
class Choice:
    """What of a plan is written. `left`: keys of new and changed sessions that are not;
    `withdrawn`: keys of gone ones that are to be taken out of the programme."""

    left: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()

    def takes(self, entry: ImportedSession | Match) -> bool:
        return entry.key not in self.left


ALL = Choice()


def plan_import(stored: Sequence[StoredSession], imported: ImportedAgenda) -> Plan:
    """Matches by the name that is a session's for good, wherever it is from, and by guid within the
    agenda's source; other sessions of other sources stay out of it.

    What the file still has, but unreadably, is not gone; nor is what was out of the programme.
    """
    spoilt = {entry.guid for entry in imported.unreadable if entry.guid}
    guids = [*spoilt, *(session.guid for session in imported.sessions)]
    spelt = {uid: guid for guid in guids if (uid := uid_of(guid))}
    known = [_named(k, spelt) for k in stored if k.source == imported.source or k.uid in spelt]
    found = partners(known, imported.sessions)
    pairs = list(zip(found, imported.sessions, strict=True))
    taken = {kept.id for kept in found if kept}
    left = (kept for kept in known if kept.id not in taken and kept.session.guid not in spoilt)
    return Plan(
        new=tuple(session for kept, session in pairs if kept is None),
        matches=tuple(_match(kept, session) for kept, session in pairs if kept),
        gone=tuple(k for k in left if k.source == imported.source and k.is_shown),
        unreadable=imported.unreadable,
        repairs=imported.repairs,
    )


def _named(kept: StoredSession, spelt: Mapping[str, str]) -> StoredSession:
    """Under the guid by which the file names it."""
    guid = spelt.get(kept.uid, kept.session.guid)
    return replace(kept, session=replace(kept.session, guid=guid))


def _match(stored: StoredSession, imported: ImportedSession) -> Match:
    differing = []
    for name in (field.name for field in fields(ImportedSession)):
        is_known = stored.is_scheduled or name not in TIMES
        before = getattr(stored.session, name) if is_known else None
        if before != (after := getattr(imported, name)):
            differing.append(Difference(name, before, after))
    if stored.is_withdrawn:
        differing.append(Difference("is_withdrawn", True, False))
    return Match(stored, imported, tuple(differing))


def _names(session: ImportedSession) -> set[str]:
    return {speaker.name for speaker in session.speakers}
