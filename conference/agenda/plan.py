"""What an import would do to the sessions stored so far: decided and counted, not written."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields

from conference.agenda.formats.model import (
    ImportedAgenda,
    ImportedSession,
    Repair,
    Unreadable,
)


@dataclass(frozen=True)
class StoredSession:
    """A session as it is stored, put as a file would say it. `source`: where it came from."""

    id: int
    source: str | None
    session: ImportedSession


@dataclass(frozen=True)
class Difference:
    """`field` is a name of `ImportedSession`."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Match:
    stored: StoredSession
    imported: ImportedSession
    differences: tuple[Difference, ...]

    @property
    def is_moved(self) -> bool:
        return any(d.field in ("day", "starts_at", "room") for d in self.differences)

    @property
    def is_retitled(self) -> bool:
        return self.stored.session.title != self.imported.title

    @property
    def is_length_changed(self) -> bool:
        return self.stored.session.length != self.imported.length

    @property
    def is_speakers_changed(self) -> bool:
        """Other names; an order or a biography alone does not count."""
        return _names(self.stored.session) != _names(self.imported)


@dataclass(frozen=True)
class Plan:
    """Every session read is in `new` or `matches`; `gone` are for the organiser to decide on."""

    new: tuple[ImportedSession, ...]
    matches: tuple[Match, ...]
    gone: tuple[StoredSession, ...]
    unreadable: tuple[Unreadable, ...]
    repairs: tuple[Repair, ...]

    @property
    def changed(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.differences)

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed or self.gone)

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


def plan_import(stored: Sequence[StoredSession], imported: ImportedAgenda) -> Plan:
    """Matches by guid within the agenda's source; sessions of other sources stay out of it.

    A stored session which the file still has, but unreadably, is not gone.
    """
    ours = [kept for kept in stored if kept.source == imported.source]
    partners = _partners(ours, imported.sessions)
    pairs = list(zip(partners, imported.sessions, strict=True))
    taken = {kept.id for kept in partners if kept}
    spoilt = {entry.guid for entry in imported.unreadable}
    return Plan(
        new=tuple(session for kept, session in pairs if kept is None),
        matches=tuple(_match(kept, session) for kept, session in pairs if kept),
        gone=tuple(k for k in ours if k.id not in taken and k.session.guid not in spoilt),
        unreadable=imported.unreadable,
        repairs=imported.repairs,
    )


# Where several share a guid, the likest find each other first; what is left pairs up in the
# order of its starts, so that a repeat which moved is moved, not gone and new.
LIKENESSES: tuple[Callable[[ImportedSession], Hashable], ...] = (
    lambda session: session,
    lambda session: (session.guid, session.starts_at, session.room),
    lambda session: (session.guid, session.starts_at),
    lambda session: session.guid,
)


def _partners(
    stored: Sequence[StoredSession], sessions: Sequence[ImportedSession]
) -> list[StoredSession | None]:
    """One for each of `sessions`, in their order."""
    free = sorted(stored, key=lambda kept: kept.session.starts_at)
    order = sorted(range(len(sessions)), key=lambda at: sessions[at].starts_at)
    found: dict[int, StoredSession] = {}
    for likeness in LIKENESSES:
        waiting: defaultdict[Hashable, deque[StoredSession]] = defaultdict(deque)
        for kept in free:
            waiting[likeness(kept.session)].append(kept)
        for at in order:
            if at not in found and (alike := waiting[likeness(sessions[at])]):
                found[at] = alike.popleft()
        free = [kept for alike in waiting.values() for kept in alike]
    return [found.get(at) for at in range(len(sessions))]


def _match(stored: StoredSession, imported: ImportedSession) -> Match:
    names = (field.name for field in fields(ImportedSession))
    values = ((name, getattr(stored.session, name), getattr(imported, name)) for name in names)
    differing = (Difference(*value) for value in values if value[1] != value[2])
    return Match(stored, imported, tuple(differing))


def _names(session: ImportedSession) -> set[str]:
    return {speaker.name for speaker in session.speakers}
